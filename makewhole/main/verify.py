"""`makewhole verify RECEIPT`: checks a receipt file offline and says which state it has reached.

Reads the files it is given and nothing else; what holds is decided by `proof.verdict`. Ends with 0 when
every check holds (recorded or in head), 1 when one does not, 2 when the file or the key can't be read as
what it should be.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from makewhole.because import Refused, plain
from makewhole.proof import keys, receipt, verdict
from makewhole.proof.verdict import Verdict

HOLDS, FAILS, UNREADABLE = 0, 1, 2
FILE = "makewhole verify: file"
SOURCE = "docs/proof.md"


def verify(path: str, log_key: str | None = None) -> Verdict | Refused:
    """Checks the receipt at `path` ("-" is standard input).

    `log_key` is published keys to trust: the text of an OpenSSH public key, or a file with one a line.
    """
    raw = _bytes(path)
    if isinstance(raw, Refused):
        return raw
    if log_key is None:
        return verdict.verify(raw)
    text = log_key if log_key.startswith("ssh-") else _text(log_key)
    if isinstance(text, Refused):
        return text
    trusted = keys.read_public(text)
    return trusted if isinstance(trusted, Refused) else verdict.verify(raw, trusted)


def exit_code(outcome: Verdict | Refused) -> int:
    """0 holds, 1 fails a check, 2 unreadable."""
    if isinstance(outcome, Refused):
        return UNREADABLE
    return FAILS if outcome.state == "refused" else HOLDS


def as_json(outcome: Verdict | Refused) -> str:
    """The outcome for a script: one JSON object on one line."""
    if isinstance(outcome, Refused):
        answer: dict[str, object] = {
            "state": "unreadable",
            "checks": [],
            "because": plain((outcome.as_ground(),)),
        }
    else:
        answer = {
            "state": outcome.state,
            "trusted": outcome.trusted,
            "checks": [{"name": c.name, "ok": c.ok, "says": c.says} for c in outcome.checks],
            "because": plain(outcome.because),
        }
    return json.dumps(answer, ensure_ascii=False)


def as_text(outcome: Verdict | Refused) -> str:
    """The outcome for a person: the state, each check, and what to do or to keep in mind."""
    if isinstance(outcome, Refused):
        return f"can't be checked: {outcome.says}\n  {outcome.way_forward}"
    lines = [f"state: {outcome.state}"]
    lines += [f"  {'ok ' if check.ok else 'NO '} {check.name}: {check.says}" for check in outcome.checks]
    lines += [ground.says for ground in outcome.because]
    return "\n".join(lines)


def run(path: str, log_key: str | None = None, script: bool = False) -> int:
    """The whole command: prints the outcome and returns the exit code."""
    outcome = verify(path, log_key)
    # A name in a statement may be in letters the terminal lacks; the outcome must still be shown.
    text = as_json(outcome) if script else as_text(outcome)
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))
    return exit_code(outcome)


def verify_command(
    receipt: Annotated[str, typer.Argument(help="the *.receipt.json file; - reads standard input")],
    log_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY", help="published key to trust: an ssh-ed25519 line, or a file with one a line"
        ),
    ] = None,
    script: Annotated[bool, typer.Option("--json", help="one JSON value, for a script")] = False,
) -> None:
    """Check a receipt offline and say which state it has reached: recorded, or in head.

    Ends with 0 when every check holds, 1 when one does not, 2 when the file is no receipt.
    """
    raise typer.Exit(run(receipt, log_key, script))


def _bytes(path: str) -> bytes | Refused:
    """At most one byte more than a receipt may have, so that a huge file costs nothing."""
    if path == "-":
        return _bounded(sys.stdin.buffer.read(receipt.LIMIT + 1), "standard input")
    try:
        with Path(path).open("rb") as file:
            return _bounded(file.read(receipt.LIMIT + 1), path)
    except FileNotFoundError:
        return Refused(FILE, f"there is no file {path}", SOURCE, "give the path of a *.receipt.json file")
    except IsADirectoryError:
        return Refused(FILE, f"{path} is a folder", SOURCE, "give the path of a *.receipt.json file in it")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable path"
        return Refused(FILE, f"{path!r} can't be read: {why}", SOURCE, "check the path and your rights to it")


def _bounded(raw: bytes, path: str) -> bytes | Refused:
    if len(raw) <= receipt.LIMIT:
        return raw
    says = f"{path} has more than {receipt.LIMIT // 1024} KiB, so it is not a receipt"
    return Refused(FILE, says, SOURCE, "give the *.receipt.json file itself")


def _text(path: str) -> str | Refused:
    raw = _bytes(path)
    return raw if isinstance(raw, Refused) else raw.decode("utf-8", "replace")
