"""`makewhole`: the command line. Each command is thin; what it runs stands beside it in this package."""

import logging
import threading
import traceback
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from pydantic import ValidationError

from makewhole import __version__
from makewhole.main import connect, content, db, demo, doctor, imports, learn, people, serve, wiring
from makewhole.main.assess import assess_command
from makewhole.main.letter import letter_command
from makewhole.main.publish import publish_command
from makewhole.main.read_tracking import read_tracking_command
from makewhole.main.recourse import recourse_command
from makewhole.main.replay import replay_command
from makewhole.main.settings import Settings
from makewhole.main.speaking import manners_command
from makewhole.main.terminal import SOME_BAD, UNAVAILABLE, as_json, end, say
from makewhole.main.verify import verify_command
from makewhole.store.trouble import Unavailable

_FRAMES = 6

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="makewhole turns a parcel complaint in public into a fair, explained, paid and provable"
    " settlement.\n\n"
    "Start with:  makewhole demo      the whole loop on this machine, with simulators\n\n"
    "Run it:      makewhole serve     the web door and a worker\n\n"
    "Try it on an archive of your own:  makewhole replay POSTS.jsonl",
)
app.add_typer(db.app, name="db")
app.add_typer(imports.app, name="import")
app.add_typer(content.app, name="content")
app.add_typer(learn.app, name="learn")
app.add_typer(people.staff, name="staff")
people.brand.command("manners")(manners_command)
app.add_typer(people.brand, name="brand")
app.add_typer(connect.app, name="connect")
app.command("replay")(replay_command)
app.command("assess")(assess_command)
app.command("letter")(letter_command)
app.command("publish")(publish_command)
app.command("recourse")(recourse_command)
app.command("read-tracking")(read_tracking_command)
app.command("verify")(verify_command)
app.command("demo")(demo.demo_command)
app.command("serve")(serve.serve_command)
app.command("work")(serve.work_command)
app.command("simulate")(serve.simulate_command)


@app.command("doctor")
def doctor_command(
    json: Annotated[bool, typer.Option("--json", help="one JSON value, for a script")] = False,
    retry: Annotated[bool, typer.Option(help="run the errands that failed again")] = False,
) -> None:
    """Say what is wrong with this installation, and how to mend it."""
    settings = Settings()
    with wiring.furnished(settings) as house:
        if retry:
            say(f"{wiring.run_again(house)} failed errands run again")
        findings = doctor.examine(settings, house)
    if json:
        as_json([{"name": f.name, "ok": f.ok, "says": f.says, "mend": f.mend} for f in findings])
    else:
        for finding in findings:
            say(f"{'ok  ' if finding.ok else 'MEND'} {finding.name}: {finding.says}")
            if finding.mend:
                say(f"     {finding.mend}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(SOME_BAD)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"makewhole {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="say the version")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="log more")] = False,
) -> None:
    log_to_stderr(verbose)


def _unset(wrong: ValidationError) -> str:
    """What is wrong with the settings, without their values: some are secrets."""
    found = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors(include_input=False)]
    return f"a setting can't be read ({'; '.join(found)}); see docs/operating.md, section Settings"


def log_to_stderr(verbose: bool) -> None:
    """Structured logs on standard error, one JSON object a line unless a person watches; nothing personal."""
    processors: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler()
    watched = handler.stream.isatty()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer(),
            ],
        )
    )
    handler.addFilter(_without_values)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.getLogger("makewhole").setLevel(logging.INFO)
    for noisy in ("httpx", "alembic", "uvicorn.access", "dbos"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    threading.excepthook = _thread_ended
    structlog.configure(
        processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    """An error that ends a thread goes the way of every other, without what somebody sent."""
    name = "a thread" if args.thread is None else args.thread.name
    error = args.exc_value or args.exc_type()
    logging.getLogger("makewhole").error("%s ended", name, exc_info=error)


def _without_values(record: logging.LogRecord) -> bool:
    """An exception in a log tells its kind and where it came from; its text may quote what somebody sent."""
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        error = record.exc_info[1]
        path = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(error.__traceback__)[-_FRAMES:])
        )
        first = record.getMessage().partition("\n")[0]
        record.msg, record.args = f"{first} ({type(error).__name__} at {path or 'nowhere'})", ()
        record.exc_info = record.exc_text = None
    return True


def main() -> None:
    """The entry point: what the world does to us ends with a clear word instead of a traceback."""
    try:
        app()
    except Unavailable as trouble:
        end(str(trouble), UNAVAILABLE)
    except ValidationError as wrong:
        end(_unset(wrong))
    except KeyboardInterrupt:
        end("stopped", 130)
    except BrokenPipeError:
        raise SystemExit(141) from None
