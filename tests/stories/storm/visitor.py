"""A person at the web door, by plain HTTP: opens a page, fills its form, sends it. No script, as many will.

What the page's form carries hidden (the token against forged forms, and the like) is sent back as it came.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

Files = list[tuple[str, tuple[str, bytes, str]]]


@dataclass(slots=True)
class Form:
    """One form of a page: where it goes, its hidden fields, and the names of its file fields."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms and given.get("name"):
            if given.get("type") == "hidden":
                self.forms[-1].hidden[given["name"]] = given.get("value", "")
            elif given.get("type") == "file":
                self.forms[-1].files.append(given["name"])


class DoorShut(Exception):
    """The web door did not answer: it is down, or died while it worked."""


class Visitor:
    """A browser without scripts. Raises `DoorShut` when the door does not answer, and never repeats by
    itself."""

    def __init__(self, base: str, language: str = "en") -> None:
        self.http = httpx.Client(
            base_url=base, timeout=20, follow_redirects=False, headers={"accept-language": language}
        )

    def open(self, path: str) -> httpx.Response:
        """Open a page."""
        try:
            return self.http.get(path)
        except httpx.HTTPError as error:
            raise DoorShut(type(error).__name__) from error

    def form(self, page: str, action: str) -> Form | None:
        """The form of a page that goes to `action`, None where it has no such form."""
        found = _Forms()
        found.feed(self.open(page).text)
        return next((form for form in found.forms if form.action == action), None)

    def send(
        self, page: str, action: str, fields: dict[str, str], photo: bytes | None = None
    ) -> httpx.Response | None:
        """Fill the form of `page` that goes to `action` and send it; None when the page has no such form."""
        form = self.form(page, action)
        if form is None:
            return None
        files: Files = []
        if photo is not None and form.files:
            files = [(form.files[0], ("photo.png", photo, "image/png"))]
        try:
            return self.http.post(action, data=form.hidden | fields, files=files or None)
        except httpx.HTTPError as error:
            raise DoorShut(type(error).__name__) from error

    def close(self) -> None:
        """Go away."""
        self.http.close()
