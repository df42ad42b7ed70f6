"""Order numbers, by a shop's shape and by the word before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.parcel.orders import DEFAULT, OrderPattern, like, orders


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("Order # 403-0554005-7221167 is late", "403-0554005-7221167", "amazon"),
        ("注文番号 250-1234567-1234567", "250-1234567-1234567", "amazon"),
        ("(406-5052179-0395520)", "406-5052179-0395520", "amazon"),
        ("OrderID-OD120119613576144000 please", "OD120119613576144000", "flipkart"),
        ("ebay 12-12345-12345 late", "12-12345-12345", "ebay"),
        ("Shopify order #1234 late", "1234", "shopify"),
        ("AliExpress 8171234567890123 where", "8171234567890123", "aliexpress"),
        ("order no: W2180436", "W2180436", "order"),
        ("My order I'd 40833848558317129.", "40833848558317129", "order"),
        ("pedido nº 123456", "123456", "order"),
        ("commande n°12345678", "12345678", "order"),
        ("Bestellnummer: 12345678", "12345678", "order"),
        ("ordine numero 12345678", "12345678", "order"),
        ("订单号\uff1a7182039461", "7182039461", "order"),
        ("주문번호 20201118123456", "20201118123456", "order"),
        ("طلب رقم 12345678", "12345678", "order"),
        ("ऑर्डर नंबर 12345678", "12345678", "order"),
        ("pesanan no 12345678", "12345678", "order"),
        ("заказ № 12345678", "12345678", "order"),
    ],
)
def test_an_order_number_is_read(text: str, number: str, kind: str) -> None:
    assert [(order.number, order.kind) for order in orders(text)] == [(number, kind)]


def test_several_numbers_after_one_word_are_all_read() -> None:
    found = orders("suborder id 44178878640, 44182814273 and 44181557244 cancelled")
    assert [order.number for order in found] == ["44178878640", "44182814273", "44181557244"]


@pytest.mark.parametrize(
    "text",
    [
        "I placed an order 25 Oct 2020",
        "order 2020-10-25 not here",
        "my order is 3 weeks late",
        "pin code for order is 331027",
        "order RB123456785GB",
        "ordered 50000 times",
        "https://shop.example/order/12345678",
        "#1234 #blackfriday2026",
    ],
)
def test_what_is_no_order_number_is_left_alone(text: str) -> None:
    assert orders(text) == []


def test_a_brand_adds_its_own_shape() -> None:
    own = (OrderPattern("mine", r"MW[A-Z]{2}\d{4}"), *DEFAULT)
    assert [(o.number, o.kind) for o in orders("where is mwab1234?", own)] == [("MWAB1234", "mine")]
    assert orders("where is mwab1234?") == []


@given(st.text())
def test_an_order_lies_where_it_says(text: str) -> None:
    last = 0
    for order in orders(f"order no {text} order 12345 {text}"):
        whole = f"order no {text} order 12345 {text}"
        assert whole[order.start : order.end] == order.text
        assert order.start >= last
        last = order.end


def test_a_shops_own_numbers_are_learned_from_examples() -> None:
    patterns = like(["HAL-104233", "hal-99871", "R.2026/881-DE"])
    assert not isinstance(patterns, Refused)
    wide = "\uff28\uff21\uff2c-\uff19\uff19\uff18\uff17\uff12"
    text = f"HAL-104300, r.2025/007-de and {wide} but not HAL-1 or XHAL-104300"
    found = [order.number for order in orders(text, patterns)]
    assert found == ["HAL-104300", "R.2025/007-DE", "HAL-99872"]


def test_short_digits_alone_need_a_word_for_order_before_them() -> None:
    patterns = like(["#1042"])
    assert not isinstance(patterns, Refused)
    assert patterns[0].labelled
    assert orders("I have 1043 reasons", patterns) == []
    assert [(order.number, order.kind) for order in orders("order #1043", patterns)] == [("1043", "shop")]


@pytest.mark.parametrize("example", ["", "order", "a b 123", "(1+)+$123", "12", "9" * 60, "1--2345"])
def test_what_is_no_order_number_teaches_nothing_and_says_what_would(example: str) -> None:
    refused = like([example])
    assert isinstance(refused, Refused)
    assert "give" in refused.way_forward


@given(st.lists(st.from_regex(r"[A-Z]{1,4}-?[0-9]{3,9}", fullmatch=True), min_size=1, max_size=5))
def test_every_example_is_found_again_by_what_it_taught(examples: list[str]) -> None:
    patterns = like(examples)
    assert not isinstance(patterns, Refused)
    for example in examples:
        assert example in {order.number for order in orders(f"bestellung {example} fehlt", patterns)}
