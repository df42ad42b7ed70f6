"""SMTP as the simulated post office speaks it: as much as handing in takes, with AUTH PLAIN and LOGIN.

What is asked beyond that is answered 502.
"""

import base64
import binascii
import re

from makewhole.simulators.mail_lines import LONGEST_LINE, Cut, Line

LARGEST = 40_000_000


class Smtp(Line):
    """One client that hands mail in."""

    def talk(self) -> None:
        """Greet, and answer commands."""
        self.sender: str | None = None
        self.to: list[str] = []
        self.known = False
        self.say("220 mail.simulated ESMTP")
        while True:
            verb, _, rest = self.heard().partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 bye")
                return
            self.answer(verb.upper(), rest)

    def answer(self, verb: str, rest: str) -> None:
        """Answer one command."""
        self.pause()
        if verb in ("EHLO", "HELO"):
            for line in ("250-mail.simulated", "250-AUTH PLAIN LOGIN", "250-8BITMIME"):
                self.say(line)
            self.say(f"250 SIZE {LARGEST}")
        elif verb == "AUTH":
            self._auth(rest)
        elif verb == "RSET":
            self.sender, self.to = None, []
            self.say("250 OK")
        elif verb == "NOOP":
            self.say("250 OK")
        elif not self.known:
            self.say("530 5.7.0 Authentication required")
        elif verb == "MAIL":
            self.sender = _address(rest)
            self.say("250 2.1.0 OK")
        elif verb == "RCPT":
            self._rcpt(_address(rest))
        elif verb == "DATA":
            self._data()
        else:
            self.say("502 5.5.2 Command not recognised")

    def _auth(self, rest: str) -> None:
        kind, _, given = rest.partition(" ")
        try:
            if kind.upper() == "PLAIN":
                if not given:
                    self.say("334 ")
                    given = self.heard()
                said = tuple(base64.b64decode(given, validate=True).decode().split("\0")[1:])
            else:
                if not given:
                    self.say("334 " + base64.b64encode(b"Username:").decode())
                    given = self.heard()
                self.say("334 " + base64.b64encode(b"Password:").decode())
                said = tuple(base64.b64decode(one, validate=True).decode() for one in (given, self.heard()))
        except (binascii.Error, UnicodeDecodeError):
            said = ()
        office = self.server.office
        self.known = said == (office.address, office.password)
        self.say("235 2.7.0 OK" if self.known else "535 5.7.8 Wrong name or password")

    def _rcpt(self, to: str) -> None:
        office = self.server.office
        if to in office.faults.refused:
            self.say("550 5.1.1 User unknown")
        elif office.strikes("greylist"):
            self.say("451 4.7.1 Greylisted, please try again later")
        else:
            self.to.append(to)
            self.say("250 2.1.5 OK")

    def _data(self) -> None:
        if self.sender is None or not self.to:
            self.say("503 5.5.1 MAIL and RCPT first")
            return
        self.say("354 End with a dot on a line of its own")
        lines: list[bytes] = []
        size = 0
        while True:
            line = self.rfile.readline(LONGEST_LINE)
            if not line:
                raise Cut
            if line == b".\r\n":
                break
            size += len(line)
            lines.append(line[1:] if line.startswith(b".") else line)
        office = self.server.office
        if size > LARGEST:
            self.say("552 5.3.4 Too large")
        elif office.strikes("cut_in_data"):
            self.cut()
        else:
            office.arrive(self.sender, self.to, b"".join(lines))
            if office.strikes("cut_after_data"):
                self.cut()
            self.pause()
            self.say("250 2.0.0 OK queued")
        self.sender, self.to = None, []


def _address(text: str) -> str:
    found = re.search(r"<([^<>]*)>", text)
    return found[1] if found else ""
