"""What every call to X has in common: windows, money, hostile answers, bounds; over real sockets."""

import asyncio
import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from makewhole.gateways.wire import NoCredit, NotLetIn, Sent, TheirFault
from makewhole.gateways.x import AsyncX, Typed, Wire, XClient, on_account_of
from makewhole.gateways.x.windows import Windows
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from tests.gateways.serving import Serving, whole

USER = b'{"data": {"id": "7", "username": "ana"}}'


def control(world, path, **body):
    answer = httpx.post(f"{world.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


class Kept:
    """A ledger that keeps its calls."""

    def __init__(self):
        self.calls = []

    def spent(self, call):
        self.calls.append(call)


def client_of(serving, **more):
    return XClient(Wire(serving.url, **more), "token")


# Windows --------------------------------------------------------------------------------------


def told(remaining, seconds=900):
    return {
        "date": "Sun, 22 Nov 2026 03:00:00 GMT",
        "x-rate-limit-limit": "2",
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(1_795_316_400 + seconds),
    }


def test_a_used_up_window_is_not_asked_again_and_the_wait_is_told():
    with Serving(lambda line, _: line.sendall(whole(USER, **told(0)))) as x:
        client = client_of(x)
        assert client.user("ana").id == "7"
        with pytest.raises(TheirFault) as failed:
            client.user("ana")
    assert len(x.requests) == 1
    assert 840 <= failed.value.retry_after <= 900
    assert failed.value.status == 429
    assert not failed.value.maybe_done


def test_a_window_ends_by_x_own_clock():
    now = [1000.0]
    windows = Windows(lambda: now[0])
    windows.heard("user", "7", told(0))
    assert windows.wait("user", "7") == 900
    now[0] += 899.5
    assert windows.wait("user", "7") == 1
    now[0] += 1
    assert windows.wait("user", "7") == 0
    assert windows.left("user", "7") is None


def test_one_accounts_window_is_not_anothers_and_not_another_operations():
    windows = Windows(lambda: 0.0)
    windows.heard("message", "7", told(0))
    assert windows.wait("message", "7")
    assert not windows.wait("message", "8")
    assert not windows.wait("publish", "7")


def test_the_apps_published_window_is_counted_over_all_accounts():
    windows = Windows(lambda: 0.0)
    windows.heard("change_rules", "app", told(50))
    for _ in range(100):
        assert not windows.wait("change_rules", "app")
        windows.asked("change_rules")
    assert windows.wait("change_rules", "app") == 900


def test_the_window_of_a_day_is_heard_beside_that_of_fifteen_minutes():
    windows = Windows(lambda: 0.0)
    day = {"x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": str(1_795_316_400 + 40_000)}
    windows.heard("message", "7", {**told(14), **day})
    assert windows.wait("message", "7") == 40_000
    app = {"x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": str(1_795_316_400 + 50_000)}
    windows.heard("publish", "7", {**told(14), **app})
    assert windows.wait("publish", "8") == 50_000


@pytest.mark.parametrize("reset", ["", "soon", "-5", "1e9", "٣", "9" * 40])
def test_headers_that_make_no_sense_stop_nobody_for_longer_than_a_day(reset):
    windows = Windows(lambda: 0.0)
    windows.heard("user", "7", {**told(0), "x-rate-limit-reset": reset, "date": "yesterday"})
    assert windows.wait("user", "7") <= 86_400


def test_a_429_without_headers_is_remembered():
    with Serving(lambda line, _: line.sendall(whole(b"{}", "429 Too Many Requests"))) as x:
        client = client_of(x)
        for _ in range(2):
            with pytest.raises(TheirFault) as failed:
                client.user("ana")
            assert 1 <= failed.value.retry_after <= 60
    assert len(x.requests) == 1


# Money ----------------------------------------------------------------------------------------


def test_each_billed_answer_is_told_to_the_ledger_with_whom_it_was_for():
    with Simulator(simulated.app()) as world:
        ledger = Kept()
        client = XClient(world.url, "token-halden", ledger=ledger)
        post = control(world, "post", handle="ana", text="@HaldenHome where?")
        me = client.me().id
        with on_account_of("thread-7"):
            client.reply("Looking.", post["id"])
            client.publish("See https://halden.example/help")
        with on_account_of("watch", optional=True):
            client.mentions(me)
        client.delete(client.publish("Oops").remote_id)
    told = [(one.operation, one.resources, one.micro, one.about, one.optional) for one in ledger.calls]
    assert told == [
        ("publish", 1, 10_000, "thread-7", False),
        ("publish", 1, 200_000, "thread-7", False),
        ("mentions", 1, 5_000, "watch", True),
        ("publish", 1, 15_000, None, False),
        ("delete", 1, 10_000, None, False),
    ]
    assert all(one.at.tzinfo for one in ledger.calls)


def test_threads_charge_their_own_accounts_only():
    with Serving(lambda line, _: line.sendall(whole(USER))) as x:
        ledger = Kept()
        client = client_of(x, ledger=ledger)

        def ask(number):
            with on_account_of(f"thread-{number}"):
                client.user("ana")

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(ask, range(40)))
    assert sorted(one.about for one in ledger.calls) == sorted(f"thread-{number}" for number in range(40))


def test_what_x_refused_or_broke_costs_nothing():
    with Simulator(simulated.app()) as world:
        ledger = Kept()
        client = XClient(world.url, "token-halden", ledger=ledger)
        post = control(world, "post", handle="ana", text="no names")
        assert not isinstance(client.reply("Hello", post["id"]), Sent)
        control(world, "faults", busy=1.0)
        with pytest.raises(TheirFault):
            client.user("ana")
    assert ledger.calls == []


def test_without_credit_x_takes_nothing_and_a_person_is_named():
    with Simulator(simulated.app()) as world:
        client = XClient(world.url, "token-halden")
        control(world, "credits", dollars=0)
        with pytest.raises(NoCredit) as failed:
            client.publish("hello")
    assert failed.value.retry_after >= 600
    assert not failed.value.maybe_done


# Hostile answers ------------------------------------------------------------------------------

HOSTILE = {
    "not json": whole(b"<html>oops</html>"),
    "a list": whole(b"[1, 2]"),
    "half a character": whole(b'{"data": "\xe5\x8c"}'),
    "nested without end": whole(b"[" * 100_000 + b"]" * 100_000),
    "a number without end": whole(b'{"data": ' + b"9" * 100_000 + b"}"),
    "moved elsewhere": whole(b"", "302 Found", location="http://127.0.0.1:9/"),
    "packed wrongly": whole(b"no gzip", content_encoding="gzip"),
    "cut": whole(USER)[:-10],
    "no http": b"SSH-2.0-OpenSSH\r\n",
    "nothing": b"",
    "a made-up status": whole(b"{}", "799 Strange"),
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
def test_an_answer_no_honest_x_sends_is_their_fault_and_a_write_may_have_been_done(answer):
    with Serving(lambda line, _: line.sendall(answer)) as x:
        client = client_of(x)
        with pytest.raises(TheirFault):
            client.user("ana")
        with pytest.raises(TheirFault) as failed:
            client.publish("hello")
    assert failed.value.maybe_done


@pytest.mark.parametrize("body", [b"{}", b'{"data": 7}', b'{"data": []}', b'{"data": {"id": null}}', b""])
def test_a_write_answered_without_an_id_is_looked_up_and_not_repeated(body):
    created = whole(body, "201 Created")
    with Serving(lambda line, _: line.sendall(created)) as x, pytest.raises(TheirFault) as failed:
        client_of(x).publish("hello")
    assert failed.value.maybe_done


def test_a_body_without_end_is_left_at_the_bound():
    def endless(line, _):
        line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        while True:
            line.sendall(b" " * 1_000_000)

    with Serving(endless) as x, pytest.raises(TheirFault) as failed:
        client_of(x).user("ana")
    assert "longer than" in failed.value.says


def test_a_packed_body_that_unpacks_without_end_is_left_at_the_bound():
    bomb = whole(gzip.compress(b" " * 64_000_000), content_encoding="gzip")
    with Serving(lambda line, _: line.sendall(bomb)) as x, pytest.raises(TheirFault) as failed:
        client_of(x).user("ana")
    assert "longer than" in failed.value.says


def test_an_answer_that_drips_is_left_after_the_longest_a_call_may_take():
    done = threading.Event()

    def drip(line, _):
        line.sendall(b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\r\n")
        while not done.wait(0.05):
            line.sendall(b" ")

    with Serving(drip) as x, pytest.raises(TheirFault) as failed:
        client_of(x, longest=0.5).publish("hello")
    done.set()
    assert failed.value.maybe_done
    assert "in time" in failed.value.says


def test_an_id_from_outside_cannot_reach_another_operation():
    with Serving(lambda line, _: line.sendall(whole(USER))) as x, pytest.raises(TheirFault):
        client_of(x).direct_message("7/../../2/tweets?x=", "hi")
    asked = b"POST /2/dm_conversations/with/7%2F..%2F..%2F2%2Ftweets%3Fx%3D/messages "
    assert x.requests[0].startswith(asked)


def test_a_typed_token_x_refuses_is_not_tried_again():
    refused = whole(b"{}", "401 Unauthorized")
    with Serving(lambda line, _: line.sendall(refused)) as x, pytest.raises(NotLetIn):
        client_of(x).user("ana")
    assert len(x.requests) == 1


def test_numbers_as_text_and_text_as_numbers_are_read_and_new_fields_cost_nothing():
    strange = {
        "data": {
            "id": 7,
            "username": "ana",
            "public_metrics": {"followers_count": "12", "brand_new": {}},
            "receives_your_dm": "true",
        },
        "brand_new": [1],
    }
    with Serving(lambda line, _: line.sendall(whole(json.dumps(strange).encode()))) as x:
        found = client_of(x).user("ana")
    assert (found.id, found.followers, found.takes_messages) == ("7", 12, True)


def test_good_posts_beside_errors_and_noise_are_all_brought():
    answer = {
        "data": [{"id": "1", "text": "a"}, None, "noise", {"id": "3", "text": "b"}],
        "errors": [
            {
                "resource_id": "2",
                "title": "Not Found Error",
                "type": "https://api.twitter.com/2/problems/resource-not-found",
            },
            {"value": "4", "title": "Odd"},
            17,
        ],
        "includes": {"users": "none"},
    }
    with Serving(lambda line, _: line.sendall(whole(json.dumps(answer).encode()))) as x:
        looked = client_of(x).posts(["1", "2", "3", "4"])
    assert [one["data"]["id"] for one in looked.found] == ["1", "3"]
    assert [(one.resource_id, one.gone) for one in looked.missing] == [("2", True), ("4", False)]


# Voices ---------------------------------------------------------------------------------------


def test_each_account_speaks_by_its_own_token_and_the_app_by_its():
    with Serving(lambda line, _: line.sendall(whole(USER))) as x:
        voices = XClient(x.url, "main", app="apps", accounts=lambda account: Typed(f"of-{account}", account))
        voices.user("ana")
        voices.app.user("ana")
        voices.of("8").user("ana")
        voices.of("8").app.user("ana")
        # Whose the typed token is, X says: it is 7's.
        voices.of("7").user("ana")
    tokens = [one.split(b"authorization: Bearer ")[1].split(b"\r\n")[0] for one in x.requests]
    assert tokens == [b"main", b"apps", b"main", b"of-8", b"apps", b"main"]


def test_a_house_without_an_app_token_speaks_as_its_main_account():
    with Serving(lambda line, _: line.sendall(whole(USER))) as x:
        XClient(x.url, "main").app.user("ana")
    assert b"Bearer main" in x.requests[0]


def test_the_asynchronous_face_asks_many_at_once():
    with Simulator(simulated.app()) as world:
        for number in range(20):
            control(world, "post", handle=f"h{number}", text="hello")

        async def ask():
            x = AsyncX(Wire(world.url), Typed("token-halden"))
            return await asyncio.gather(*(x.user(f"h{number}") for number in range(20)))

        assert [one.handle for one in asyncio.run(ask())] == [f"h{number}" for number in range(20)]
