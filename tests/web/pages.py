"""Reading pages in tests: their text as a person reads it, their forms, and goldens kept as plain text."""

import io
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from PIL import Image

GOLDENS = Path(__file__).parent / "goldens"
_BLOCKS = re.compile(
    "p|li|h[123]|div|section|header|footer|label|legend|button|d[td]|form|nav|main|option|tr|summary|cite|a"
)
_CHANGING = (
    (r"MW-[0-9A-Z]{8}", "MW-________"),
    (r"/c/[A-Za-z0-9_-]{20,}", "/c/<token>"),
    (r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}(, | )\d{1,2}:\d{2}\s?[AP]M( UTC)?", "<moment>"),
    (r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}", "<day>"),
    (r"\b(in )?\d+ (second|minute|hour|day|month)s?( ago)?", "<span>"),
    (r"\b[0-9a-f]{16,64}…?", "<hash>"),
    (r"permille: \d+", "permille: <n>"),
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._skip = 0
        self._moment = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style", "svg", "head"):
            self._skip += 1
        if tag == "time" and "data-local" in given:
            self._moment = True
            self.lines[-1] += " <moment>"
        if _BLOCKS.fullmatch(tag):
            self.lines.append("")
        if tag in ("input", "textarea", "select") and given.get("type") != "hidden":
            ticked = " (x)" if "checked" in given else ""
            self.lines[-1] += f" [{given.get('name')}{ticked}]"
        if tag == "a" and given.get("href"):
            self.lines[-1] += f"<{given['href']}> "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "svg", "head"):
            self._skip -= 1
        if tag == "time":
            self._moment = False
        if _BLOCKS.fullmatch(tag):
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._skip and not self._moment:
            self.lines[-1] += data


def text(html: str) -> str:
    """A page's text, a line a block, with what changes from run to run left open."""
    reader = _Text()
    reader.feed(html)
    lines = [re.sub(r"\s+", " ", line).strip() for line in reader.lines]
    whole = "\n".join(line for line in lines if line)
    for pattern, instead in _CHANGING:
        whole = re.sub(pattern, instead, whole)
    return whole + "\n"


def golden(name: str, said: str) -> None:
    """Compare with the golden of that name; UPDATE_GOLDENS=1 writes it anew."""
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDENS.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8"), (
        f"{name} reads differently; UPDATE_GOLDENS=1 writes it anew"
    )


def csrf(client: TestClient, path: str) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(path).text)
    assert found is not None, f"{path} has no form"
    return found[1]


def send(client: TestClient, page: str, to: str, data: dict[str, Any], files: Any = None) -> Any:
    """Send a form found on `page`."""
    return client.post(to, data={"csrf": csrf(client, page), **data}, files=files)


def sign_in(client: TestClient, email: str, password: str) -> Any:
    """Sign in to the console."""
    return send(client, "/desk/sign-in", "/desk/sign-in", {"email": email, "password": password})


def photo(colour: str = "#734f96", size: tuple[int, int] = (64, 64), form: str = "JPEG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


CLAIM = {
    "problem": "lost",
    "number": "RB123456785CN",
    "amount": "40.00",
    "currency": "EUR",
    "contact": "anna@example.org",
    "language": "en",
}
