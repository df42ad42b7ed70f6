"""Every sentence a person reads, by language: Project Fluent files in `<package>/words/<language>.ftl`.

A catalogue belongs to one package and is parsed once per language. A message missing in a language is
said in English; a message missing in English too is a bug of ours and raises `KeyError`, so a test that
walks the catalogue finds it. Which language to speak is decided elsewhere.

>>> Catalogue("makewhole.care").has("fr", "no-such-message")
False
"""

from functools import cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from makewhole import tables

_TABLE = tables.read("makewhole", "languages.toml")
LANGUAGES: tuple[str, ...] = tuple(_TABLE["customers"])
CONSOLE_LANGUAGES: tuple[str, ...] = tuple(_TABLE["console"])
RIGHT_TO_LEFT: frozenset[str] = frozenset(_TABLE["right_to_left"])
NAMES: dict[str, str] = dict(_TABLE["names"])
DEFAULT: str = _TABLE["default"]


@cache
def _bundle(package: str, language: str) -> FluentBundle | None:
    path = files(package).joinpath("words", f"{language}.ftl")
    if not path.is_file():
        return None
    # Isolation marks would land in posts and e-mail; right-to-left pages isolate with <bdi> instead.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


class Catalogue:
    """The messages of one package."""

    def __init__(self, package: str) -> None:
        self.package = package

    def has(self, language: str, message: str) -> bool:
        """Whether `language` itself (not its English fallback) has the message."""
        bundle = _bundle(self.package, language)
        return bundle is not None and bundle.has_message(message)

    def ids(self, language: str) -> frozenset[str]:
        """The ids of all messages that `language` itself has."""
        bundle = _bundle(self.package, language)
        return frozenset(bundle._messages) if bundle is not None else frozenset()

    def say(self, language: str, message: str, **args: Any) -> str:
        """The message in `language`, else in English; `KeyError` where English lacks it too."""
        for tongue in (language, DEFAULT):
            bundle = _bundle(self.package, tongue)
            if bundle is None or not bundle.has_message(message):
                continue
            pattern = bundle.get_message(message).value
            if pattern is None:
                break
            spoken, errors = bundle.format_pattern(pattern, args)
            if errors:
                raise ValueError(f"{self.package}: {message} in {tongue}: {errors[0]}")
            return str(spoken)
        raise KeyError(f"{self.package} has no message {message!r} in {language} or {DEFAULT}")


def reachable(language: str | None) -> str:
    """The nearest language we speak to a BCP 47 tag: its primary subtag if we have it, else English.

    >>> reachable("pt-BR"), reachable("tlh"), reachable(None)
    ('pt', 'en', 'en')
    """
    primary = (language or "").lower().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else DEFAULT
