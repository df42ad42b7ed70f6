"""What reading waybill and order numbers costs a post, beside a naive pipeline of regular expressions.

Measures processor time and prints; decides nothing. The naive pipeline is what is usually written first:
every shape searched for in the text, one after another, without check digits or context. `--posts` takes a
file of posts (one JSON object a line, text bare or under `data`); else a small built-in mix is used, heavier
in numbers than real posts are.
"""

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from makewhole.parcel.formats import FORMATS
from makewhole.parcel.orders import orders
from makewhole.parcel.waybill import read

BUILT_IN: tuple[str, ...] = (
    "@shop it has been ten days and the parcel still is not here, nobody answers, what is going on? You said "
    "it would come on Monday, then on Thursday, and the driver never rang the bell. Please do something",
    "Hi @shop, tracking 1Z4W7R280361294070 says delivered but nothing came, order # 403-0554005-7221167",
    "Ninguém responde, já são 3 semanas de atraso e o chat cai toda hora. Quero meu dinheiro de volta!",
    "mi paquete RB123456785ES lleva 12 días en aduanas, ¿qué hago?",
    "Sendungsnummer 00340434718203946154 seit Freitag ohne Bewegung @DHLPaket",
    "单号 SF1718203946152 三天没动了, 订单号: 7182039461527304",
    "love the new jacket, arrived two days early, thank you so much @shop!!",
    "call me on 9643950895 about order no 38083195965, paid 53585 on 25 Nov 2026 https://t.co/dB9PRO1234",
)
_LONGEST_POST = 25_000


def _naive(shapes: list[re.Pattern[str]], text: str) -> list[str]:
    folded = text.upper()
    return [match[0] for shape in shapes for match in shape.finditer(folded)]


def _named_once(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


def _seconds(work: Callable[[str], object], posts: list[str]) -> list[float]:
    taken = []
    for post in posts:
        begun = time.process_time()
        work(post)
        taken.append(time.process_time() - begun)
    return taken


def _ours(text: str) -> None:
    read(text)
    orders(text)


def measure(posts: list[str], repeats: int = 1) -> dict[str, float]:
    """Microseconds a post by name, and the ratio of the naive pipeline's time to ours."""
    shapes = [re.compile(rf"\b(?:{_named_once(s.pattern)})\b", re.ASCII) for f in FORMATS for s in f.shapes]
    ours = sorted(_seconds(_ours, posts * repeats))
    naive = sorted(_seconds(lambda text: _naive(shapes, text), posts * repeats))
    long_post = (" ".join(posts[:200]) + " ") * (_LONGEST_POST // sum(map(len, posts[:200])) + 1)
    mean_ours, mean_naive = sum(ours) / len(ours), sum(naive) / len(naive)
    return {
        "waybills and orders, mean": mean_ours * 1e6,
        "waybills and orders, 99 of 100": ours[len(ours) * 99 // 100] * 1e6,
        "naive regular expressions, mean": mean_naive * 1e6,
        "ratio, naive to ours": mean_naive / mean_ours,
        f"one post of {_LONGEST_POST} characters": _seconds(_ours, [long_post[:_LONGEST_POST]])[0] * 1e6,
    }


def _texts(path: Path) -> list[str]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row.get("data", row)["text"] for row in rows]


def main() -> None:
    """Print the microseconds."""
    options = argparse.ArgumentParser(prog="python -m makewhole.bench.waybills", description=__doc__)
    options.add_argument("--posts", type=Path, help="posts to read, one JSON object a line")
    path = options.parse_args().posts
    posts, repeats = (list(BUILT_IN), 300) if path is None else (_texts(path), 1)
    for name, figure in measure(posts, repeats).items():
        print(f"{name:36} {figure:12,.1f}" + ("" if name.startswith("ratio") else " us"))


if __name__ == "__main__":
    main()
