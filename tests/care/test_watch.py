"""The rules we give X: within its grammar and limits, whatever a brand is called."""

import re

from hypothesis import given
from hypothesis import strategies as st

from makewhole import tables
from makewhole.care import lexicon, script, watch
from makewhole.care.watch import BrandWatch, Rule, rules, sync, unwatchable

HALDEN = BrandWatch("halden", ("Halden Home", "哈尔登"), ("HaldenHome", "HaldenHelp"))
TABLE = tables.read("makewhole.care", "watch.toml")
LOGISTICS = {
    "parcel", "deliver", "courier", "ship", "track", "customs", "order", "refund", "returns", "lost",
    "unreceived", "parcel_lost", "unmoved", "arrive",
}  # fmt: skip
TERM = re.compile(r'"[^"]+"|[A-Za-z0-9_]+|#[^\s()"]+|-?(?:is|from):\w+|-?@\w+')


def well_formed(value: str) -> bool:
    """Whether a text is terms, groups of terms joined by OR, and nothing else."""
    bare = re.sub(r'"[^"]*"', '"q"', value)
    for group in re.findall(r"\(([^()]*)\)", bare):
        if not all(TERM.fullmatch(term) for term in group.split(" OR ")):
            return False
    rest = re.sub(r"\([^()]*\)", "", bare).split()
    return "OR" not in rest and all(TERM.fullmatch(term) for term in rest) and "(" not in "".join(rest)


def test_there_are_words_and_hashtags_in_every_language_we_answer_in() -> None:
    assert set(TABLE["words"]) == set(TABLE["hashtags"]) == set(lexicon.LANGUAGES) == set(watch.LANGUAGES)
    tags = {tag for many in TABLE["hashtags"].values() for tag in many}
    assert {"跨境物流", "包裹丢失", "国际配送"} <= tags


def test_every_word_we_watch_for_is_one_we_read_as_being_about_a_parcel() -> None:
    for language, words in TABLE["words"].items():
        for word in words:
            found = lexicon.ideas(script.words(word), language)
            assert found.has(*LOGISTICS), f"{word} ({language}) is watched for and not understood"


def test_a_brand_is_watched_by_name_in_thirteen_languages_and_by_hashtag() -> None:
    made = rules(HALDEN)
    assert {rule.tag for rule in made} >= {f"halden:{language}-1" for language in lexicon.LANGUAGES}
    assert all(well_formed(rule.value) for rule in made)
    assert all('"Halden Home" OR "哈尔登" OR HaldenHome' in rule.value for rule in made[:-1])
    assert "#跨境物流" in made[-1].value
    assert "-from:HaldenHome -@HaldenHome" in made[0].value
    assert not [rule for rule in rules(BrandWatch("b", ("Boats",), hashtags=False)) if "#" in rule.value]


def test_a_brand_of_many_names_has_more_rules_and_none_too_long() -> None:
    many = BrandWatch("b", tuple(f"Halden Home and Garden {n}" for n in range(40)), ("a" * 15,))
    made = rules(many)
    assert len(made) > 13
    assert all(len(rule.value) <= watch.LONGEST for rule in made)
    assert all(any(f'"{name}"' in rule.value for rule in made) for name in many.names)
    assert len({rule.tag for rule in made}) == len(made)


def test_a_name_nobody_could_be_found_by_is_refused_with_the_way_forward() -> None:
    refused = unwatchable(["ab", "包裹", "()", "x" * 200, "Halden"])
    assert [one.rule for one in refused] == ["watch.name"] * 3
    assert "3 letters or more" in refused[0].way_forward
    assert not rules(BrandWatch("b", ("ab",), (), hashtags=False))


NAME = st.text(min_size=1, max_size=90)


@given(st.lists(NAME, max_size=8), st.lists(st.text("abcXYZ_09@-", max_size=20), max_size=12))
def test_no_name_breaks_the_grammar_or_the_limits(names: list[str], handles: list[str]) -> None:
    made = rules(BrandWatch("b", tuple(names), tuple(handles)))
    assert all(len(rule.value) <= watch.LONGEST and len(rule.tag) <= 128 for rule in made)
    assert all(well_formed(rule.value) for rule in made)


RULE = st.builds(Rule, st.sampled_from("abcdef"), st.sampled_from(["t:1", "t:2"]))


@given(
    st.lists(RULE, max_size=6), st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["t:1", "x"])))
)
def test_after_a_sync_the_rules_there_are_those_wanted(
    wanted: list[Rule], there: list[tuple[str, str]]
) -> None:
    at_x = {str(number): (value, tag) for number, (value, tag) in enumerate(there)}
    made = sync(wanted, [(number, *rule) for number, rule in at_x.items()])
    after = [rule for number, rule in at_x.items() if number not in made.delete]
    after += [(rule.value, rule.tag) for rule in made.add]
    assert sorted(value for value, _ in after) == sorted({rule.value for rule in wanted})


def test_no_more_rules_are_asked_for_than_an_app_may_have() -> None:
    assert len(sync([Rule(f"w{n}", "t") for n in range(1_200)], []).add) == watch.MOST_RULES
