"""The log's page, the keys of the API, and the style page."""

import datetime as dt
import secrets
from typing import Final

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.because import Ground
from makewhole.claims import claim as life
from makewhole.claims.facts import PROBLEMS
from makewhole.money import Money
from makewhole.store import views_house
from makewhole.web.doors import Entry, Here, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.progress import Event, ReceiptLine
from makewhole.web.staff import Staff

router = APIRouter(include_in_schema=False)
KEY_PREFIX: Final = "mwk_"


@router.get("/desk/log")
def log(request: Request, doors: Here, member: Staff, before: int | None = None) -> Response:
    """The latest signed head, and the statements under it."""
    with doors.house.database.reading() as conn:
        head = views_house.latest_head(conn)
        rows = views_house.statements(conn, member.brand, before)
    return doors.show(request, "console/log.html", console=True, member=member, head=head, rows=rows)


@router.get("/desk/keys")
def keys(request: Request, doors: Here, member: Staff) -> Response:
    """The keys other systems use; for admins."""
    return _keys(request, doors, member, None)


@router.post("/desk/keys", dependencies=[Depends(honest)])
def change_keys(request: Request, doors: Here, member: Staff, entry: Entry) -> Response:
    """Make a key, shown this once, or revoke one."""
    if not member.at_least("admin"):
        raise Stop(403, "notfound")
    revoke = field_of(entry, "revoke", 20)
    now = doors.house.clock.now()
    with doors.house.database.writing() as conn:
        if revoke.isdigit():
            conn.execute(
                sa.text(
                    "UPDATE api_key SET revoked_at = :n WHERE id = :i AND brand = :b AND revoked_at IS NULL"
                ),
                {"n": now, "i": int(revoke), "b": member.brand},
            )
            return to("/desk/keys", "flash-done")
        key = KEY_PREFIX + secrets.token_urlsafe(30)
        conn.execute(
            sa.text("INSERT INTO api_key (brand, name, key_hash, created_at) VALUES (:b, :n, :h, :t)"),
            {
                "b": member.brand,
                "n": field_of(entry, "name", 60) or "key",
                "h": doors.house.vault.token_hash(key),
                "t": now,
            },
        )
    return _keys(request, doors, member, key)


def _keys(request: Request, doors: Here, member: Staff, fresh: str | None) -> Response:
    if not member.at_least("admin"):
        raise Stop(403, "notfound")
    with doors.house.database.reading() as conn:
        rows = conn.execute(
            sa.text("SELECT id, name, created_at, revoked_at FROM api_key WHERE brand = :b ORDER BY id DESC"),
            {"b": member.brand},
        ).all()
    return doors.show(request, "console/keys.html", console=True, member=member, rows=rows, fresh=fresh)


@router.get("/style")
def style(request: Request, doors: Here) -> Response:
    """The parts every page is made of."""
    speech = doors.speech(request)
    now = speech.now
    sample = {
        "money": Money(4250, "EUR"),
        "events": (
            Event(speech.t("happened-lodged"), now - dt.timedelta(hours=5)),
            Event(speech.t("happened-offered"), now - dt.timedelta(minutes=4)),
        ),
        "because": (
            Ground(
                "MC99 art. 22(3)",
                "The carrier owes up to 26 SDR for each kilogram.",
                "ICAO, 2024-12-28",
                {"kilograms": 2},
            ),
            Ground(
                "terms 3.2",
                "The seller promises the whole price when a parcel is lost.",
                "Terms of 2026-01-01",
                {},
                "P",
            ),
        ),
        "receipts": (
            ReceiptLine(1, speech.t("happened-offered"), now, 128),
            ReceiptLine(2, speech.t("happened-accepted"), now, None),
        ),
    }
    problems = [(name, speech.t("problem-" + name.replace("_", "-"))) for name in PROBLEMS]
    return doors.show(request, "style.html", states=life.STATES, sample=sample, problems=problems)
