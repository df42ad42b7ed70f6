"""IMAP4rev1 as the simulated post office speaks it: what it takes to read, search, file and wait for mail.

That is LOGIN, SELECT, LIST, NOOP, UID SEARCH, FETCH and STORE, APPEND and IDLE; the rest is answered BAD.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from makewhole.simulators.mail_lines import LONGEST_LINE, Cut, Line
from makewhole.simulators.mail_office import Folder, Kept, header

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Imap(Line):
    """One client that reads our mailbox."""

    def talk(self) -> None:
        """Greet, and answer commands."""
        self.known = False
        self.open: Folder | None = None
        self.say("* OK IMAP4rev1 simulated")
        while True:
            tag, _, rest = self.heard().partition(" ")
            verb, _, rest = rest.partition(" ")
            verb = verb.upper()
            if verb == "UID":
                verb, _, rest = rest.partition(" ")
                verb = f"UID {verb.upper()}"
            if verb == "LOGOUT":
                self.say("* BYE")
                self.say(f"{tag} OK LOGOUT")
                return
            self.say(f"{tag} {self.answer(tag, verb, rest)}")

    def answer(self, tag: str, verb: str, rest: str) -> str:
        """Carry out one command; returns its last line."""
        office = self.server.office
        if verb == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1 IDLE UIDPLUS")
            return "OK done"
        if verb == "LOGIN":
            self.known = [_unquoted(one) for one in _words(rest)] == [office.address, office.password]
            return "OK logged in" if self.known else "NO [AUTHENTICATIONFAILED] wrong name or password"
        if verb == "NOOP":
            self._size()
            return "OK done"
        if not self.known:
            return "NO log in first"
        if verb in ("SELECT", "EXAMINE"):
            return self._select(_unquoted(rest))
        if verb == "LIST":
            for name in office.folders():
                kind = r"\Sent" if name == "Sent" else r"\HasNoChildren"
                self.say(f'* LIST ({kind}) "/" "{name}"')
            return "OK done"
        if verb == "APPEND":
            return self._append(rest)
        if verb == "CLOSE":
            self.open = None
            return "OK done"
        if self.open is None:
            return "BAD select a folder first"
        if verb == "IDLE":
            return self._idle()
        if verb == "UID SEARCH":
            found = [str(mail.uid) for mail in self._sought(_words(rest))]
            self.say("* SEARCH " + " ".join(found) if found else "* SEARCH")
            return "OK done"
        if verb == "UID FETCH":
            return self._fetch(rest)
        if verb == "UID STORE":
            return self._store(rest)
        return "BAD unknown command"

    def _select(self, name: str) -> str:
        found = self.server.office.folder(name)
        if found is None:
            return "NO [NONEXISTENT] no such folder"
        self.open = found
        self._size()
        self.say(f"* OK [UIDVALIDITY {found.uid_validity}] these uids stay")
        self.say(f"* OK [UIDNEXT {found.next_uid}] the next uid")
        return "OK [READ-WRITE] selected"

    def _size(self) -> None:
        if self.open is not None:
            self.say(f"* {len(self.open.mails)} EXISTS")

    def _sought(self, words: list[str]) -> list[Kept]:
        assert self.open is not None
        found, rest = list(self.open.mails), [_unquoted(word) for word in words]
        while rest:
            key = rest.pop(0).upper()
            if key == "UID":
                found = [mail for mail in found if mail.uid in _uids(self.open, rest[0])]
                rest.pop(0)
            elif key == "SINCE":
                since = _day(rest.pop(0))
                found = [mail for mail in found if mail.received_at.date() >= since.date()]
            elif key == "HEADER":
                name, value = rest.pop(0), rest.pop(0)
                found = [mail for mail in found if value.casefold() in header(mail.content, name).casefold()]
        return found

    def _fetch(self, rest: str) -> str:
        assert self.open is not None
        which, _, asked = rest.partition(" ")
        partial = re.search(r"BODY\.PEEK\[(HEADER)?\](?:<0\.(\d+)>)?", asked, re.IGNORECASE)
        wanted = _uids(self.open, which)
        for number, mail in enumerate(list(self.open.mails), 1):
            if mail.uid not in wanted:
                continue
            told = [f"UID {mail.uid}", f"RFC822.SIZE {len(mail.content)}", f'INTERNALDATE "{_dated(mail)}"']
            if partial is None:
                self.say(f"* {number} FETCH ({' '.join(told)})")
                continue
            body = mail.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if partial[1] else mail.content
            body = body[: int(partial[2])] if partial[2] else body
            self.say(f"* {number} FETCH ({' '.join(told)} BODY[{partial[1] or ''}]<0> {{{len(body)}}}")
            if self.server.office.strikes("cut_in_fetch"):
                self.wfile.write(body[: len(body) // 2])
                self.cut()
            self.wfile.write(body)
            self.say(")")
        return "OK done"

    def _store(self, rest: str) -> str:
        assert self.open is not None
        which, how, flags = (*rest.split(" ", 2), "", "")[:3]
        named = set(re.findall(r"\\?\w+", flags))
        for mail in self.open.mails:
            if mail.uid in _uids(self.open, which):
                mail.flags = mail.flags - named if how.startswith("-") else mail.flags | named
        return "OK done"

    def _append(self, rest: str) -> str:
        size = re.search(r"\{(\d+)\+?\}$", rest)
        folder = _unquoted(_words(rest)[0])
        if size is None or self.server.office.folder(folder) is None:
            return "NO [TRYCREATE] no such folder"
        self.say("+ go on")
        content = self.rfile.read(int(size[1]))
        self.rfile.readline(LONGEST_LINE)
        uid = self.server.office.keep(folder, content, ["\\Seen"])
        found = self.server.office.folder(folder)
        assert found is not None
        return f"OK [APPENDUID {found.uid_validity} {uid}] kept"

    def _idle(self) -> str:
        assert self.open is not None
        office, known = self.server.office, len(self.open.mails)
        self.say("+ idling")
        self.request.settimeout(0.05)
        try:
            while True:
                with suppress(TimeoutError):
                    if not self.request.recv(64):
                        raise Cut
                    return "OK done"
                with office.changed:
                    if len(self.open.mails) != known:
                        known = len(self.open.mails)
                        self.say(f"* {known} EXISTS")
        finally:
            self.request.settimeout(self.timeout)


def _words(text: str) -> list[str]:
    return re.findall(r'"(?:[^"\\]|\\.)*"|\([^)]*\)|\S+', text)


def _unquoted(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word[:1] == '"' == word[-1:] else word


def _uids(folder: Folder, text: str) -> set[int]:
    return set(_ranges(folder, text))


def _ranges(folder: Folder, text: str) -> Iterator[int]:
    """The uids a set names; as in the standard, `9:*` names the last mail even if its uid is below 9."""
    last = folder.mails[-1].uid if folder.mails else 0
    for part in text.split(","):
        low, _, high = part.partition(":")
        ends = [last if one == "*" else int(one) for one in (low, high or low)]
        yield from (mail.uid for mail in folder.mails if min(ends) <= mail.uid <= max(ends))


def _day(text: str) -> datetime:
    day, month, year = text.split("-")
    return datetime(int(year), _MONTHS.index(month.title()) + 1, int(day), tzinfo=UTC)


def _dated(mail: Kept) -> str:
    at = mail.received_at.astimezone(UTC)
    return f"{at.day:02d}-{_MONTHS[at.month - 1]}-{at.year} {at:%H:%M:%S} +0000"
