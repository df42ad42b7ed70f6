"""The acts of the set-up: a person signs an account in, attests its label, has X push to us. Each is tried on
the live X, and ends with a look at its step. A person's yes is kept with who gave it."""

import secrets
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from makewhole.desk import connect
from makewhole.desk.connect import Setup, Step
from makewhole.desk.connect_looks import LOOKS, missing
from makewhole.desk.house import House
from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.gateways.x import Dialect, Typed, XClient
from makewhole.gateways.x.oauth import new_verifier
from makewhole.store import brands, x_accounts
from makewhole.store.x_accounts import Connected, Login


def begin(house: House, to: Setup, role: str, by: str, now: datetime) -> str:
    """Begin to sign an account in: the address where its owner lets us speak for it, good for ten minutes."""
    state, verifier = secrets.token_urlsafe(24), new_verifier()
    back = connect.callback(house)
    with house.database.writing() as conn:
        x_accounts.begin_login(conn, house.vault, state, Login(to.brand, role, verifier, back, by), now)
    return to.app.start(back, state, verifier)


def finish(house: House, to: Setup, came_back: str) -> Step:
    """End it: `came_back` is the address X sent the person to. Keeps the account and its tokens, sealed."""
    said = {name: values[0] for name, values in parse_qs(urlsplit(came_back).query).items()}
    now = house.clock.now()
    with house.database.writing() as conn:
        login = x_accounts.take_login(conn, house.vault, said.get("state", ""), now)
    if login is None or login.brand != to.brand:
        says = "this answer of X belongs to no sign-in of ours, or came more than ten minutes after it began"
        return Step("account", "wrong", says, "begin again, and finish it in one go")
    if "code" not in said:
        says = f"X was told no: {said.get('error', 'it gave no code')[:60]}"
        return Step("account", "wrong", says, "begin again, and press Authorize on X's page")
    try:
        pair = to.app.exchange(said["code"], login.verifier, login.redirect)
        if isinstance(pair, Undeliverable):
            way = f"begin again; look whether the callback in {connect.CONSOLE} reads {login.redirect}"
            return Step("account", "wrong", pair.says, way)
        who = XClient(to.x_url, Typed(pair.access), dialect=Dialect.TWEET).me()
    except TheirFault as fault:
        return Step("account", "wrong", f"X was not heard: {fault.says}", "begin again in a minute")
    account = Connected(who.id, who.handle, login.role, pair.scopes, pair.written())
    with house.database.writing() as conn:
        x_accounts.connect(conn, house.vault, to.brand, account, now)
    return connect.run(house, to, LOOKS, ("account",))[0]


def attest(house: House, to: Setup, by: str, human_handle: str) -> Step:
    """A person says that the accounts bear the label, and which account a person runs."""
    human = human_handle.strip().lstrip("@")
    if not human:
        return Step("label", "wrong", "no handle was given", "name the account that a person runs")
    try:
        found = house.x.app.user(human)
    except TheirFault as fault:
        return Step("label", "wrong", f"X was not heard: {fault.says}", "try again in a minute")
    if found is None:
        return Step("label", "wrong", f"@{human} is not on X", "look at its handle")
    now = house.clock.now()
    with house.database.writing() as conn:
        for row in x_accounts.in_force(conn, to.brand):
            x_accounts.attest(conn, row.id, by, human, now)
        brands.attest(conn, to.brand, now)
    return connect.run(house, to, LOOKS, ("label",))[0]


def register(house: House, to: Setup) -> Step:
    """Have X push to our address; one it had given up is challenged again."""
    before = connect.run(house, to, LOOKS, ("webhook",))[0]
    if before.state == "done" or not before.mend.startswith("register it"):
        return before
    at, app = connect.hook(house), house.x.app
    try:
        known = next((one for one in app.webhooks() if one.url == at), None)
        said = app.register_webhook(at) if known is None else app.revalidate_webhook(known.id)
    except TheirFault as fault:
        return Step("webhook", "wrong", f"X was not heard: {fault.says}", "try again in a minute")
    if isinstance(said, Undeliverable):
        way = "mend what X names, then register it again"
        return Step("webhook", "wrong", f"X does not take {at}: {said.says}", way)
    return connect.run(house, to, LOOKS, ("webhook",))[0]


def subscribe(house: House, to: Setup) -> Step:
    """Have X tell us of every kind of event of each account it does not tell us of yet."""
    at, refused = connect.hook(house), []
    try:
        known = next((one for one in house.x.app.webhooks() if one.url == at), None)
        if known is None:
            return Step("subscriptions", "waiting", "X does not know our address yet", "register the webhook")
        voices = dict(connect.voices(house, to))
        for account, event in missing(house, to):
            said = voices[account].subscribe(event, account, known.id)
            if not isinstance(said, Sent):
                refused.append(f"{event}: {said.says}")
    except TheirFault as fault:
        return Step("subscriptions", "wrong", f"X was not heard: {fault.says}", "try again in a minute")
    step = connect.run(house, to, LOOKS, ("subscriptions",))[0]
    return connect.again(step, f"X refused {'; '.join(refused)}") if refused else step
