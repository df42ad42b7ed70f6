"""The looks of the set-up: each asks X, or our own rows, whether one step is done. None changes anything."""

from collections.abc import Mapping
from typing import Final

from makewhole.desk.connect import CONSOLE, EVENTS, STEPS, Look, Setup, Step, accounts, callback, hook, voices
from makewhole.desk.house import House
from makewhole.gateways import x_reach
from makewhole.gateways.wire import NotLetIn
from makewhole.gateways.x import on_account_of
from makewhole.gateways.x.oauth import new_verifier
from makewhole.gateways.x.operations import scopes
from makewhole.store import brands


def _app(house: House, to: Setup) -> Step:
    if not to.app_token:
        return Step(
            "app",
            "waiting",
            "MAKEWHOLE_X_APP_TOKEN is not set: no app of X is known here",
            f"in {CONSOLE}, make an app (pay per use) whose use case says: answering customers who address"
            " us; copy its Bearer Token into MAKEWHOLE_X_APP_TOKEN and start again",
        )
    usage = house.x.app.usage()
    read = f"{usage.read} of {usage.cap} posts read this month" if usage.cap else "X answers the app"
    return Step("app", "done", f"X knows the app: {read}")


def _keys(house: House, to: Setup) -> Step:
    given = {
        "MAKEWHOLE_X_CLIENT_ID": to.client_id,
        "MAKEWHOLE_X_CLIENT_SECRET": to.keys.client,
        "MAKEWHOLE_X_CONSUMER_SECRET": to.keys.consumer,
    }
    missing = [name for name, value in given.items() if not value]
    if missing:
        way = f"copy them from the app's Keys and tokens page in {CONSOLE}, and start again"
        return Step("keys", "waiting", f"not set: {', '.join(missing)}", way)
    try:
        # A code nobody gave: X refuses it as a code only where it knows whose client asks.
        to.app.exchange("no-such-code", new_verifier(), callback(house))
    except NotLetIn:
        way = "copy client id and secret again: those of OAuth 2.0, not the API key"
        return Step("keys", "wrong", "X does not know this client id with this client secret", way)
    return Step("keys", "done", "X knows the client id and its secret; the consumer secret is set")


def _callback(house: House, to: Setup) -> Step:
    back = callback(house)
    enter = f"enter {back} as callback in the app's User authentication settings (Web App, confidential)"
    if house.public_url and not x_reach.fits(house.public_url, to.here):
        says = f"MAKEWHOLE_PUBLIC_URL reads {house.public_url}: X takes https:// and a name, without a port"
        return Step(
            "callback", "wrong", says, "put a proxy with a certificate in front, and name its address"
        )
    return Step("callback", "done", f"people come back from X to us: {enter}")


def _account(house: House, to: Setup) -> Step:
    known = accounts(house, to.brand)
    if not known and to.typed:
        who = house.x.me()
        return Step("account", "done", f"the token in the settings speaks for @{who.handle}")
    if not known:
        way = "sign the brand's account in: makewhole connect x, or the page /desk/x"
        return Step("account", "waiting", "no account of the brand is signed in", way)
    wanted, told = set(scopes()), []
    for row in known:
        who = house.x.of(row.id).me()
        lacking = sorted(wanted - set(row.scopes))
        if lacking:
            says = f"@{who.handle} did not grant {', '.join(lacking)}"
            return Step("account", "wrong", says, "sign it in again, and let it grant all that is asked for")
        told.append(f"@{who.handle} ({row.role})")
    return Step("account", "done", f"signed in, with every right we use: {', '.join(told)}")


def _label(house: House, to: Setup) -> Step:
    with house.database.reading() as conn:
        attested = brands.get(conn, to.brand).automation_attested_at is not None
    unsaid = [row.handle for row in accounts(house, to.brand) if row.attested_at is None]
    way = (
        "on X: Settings, Your account, Automation: link the account a person runs, so that the Automated"
        " label shows; name the operator in the profile; then say so here"
    )
    if not attested:
        return Step("label", "waiting", "nobody attested the Automated label: every answer waits", way)
    if unsaid:
        says = f"attested for the brand, not for {', '.join('@' + one for one in unsaid)}"
        return Step("label", "waiting", says, way)
    for row in accounts(house, to.brand):
        if row.human_handle and house.x.app.user(row.human_handle) is None:
            says = f"@{row.human_handle}, said to run @{row.handle}, is not on X"
            return Step("label", "wrong", says, "attest it again with the right handle")
    return Step("label", "done", "the Automated label and who runs the account are attested")


def _webhook(house: House, to: Setup) -> Step:
    at = hook(house)
    if not at:
        return Step(
            "webhook",
            "waiting",
            "MAKEWHOLE_PUBLIC_URL is not set: X can push to us nowhere, and is asked for news instead",
            "set it to the https address of this installation; without one everything works, more slowly",
        )
    if not x_reach.fits(house.public_url, to.here):
        says = (
            f"MAKEWHOLE_PUBLIC_URL reads {house.public_url}: X pushes to https:// and a name, without a port"
        )
        return Step("webhook", "wrong", says, "put a proxy with a certificate in front, and name its address")
    wrong = x_reach.answers(at, to.keys)
    if wrong:
        way = "start makewhole serve with the same settings, and look whether the proxy reaches it"
        return Step("webhook", "wrong", f"asked as X would ask, {at}: {wrong}", way)
    known = next((one for one in house.x.app.webhooks() if one.url == at), None)
    if known is None:
        return Step("webhook", "waiting", f"{at} answers; X does not know it yet", "register it with X")
    if known.valid is False:
        way = "register it again: X challenges it, and says what it does not like"
        return Step("webhook", "wrong", f"X has given {at} up", way)
    return Step("webhook", "done", f"X pushes to {at}, which answers its challenge")


def _subscriptions(house: House, to: Setup) -> Step:
    ours = [account for account, _ in voices(house, to)]
    if not ours:
        return Step("subscriptions", "waiting", "no account is signed in", "sign the brand's account in")
    if not hook(house):
        return Step("subscriptions", "waiting", "X can push nowhere", "finish the webhook, or leave it so")
    lacking = missing(house, to)
    if lacking:
        told = ", ".join(f"{event} of {account}" for account, event in lacking)
        return Step("subscriptions", "waiting", f"X does not tell us of: {told}", "subscribe to them")
    return Step("subscriptions", "done", f"X tells us of {len(EVENTS)} kinds of event of each account")


def missing(house: House, to: Setup) -> list[tuple[str, str]]:
    """What X does not tell us of yet: each account with each kind of event."""
    told = {(one.user_id, one.event_type) for one in house.x.app.subscriptions()}
    return [(who, event) for who, _ in voices(house, to) for event in EVENTS if (who, event) not in told]


def _reading(house: House, to: Setup) -> Step:
    speaking = voices(house, to)
    if not speaking:
        return Step("reading", "waiting", "no account is signed in", "sign the brand's account in")
    who, x = speaking[0]
    with on_account_of(f"brand-{to.brand}", optional=True):
        found = x.mentions(who, most=10)
    if not found:
        handle = x.me().handle
        way = f"from another account, post: @{handle} hello; then try again"
        return Step("reading", "waiting", f"X lets us read; nobody mentioned @{handle} lately", way)
    return Step(
        "reading", "done", f"a post that mentions the account was read, number {found[0]['data']['id']}"
    )


def clock(house: House, to: Setup) -> Step:
    """Whether our clock and X's agree; not a step of the set-up, but of `doctor`."""
    world = house.clock.world(house.clock.now())
    ahead = x_reach.seconds_ahead(to.x_url, world)
    if abs(ahead) > _CLOCKS_DIFFER:
        way = "let the machine keep time by the network (timedatectl set-ntp true)"
        return Step("clock", "wrong", f"this machine's clock is {ahead} s off X's", way)
    return Step("clock", "done", "this machine's clock agrees with X's")


_CLOCKS_DIFFER: Final = 60
LOOKS: Final[Mapping[str, Look]] = dict(
    zip(STEPS, (_app, _keys, _callback, _account, _label, _webhook, _subscriptions, _reading), strict=True)
)
