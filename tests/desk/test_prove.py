"""Every decision has its statement; the sequencer seals it; the receipt says which of the two it reached."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from makewhole.because import Ground, Refused
from makewhole.desk import appeal, forget, prove
from makewhole.desk.turn import at_door
from makewhole.proof import verdict
from makewhole.store import log
from tests.world import BRAND, World, until


def first_statement(world: World) -> int:
    return int(world.rows("SELECT min(id) AS id FROM statement")[0].id)


def receipt(world: World, statement: int) -> bytes:
    made = prove.receipt_for(world.house, statement, for_its_person=True)
    assert not isinstance(made, Refused)
    return made


def test_a_receipt_is_recorded_first_and_in_a_head_within_seconds(world: World) -> None:
    world.parcel()
    world.claim()
    number = first_statement(world)
    assert verdict.verify(receipt(world, number)).state in ("recorded", "in head")
    until(lambda: verdict.verify(receipt(world, number)).state == "in head", seconds=5)


def test_every_step_of_a_claim_has_its_statement_and_they_form_a_chain(world: World) -> None:
    world.parcel()
    claim = world.claim().claim
    world.reaches(claim, "offered")
    assert not world.rows("SELECT 1 FROM claim_step WHERE statement IS NULL")
    with world.house.database.reading() as conn:
        chain = log.about(conn, f"claim-{claim}")
    fields = [json.loads(row.raw) for row in chain]
    assert [one["seq"] for one in fields] == list(range(1, len(chain) + 1))
    assert [one.get("prev") for one in fields] == [None, *(row.checksum.hex() for row in chain[:-1])]


def test_statements_made_at_one_moment_about_one_subject_follow_one_another(world: World) -> None:
    ground = (Ground("test", "many hands", "house rule"),)
    together = threading.Barrier(8)

    def say(number: int) -> None:
        with at_door(world.house, "test", "take.record") as turn:
            together.wait()
            turn.state(BRAND, "letter", "claim-4711", {"letter": number}, ground)

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(say, range(8)))
    with world.house.database.reading() as conn:
        chain = log.about(conn, "claim-4711")
    fields = [json.loads(row.raw) for row in chain]
    assert [one["seq"] for one in fields] == list(range(1, 9))
    assert {one["letter"] for one in fields} == set(range(8))
    assert [one.get("prev") for one in fields] == [None, *(row.checksum.hex() for row in chain[:-1])]


def test_a_statement_can_neither_be_changed_nor_deleted_even_in_the_database(world: World) -> None:
    world.parcel()
    world.claim()
    world.rests()
    for sql in (
        "UPDATE statement SET bytes = 'x'",
        "DELETE FROM statement",
        "UPDATE statement SET leaf_index = 99",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), world.house.database.writing() as conn:
            conn.execute(sa.text(sql))


def test_a_log_that_was_altered_is_not_signed_over(world: World) -> None:
    world.parcel()
    world.claim()
    world.rests()
    assert world.worker is not None
    world.worker.stop()
    world.worker = None
    with world.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE tree_node SET hash = decode(repeat('00', 32), 'hex') WHERE level = 0"))
        conn.execute(sa.text("UPDATE tree_node SET hash = decode(repeat('00', 32), 'hex')"))
    world.claim(contact="other@example.org")
    with pytest.raises(prove.LogAltered):
        prove.seal(world.house)


def test_forgetting_a_person_destroys_what_is_theirs_and_every_receipt_still_verifies(world: World) -> None:
    world.parcel()
    claim = world.claim(story="It was my mother's birthday present.").claim
    world.reaches(claim, "offered")
    world.rests()
    number = first_statement(world)
    before = json.loads(receipt(world, number))
    assert before["openings"]
    assert isinstance(forget.forget(world.house, world.row(claim).person), Refused), "an offer still stands"
    appeal.withdraw(world.house, claim)
    assert not isinstance(forget.forget(world.house, world.row(claim).person), Refused)
    world.rests()
    after = receipt(world, number)
    assert not json.loads(after)["openings"]
    assert verdict.verify(after).state == "in head"
    for table in ("person_contact", "person_claim", "person_evidence", "person_opening", "person_key"):
        assert not world.rows(f"SELECT 1 FROM {table}"), table
