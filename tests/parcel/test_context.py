"""What the words near a number say it is."""

import pytest

from makewhole.parcel.context import Context, hits, near
from makewhole.parcel.fold import fold
from makewhole.words import LANGUAGES

NUMBER = "986578788855"
LABELS = {
    "en": "tracking number {}",
    "zh": "我的快递单号{}",
    "es": "número de seguimiento {}",
    "pt": "código de rastreio {}",
    "fr": "numéro de suivi {}",
    "de": "Sendungsnummer {}",
    "it": "codice di tracciamento {}",
    "ja": "追跡番号は{}",
    "ko": "운송장 번호 {}",
    "ar": "رقم التتبع {}",
    "hi": "ट्रैकिंग नंबर {}",
    "id": "no resi {}",
    "ru": "трек-номер {}",
}


def _near(text: str) -> Context:
    folded = fold(text)
    start = folded.index(NUMBER)
    return near(hits(folded), folded, start, start + len(NUMBER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_for_waybill_is_known_in_every_language(language: str) -> None:
    assert _near(LABELS[language].format(NUMBER)).labelled


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call me on {}", "phone"),
        ("order no: {}", "order"),
        ("订单号\uff1a{}", "order"),
        ("complaint id {}", "case"),
        ("refund id {}", "paper"),
        ("I paid Rs {}", "money"),
        ("+{}", "phone"),
        ("€{}", "money"),
    ],
)
def test_a_number_labelled_as_something_else_is_something_else(text: str, kind: str) -> None:
    context = _near(f"my tracking page is empty! {text.format(NUMBER)}")
    assert (context.labelled, context.other) == (False, kind)


def test_the_order_a_waybill_belongs_to_does_not_make_it_an_order_number() -> None:
    assert _near(f"tracking number for my order is {NUMBER}").labelled


def test_a_carrier_is_known_by_name_and_by_handle_and_its_nearness_told() -> None:
    context = _near(f"@DHLParcelUK please help, this was sent by FedEx {NUMBER}")
    assert context.named == {"dhl", "fedex"}
    assert context.close == {"fedex"}


def test_a_word_inside_another_word_is_not_that_word() -> None:
    assert _near(f"the president was upset and reordered {NUMBER}") == Context(
        False, None, frozenset(), frozenset()
    )


def test_a_label_too_far_away_does_not_count() -> None:
    assert not _near("tracking " + "so many words " * 6 + NUMBER).labelled
