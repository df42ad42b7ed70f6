"""The storm's plan: the same for the same seed, with every kind of death in it."""

from hypothesis import given
from hypothesis import strategies as st

from makewhole.effects import EFFECTS
from tests.stories.storm import cast, schedule


@given(st.integers(0, 10**6), st.integers(1, 400))
def test_a_seed_replays_its_schedule(seed: int, steps: int) -> None:
    first = schedule.schedule(seed, steps)
    assert first == schedule.schedule(seed, steps)
    assert [step.number for step in first] == list(range(steps))
    assert schedule.fingerprint(first) == schedule.fingerprint(schedule.schedule(seed, steps))


@given(st.integers(0, 10**6))
def test_every_stretch_of_fifty_steps_kills_a_worker_the_web_door_and_the_database(seed: int) -> None:
    steps = schedule.schedule(seed, 500)
    for first in range(0, 500, schedule.EVERY):
        killed = {step.what for step in steps[first : first + schedule.EVERY] if step.action == "kill"}
        assert killed == set(schedule.VICTIMS)


def test_every_effect_has_a_point_before_and_one_after() -> None:
    assert set(schedule.POINTS) == {f"{name} {side}" for name in EFFECTS for side in ("before", "after")}


def test_the_cast_is_marked_so_that_a_leak_of_it_is_found() -> None:
    person = cast.Person(3)
    assert cast.MARK in person.handle
    assert cast.MARK in person.email
    assert all("{mark}" in text for text in (*cast.POSTS, *cast.REPLIES, *cast.MESSAGES))
