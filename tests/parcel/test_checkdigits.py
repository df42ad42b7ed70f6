"""Check digits: worked by hand once, and what the theory promises of each algorithm."""

from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.checkdigits import Check, expected
from makewhole.parcel.formats import Format, fits
from tests.parcel.numbers import CHECKED, covered, made, place_of_check

SEEDS = st.integers(0, 10**6)


def _catches_every_digit(fmt: Format) -> bool:
    """Luhn, ISO 7064 and weights that share no factor with ten catch any one wrong digit; the others most."""
    assert fmt.check is not None
    even = any(weight % 2 == 0 for weight in fmt.check.weights)
    return fmt.check.kind in ("luhn", "mod37_36") or (fmt.check.kind == "mod10" and not even)


def _holds(fmt: Format, number: str) -> bool:
    return any(fit.holds for fit in fits(number) if fit.format is fmt)


def test_each_algorithm_gives_the_digit_worked_by_hand() -> None:
    # 1*8+2*6+3*4+4*2+5*3+6*5+7*9+8*7 = 204, 204 mod 11 = 6, 11-6 = 5.
    assert expected(Check("s10"), "12345678") == "5"
    assert expected(Check("luhn"), "7992739871") == "3"
    assert expected(Check("mod7"), "123456789") == "1"
    # 1*3+2*1+3*7+4*3 = 38, 38 mod 11 = 5.
    assert expected(Check("weighted_mod11", (3, 1, 7)), "1234") == "5"
    # 1*3+2*1+3*3+4*1 = 18, 20-18 = 2.
    assert expected(Check("mod10", (3, 1)), "1234") == "2"


def test_a_remainder_of_ten_or_eleven_becomes_the_digit_upu_names() -> None:
    digits = {expected(Check("s10"), f"{serial:08d}") for serial in range(200)}
    assert digits == set("0123456789")


@given(st.sampled_from(CHECKED), SEEDS, st.integers(1, 9))
def test_a_wrong_check_digit_never_holds(fmt: Format, seed: int, by: int) -> None:
    number = made(fmt, seed)
    assert _holds(fmt, number)
    at = place_of_check(fmt, number)
    if number[at].isdigit():
        wrong = str((int(number[at]) + by) % 10)
        assert not _holds(fmt, number[:at] + wrong + number[at + 1 :])


@given(st.sampled_from([f for f in CHECKED if _catches_every_digit(f)]), SEEDS, st.data())
def test_one_wrong_digit_is_caught_wherever_theory_says_so(
    fmt: Format, seed: int, data: st.DataObject
) -> None:
    number = made(fmt, seed)
    start, end = covered(fmt, number)
    at = data.draw(st.sampled_from([i for i in range(start, end) if number[i].isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    changed = number[:at] + other + number[at + 1 :]
    assert not _holds(fmt, changed)


@given(SEEDS, st.integers(2, 9), st.integers(0, 9))
def test_one_wrong_digit_of_an_s10_number_passes_only_where_two_remainders_share_a_digit(
    seed: int, at: int, digit: int
) -> None:
    number = made(next(f for f in CHECKED if f.id == "s10"), seed)
    changed = number[:at] + str(digit) + number[at + 1 :]
    passes = any(fit.holds for fit in fits(changed) if fit.format.id == "s10")
    if changed != number and passes:
        # Remainders 0 and 6 both give 5: the only slip UPU's scheme lets through.
        assert number[10] == "5"
