"""A post comes in once, is read, and is answered within the channel's rules, against the simulated X."""

import httpx

from makewhole.desk import deliver, take
from tests.world import BRAND, WAYBILL, World, until


def letters(world: World) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in world.rows("SELECT kind, state, body FROM person_letter ORDER BY id")]


def said_by_us(world: World) -> list[str]:
    state = httpx.get(f"{world.x}/_control/state").json()
    return [post["text"] for post in state["posts"] if post["author"] == "HaldenHome"]


def test_a_post_that_mentions_us_is_answered_once_and_names_no_number(world: World) -> None:
    world.parcel()
    world.says("anna_k", f"@HaldenHome where is my parcel {WAYBILL}? It is two weeks late")
    assert world.poll().kept == 1
    until(lambda: bool(letters(world)) and letters(world)[0][1] == "sent")
    again = world.poll()
    assert (again.kept, again.duplicates) == (0, 1)
    world.rests()
    assert len(said_by_us(world)) == 1
    assert WAYBILL not in said_by_us(world)[0]


def test_a_keyword_hit_that_does_not_mention_us_is_never_answered_by_machine(world: World) -> None:
    raw = {"data": {"id": "77", "text": "my parcel from Halden never arrived, so angry", "author_id": "5"}}
    take.take(world.house, BRAND, [raw])
    until(lambda: world.rows("SELECT lane FROM thread")[0][0] != "new")
    world.rests()
    assert not said_by_us(world)
    assert all(state != "sent" for _, state, _ in letters(world))


def test_the_details_go_out_in_private_once_the_customer_wrote_to_us(world: World) -> None:
    world.parcel()
    world.says("anna_k", "@HaldenHome where is my parcel? It is two weeks late")
    world.poll()
    until(lambda: bool(letters(world)))
    world.writes("anna_k", WAYBILL)
    until(lambda: any(kind == "private_reply" and state == "sent" for kind, state, _ in letters(world)))
    private = next(body for kind, _, body in letters(world) if kind == "private_reply")
    assert WAYBILL in private
    assert len(world.rows("SELECT id FROM thread")) == 1, "a message of the same person joins their thread"


def test_a_word_to_stop_takes_effect_at_once(world: World) -> None:
    world.writes("anna_k", "STOP")
    until(lambda: bool(world.rows("SELECT 1 FROM person_optout")))
    world.says("anna_k", "@HaldenHome where is my parcel? It is two weeks late")
    world.poll()
    until(lambda: len(world.rows("SELECT 1 FROM person_post WHERE read_at IS NOT NULL")) == 2)
    world.rests()
    assert not said_by_us(world)


def test_a_letter_whose_answer_was_lost_is_looked_up_and_not_sent_twice(world: World) -> None:
    httpx.post(f"{world.x}/_control/faults", json={"cut": 1.0})
    world.says("anna_k", "@HaldenHome where is my parcel? It is two weeks late")
    world.poll()
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE tries >= 1")))
    httpx.post(f"{world.x}/_control/faults", json={"cut": 0.0})
    letter = world.rows("SELECT id, state FROM person_letter")[0]
    assert letter.state == "owed"
    until(lambda: letters(world)[0][1] == "sent", seconds=60)
    assert len(said_by_us(world)) == 1


def test_a_held_letter_goes_out_in_the_words_of_the_person_who_released_it(world: World) -> None:
    staff = 1
    with world.house.database.writing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO staff (brand, email, name, role, password_hash, created_at)"
            " VALUES ('halden', 'mei@halden.example', 'Mei', 'lead', 'x', now())"
        )
    world.says(
        "anna_k", "@HaldenHome your support is a disgrace, I will take you to court over my lost parcel"
    )
    world.poll()
    until(lambda: bool(letters(world)) and letters(world)[0][1] == "held")
    held = world.rows("SELECT id FROM person_letter")[0].id
    loose = deliver.release(world.house, held, staff, "We will refund you 40 EUR for RB123456785CN.")
    assert loose is not None
    assert "number" in loose.says
    assert "sum" in loose.says
    assert deliver.release(world.house, held, staff, "We are sorry. A person has your case now.") is None
    until(lambda: letters(world)[0][1] == "sent")
    assert said_by_us(world) == ["We are sorry. A person has your case now."]
    refused = deliver.release(world.house, held, staff, "again")
    assert refused is not None
    assert "not waiting" in refused.says


def test_a_post_deleted_on_x_is_emptied_here(world: World) -> None:
    post = world.says("anna_k", "@HaldenHome where is my parcel? It is two weeks late")
    world.poll()
    take.gone(world.house, [post])
    assert world.rows("SELECT text, gone_at IS NOT NULL AS gone FROM person_post")[0] == ("", True)
    assert world.poll().kept == 0


def test_a_post_with_nul_and_lone_surrogates_is_kept_and_read(world: World) -> None:
    raw = {"data": {"id": "9", "text": "@HaldenHome late\x00 parcel \ud83d \u202e", "author_id": "6"}}
    assert take.take(world.house, BRAND, [raw, {"data": {"id": "10"}}]).unreadable == ("no text",)
    until(lambda: bool(world.rows("SELECT 1 FROM person_post WHERE read_at IS NOT NULL")))


def unsettled(world: World) -> tuple[int, str]:
    """A letter of which nobody knows if it left, and its words."""
    world.says("anna_k", "@HaldenHome I will take you to court over my lost parcel, what a disgrace")
    world.poll()
    until(lambda: bool(letters(world)) and letters(world)[0][1] == "held")
    with world.house.database.writing() as conn:
        conn.exec_driver_sql(
            "UPDATE person_letter SET state = 'unsettled', body = 'We are sorry.', tries = 1"
        )
        conn.exec_driver_sql(
            "INSERT INTO staff (brand, email, name, role, password_hash, created_at)"
            " VALUES ('halden', 'mei@halden.example', 'Mei', 'lead', 'x', now())"
        )
    return world.rows("SELECT id FROM person_letter")[0].id, "We are sorry."


def test_a_letter_that_may_have_left_is_let_go_in_its_own_words_alone(world: World) -> None:
    letter, words = unsettled(world)
    refused = deliver.release(world.house, letter, 1, "We are very sorry.")
    assert refused is not None
    assert "looked for" in refused.says
    assert deliver.release(world.house, letter, 1, f"{words}\r\n") is None
    until(lambda: letters(world)[0][1] == "sent")
    assert said_by_us(world) == [words]


def test_a_letter_that_is_let_go_again_and_again_is_looked_for_each_time(world: World) -> None:
    letter, words = unsettled(world)
    for _ in range(2):  # twice unsettled without a try between, as when X can't be asked
        assert world.worker is not None
        assert deliver.release(world.house, letter, 1, words) is None
        until(lambda: letters(world)[0][1] == "sent")
        with world.house.database.writing() as conn:
            conn.exec_driver_sql("UPDATE person_letter SET state = 'unsettled', tries = 1, tried_at = NULL")
    assert said_by_us(world) == [words]
