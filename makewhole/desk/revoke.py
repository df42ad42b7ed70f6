"""An account took its permission back: what X still sends us about it is ended.

Its tokens went when we heard of it (`take`). X's subscriptions to it are the app's and are ended here, and
asked for again until X took that.
"""

from datetime import timedelta

from makewhole.desk.house import House
from makewhole.desk.take import REVOKE
from makewhole.desk.turn import Turn, in_errand
from makewhole.gateways.wire import TheirFault

ERRAND = REVOKE
_AGAIN = timedelta(minutes=15)


def revoke(house: House, account: str, attempt: int = 0) -> None:
    """End every subscription to an account."""
    done = house.engine.step("revoke.unsubscribe", lambda: _unsubscribed(house, account))
    if done:
        return

    def again(turn: Turn) -> None:
        # It may take its permission back more than once, and each time has tries of its own.
        key = f"{ERRAND}-{account}:{int(turn.now.timestamp() * 1_000_000)}"
        turn.owe(ERRAND, key, account, attempt + 1, after=_AGAIN)

    in_errand(house, "take", "take.record", again)


def _unsubscribed(house: House, account: str) -> bool:
    app = house.x.app
    try:
        for one in app.subscriptions():
            if one.user_id == account:
                app.unsubscribe(one.id)
    except TheirFault:
        return False
    return True
