"""The words of a mail's parts: charsets, transfer encodings, flowed lines, and HTML as plain text.

Nothing here fails on what it is given: a wrong charset is read as best it can be, and what is no text is
left out. Long texts are cut at a bound, so that no part costs more than a moment.

>>> plain_of_html("<p>Hello <b>you</b> &amp; me</p><script>x</script><p>bye")
'Hello you & me\\n\\nbye'
>>> unflowed("one \\ntwo\\nthree", False)
'one two\\nthree'
"""

import codecs
import html
import re
from email.message import Message

MOST_CHARACTERS = 100_000
_HTML_BYTES = 1_000_000
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote"})
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "svg"})
_QUOTING = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|protonmail_quote|"
    r"OutlookMessageHeader|type\s*=\s*[\"']?cite",
    re.IGNORECASE,
)
_KIN = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "unicode-1-1-utf-7": "utf-7",
}
_NO_TEXT = frozenset({"undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as text by the charset they claim, by a wider one of its kin, else by what fits."""
    named = charset.strip().strip("'\"").casefold()
    for one in dict.fromkeys((_KIN.get(named, named), "utf-8")):
        if not one or one.replace("-", "_") in _NO_TEXT:
            continue
        try:
            codecs.lookup(one)
            return raw.decode(one)
        except (LookupError, ValueError):
            continue
    known = _KIN.get(named, named)
    try:
        if known and known.replace("-", "_") not in _NO_TEXT:
            return raw.decode(known, "replace")
    except (LookupError, ValueError):
        pass
    return raw.decode("utf-8", "replace") if named in ("", "utf-8") else raw.decode("cp1252", "replace")


def text_of(part: Message) -> str:
    """The words of a text part, flowed lines joined, HTML made plain; bounded."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset("") or ""
    if part.get_content_subtype() == "html":
        return plain_of_html(decoded(raw[:_HTML_BYTES], charset))[:MOST_CHARACTERS]
    text = decoded(raw[: 4 * MOST_CHARACTERS], charset)[:MOST_CHARACTERS].replace("\r\n", "\n")
    if str(part.get_param("format", "")).casefold() == "flowed":
        return unflowed(text, str(part.get_param("delsp", "")).casefold() == "yes")
    return text


def unflowed(text: str, without_space: bool) -> str:
    """Text of format=flowed (RFC 3676) with its lines as they were written, quote marks kept."""
    whole: list[str] = []
    depth_before, open_line = 0, False
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare[1:] if bare.startswith(" ") else bare
        flows = bare.endswith(" ") and bare != "-- "
        said = bare[:-1] if flows and without_space else bare
        if open_line and depth == depth_before and bare != "-- ":
            whole[-1] += said
        else:
            whole.append("> " * bool(depth) + said)
        depth_before, open_line = depth, flows
    return "\n".join(whole)


def plain_of_html(text: str) -> str:
    """The words of an HTML text, quoted mails in it marked by `>`; read in one pass, whatever it holds."""
    said: list[str] = []
    silent, comment, quoted = "", False, False
    for number, piece in enumerate(text.split("<")):
        if number == 0:
            said.append(piece)
            continue
        if comment:
            ended = piece.find("-->")
            comment = ended < 0
            if not comment and not silent:
                said.append(piece[ended + 3 :])
            continue
        if piece.startswith("!--"):
            comment = "-->" not in piece
            if not comment and not silent:
                said.append(piece.partition("-->")[2])
            continue
        tag, closed, words = piece.partition(">")
        name = re.match(r"/?([A-Za-z][A-Za-z0-9]{0,20})", tag)
        if not closed or name is None:
            if not silent:
                said.append("<" + piece)
            continue
        what = name[1].casefold()
        if silent:
            if tag.startswith("/") and what == silent:
                silent = ""
                said.append(words)
            continue
        if what in _SILENT and not tag.startswith("/") and not tag.endswith("/"):
            silent = what
            continue
        if what in ("div", "blockquote", "span") and not quoted and _QUOTING.search(tag):
            quoted = True
            said.append("\n\x00\n")
        if what in _BREAKS:
            said.append("\n\n" if what == "p" else "\n")
        said.append(words)
    whole, marked, history = html.unescape("".join(said)).partition("\x00")
    return _folded(whole) + ("\n\n" + _as_quoted(_folded(history)) if marked and history.strip() else "")


def _folded(text: str) -> str:
    lines = [re.sub(r"[ \t\u00a0\u200b\r\f]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _as_quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
