"""A parcel's part of a body comes back as it was read."""

from hypothesis import given

from makewhole.desk import part
from makewhole.gateways.tracking.answer import Answer, Told, Unread
from tests.desk.test_heard import ANSWERS


@given(ANSWERS)
def test_what_was_read_comes_back(answers: list[Answer]) -> None:
    for answer in answers:
        whole = Answer(
            answer.carrier,
            "RB123456785GB",
            answer.scans,
            answer.raw,
            (Unread({"odd": 1}, "no time"),),
            (Told("404", "not found"),),
            withdrawn=answer.scans[:1],
        )
        packed = part.pack(whole)
        back = part.unpack(answer.carrier, packed)
        assert back is not None
        assert part.pack(back) == packed
        assert [scan.at for scan in back.scans] == [scan.at for scan in whole.scans]


def test_bytes_that_are_no_part_are_none() -> None:
    assert part.unpack("17track", b'{"data": []}') is None
    assert part.unpack("17track", b"") is None
