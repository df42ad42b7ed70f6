"""A post's characters made fit for reading: folded letters, words, sentences, and which script they are in.

What a person sees is kept by the caller; here zero-width and control characters go, letters lose case and
accents, and Chinese and Japanese become one token a character. Decides nothing about meaning.

>>> words("Où est mon COLIS?! @acme").tokens
('ou', 'est', 'mon', 'colis')
>>> visible("par\\u200bcel\\x00")
'parcel'
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Zero-width, bidirectional and variation marks, soft hyphen, NUL and other controls (tab, newlines stay).
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\U000e0000-\U000e0fff]"
)
_LONE = re.compile("[\ud800-\udfff]")
_ACCENT = re.compile("[\u0300-\u036f\u064b-\u0652\u0670\u0640]")
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w])[@\uff20](\w+)")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#39|nbsp);")
_CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"([{_CJK}])|([^\W_{_CJK}\u0900-\u097f]+)|([\u0900-\u0963\u0966-\u097f]+)"
    r"|([.!?\n;\u0964\u061f\u061b\u3002\uff01\uff1f\u2026]+)|([0-9_]+)"
)
# Alef with hamza or madda, final ya, ta marbuta, Persian kaf and ya: one spelling each.
_BREATH = ("..", "...", "....", "\u2026")
_ARABIC = str.maketrans(
    "\u0623\u0625\u0622\u0649\u0629\u06a9\u06cc", "\u0627\u0627\u0627\u064a\u0647\u0643\u064a"
)
_ARTICLE = re.compile(r"^(?:[\u0648\u0641\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=\w{3})")
_NOT = re.compile(r"n['\u2019`\u00b4]t\b", re.IGNORECASE)
_OWNED = re.compile(r"['\u2019`\u00b4]s\b", re.IGNORECASE)
_SCRIPTS = (
    ("kana", re.compile("[\u3041-\u30fa\u30fd-\u30ff]")),
    ("hangul", re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("arabic", re.compile("[\u0620-\u06ff\u0750-\u077f]")),
    ("devanagari", re.compile("[\u0900-\u097f]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens of a text with the sentence each stands in; `handles` are mentions, lower case, without `@`."""

    tokens: tuple[str, ...]
    sentences: tuple[int, ...]
    handles: tuple[str, ...]
    asks: int
    shouts: int
    links: int


def visible(text: str) -> str:
    """The text without characters a reader cannot see; lone surrogates become U+FFFD."""
    if text.isascii() and text.isprintable():
        return _ENTITY.sub(_entity, text) if "&" in text else text
    text = _LONE.sub("\ufffd", _UNSEEN.sub("", text))
    return _ENTITY.sub(_entity, text) if "&" in text else text


def prose(text: str) -> str:
    """The visible text without links and mentions: the words a person chose."""
    return _HANDLE.sub(" ", _LINK.sub(" ", visible(text)))


def fold(text: str) -> str:
    """Lower case without accents, full-width forms and Arabic spelling variants made plain."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFKD", text)))
    return plain.lower().replace("\u00df", "ss").translate(_ARABIC)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a phrase, folded exactly as posts are."""
    return words(text).tokens


@lru_cache(maxsize=8)
def words(text: str) -> Words:
    """Tokens with their sentences; links and mentions are taken out, `n't` becomes `nt`, `'s` goes.

    The last few texts are remembered, because every step of a judgement reads the same one.
    """
    seen = visible(text)
    bare, links = _LINK.subn(" ", seen)
    handles = tuple(h.lower() for h in _HANDLE.findall(bare)) if "@" in bare or "\uff20" in bare else ()
    if handles:
        bare = _HANDLE.sub(" ", bare)
    bare = fold(_OWNED.sub("", _NOT.sub("nt", bare)))
    out: list[str] = []
    places: list[int] = []
    sentence = 0
    for cjk, word, deva, stop, _number in _TOKEN.findall(bare):
        if stop:
            # People write dots where others breathe: only a full stop of its own ends a sentence.
            sentence += stop not in _BREATH
            continue
        token = cjk or word or deva
        if not token:
            continue
        out.append(_ARTICLE.sub("", token) if "\u0620" <= token[0] <= "\u06ff" else token)
        places.append(sentence)
    asks = bare.count("?") + bare.count("\u061f")
    return Words(tuple(out), tuple(places), handles, asks, bare.count("!"), links)


def script(text: str) -> str:
    """The script a reader would name: kana, hangul, han, arabic, devanagari, cyrillic, latin or none."""
    if not text.isascii():
        latin = len(_LATIN.findall(text))
        for name, pattern in _SCRIPTS:
            count = len(pattern.findall(text))
            # A few foreign letters in a long Latin text (a quoted name) don't make it foreign.
            if count >= 2 and count * 6 >= latin:
                return name
        return "latin" if latin else "none"
    return "latin" if _LATIN.search(text) else "none"


def _entity(match: re.Match[str]) -> str:
    return html.unescape(match.group())
