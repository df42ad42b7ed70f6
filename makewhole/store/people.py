"""People and how to reach them: found by what they gave us themselves, sealed, and forgotten on request."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.store import scans
from makewhole.store.vault import PersonKey, Vault


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a person: kind x (account id), email (address) or payout (account token)."""

    kind: str
    value: str


def meet(
    conn: sa.Connection, vault: Vault, brand: str, contact: Contact, language: str | None, now: dt.datetime
) -> int:
    """The person of that account on X or address, made known if new, with a key of their own. Two that come
    at once get the same person."""
    join = vault.join_hash(contact.kind, contact.value)
    # Locks the contact's hash for this transaction, so that the second comer waits and then finds it.
    conn.execute(
        sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:b || encode(:h, 'hex'), 0))"),
        {"b": brand, "h": join},
    )
    found = conn.execute(
        sa.text(
            # The unique index leaves payout accounts out; a plan for any kind may use it only if told so.
            "SELECT person FROM person_contact WHERE brand = :b AND kind = :k AND join_hash = :h"
            " AND kind <> 'payout'"
        ),
        {"b": brand, "k": contact.kind, "h": join},
    ).scalar()
    if found is not None:
        return int(found)
    wrapped = vault.new_key()
    made = conn.execute(
        sa.text(
            "WITH made AS (INSERT INTO person (brand, language, created_at) VALUES (:b, :l, :n)"
            " RETURNING id),"
            " key AS (INSERT INTO person_key (person, wrapped, master) SELECT id, :w, :m FROM made)"
            " INSERT INTO person_contact (brand, person, kind, join_hash, sealed, created_at)"
            " SELECT :b, id, :k, :h, :s, :n FROM made RETURNING person"
        ),
        {
            "b": brand,
            "l": language,
            "n": now,
            "w": wrapped,
            "m": vault.master_id,
            "k": contact.kind,
            "h": join,
            "s": vault.unwrap(wrapped).seal(contact.value.encode(), f"contact {contact.kind}"),
        },
    )
    return int(made.scalar_one())


def add_contact(
    conn: sa.Connection, vault: Vault, brand: str, person: int, contact: Contact, now: dt.datetime
) -> int | None:
    """Tie a contact to a person; its id, or None when it is already somebody's, who keeps it."""
    sealed = key_of(conn, vault, person).seal(contact.value.encode(), f"contact {contact.kind}")
    made = conn.execute(
        sa.text(
            "INSERT INTO person_contact (brand, person, kind, join_hash, sealed, created_at)"
            " VALUES (:b, :p, :k, :h, :s, :n)"
            " ON CONFLICT (brand, kind, join_hash) WHERE kind <> 'payout' DO NOTHING RETURNING id"
        ),
        {
            "b": brand,
            "p": person,
            "k": contact.kind,
            "h": vault.join_hash(contact.kind, contact.value),
            "s": sealed,
            "n": now,
        },
    )
    number = made.scalar()
    return None if number is None else int(number)


def contact_of(conn: sa.Connection, vault: Vault, person: int, kind: str) -> str | None:
    """The person's newest contact of a kind that still works, opened; else one of who is joined with them."""
    row = conn.execute(
        sa.text(
            "SELECT person, sealed FROM person_contact WHERE person = ANY(:w) AND kind = :k"
            " AND dead_at IS NULL ORDER BY person <> :p, id DESC LIMIT 1"
        ),
        {"w": list(together(conn, person)), "p": person, "k": kind},
    ).one_or_none()
    if row is None:
        return None
    return key_of(conn, vault, row.person).open(bytes(row.sealed), f"contact {kind}").decode()


def number_of(conn: sa.Connection, vault: Vault, brand: str, wanted: Contact) -> int | None:
    """The id of a contact somebody gave us; None where nobody did."""
    found = conn.execute(
        sa.text(
            "SELECT id FROM person_contact WHERE brand = :b AND kind = :k AND join_hash = :h"
            " AND kind <> 'payout'"
        ),
        {"b": brand, "k": wanted.kind, "h": vault.join_hash(wanted.kind, wanted.value)},
    ).scalar()
    return None if found is None else int(found)


def bury(conn: sa.Connection, contact: int, now: dt.datetime) -> None:
    """Nothing arrives at this contact any more."""
    conn.execute(
        sa.text("UPDATE person_contact SET dead_at = coalesce(dead_at, :n) WHERE id = :i"),
        {"i": contact, "n": now},
    )


def contact(conn: sa.Connection, vault: Vault, number: int) -> str | None:
    """A contact by its id, opened; None when its person was forgotten, or nothing arrives there."""
    row = conn.execute(
        sa.text("SELECT person, kind, sealed FROM person_contact WHERE id = :i AND dead_at IS NULL"),
        {"i": number},
    ).one_or_none()
    if row is None:
        return None
    return key_of(conn, vault, row.person).open(bytes(row.sealed), f"contact {row.kind}").decode()


def key_of(conn: sa.Connection, vault: Vault, person: int) -> PersonKey:
    """The person's key; `KeyError` when it was destroyed."""
    wrapped = conn.execute(
        sa.text("SELECT wrapped FROM person_key WHERE person = :p"), {"p": person}
    ).scalar()
    if wrapped is None:
        raise KeyError(f"person {person} was forgotten")
    return vault.unwrap(bytes(wrapped))


def opt_out(conn: sa.Connection, brand: str, person: int, now: dt.datetime) -> None:
    """From now on nothing automatic goes to the person."""
    conn.execute(
        sa.text(
            "INSERT INTO person_optout (person, brand, since) VALUES (:p, :b, :n)"
            " ON CONFLICT (person) DO NOTHING"
        ),
        {"p": person, "b": brand, "n": now},
    )


def opted_out(conn: sa.Connection, person: int) -> bool:
    """Whether the person asked us to stop, by any of their accounts."""
    asked = sa.text("SELECT 1 FROM person_optout WHERE person = ANY(:w) LIMIT 1")
    return conn.execute(asked, {"w": list(together(conn, person))}).scalar() is not None


def language_of(conn: sa.Connection, person: int) -> str | None:
    """The language a person chose or wrote in, as far as it is known."""
    found = conn.execute(
        sa.text(
            "SELECT coalesce((SELECT language FROM thread WHERE person = :p AND language IS NOT NULL"
            " ORDER BY last_at DESC LIMIT 1), (SELECT language FROM person WHERE id = :p))"
        ),
        {"p": person},
    ).scalar()
    return None if found is None else str(found)


def together(conn: sa.Connection, person: int) -> tuple[int, ...]:
    """The person and all they are joined with, in order of their numbers."""
    rows = conn.execute(
        sa.text(
            "WITH RECURSIVE whole (person) AS (SELECT CAST(:p AS bigint) UNION"
            " SELECT CASE WHEN j.person = w.person THEN j.other ELSE j.person END FROM whole w"
            " JOIN person_join j ON w.person IN (j.person, j.other) AND j.split_at IS NULL)"
            " SELECT person FROM whole ORDER BY person"
        ),
        {"p": person},
    )
    return tuple(int(one) for one in rows.scalars())


def lock(conn: sa.Connection, person: int) -> str | None:
    """Lock a person's row; their brand, or None where nobody is known (any more)."""
    row = conn.execute(
        sa.text("SELECT brand FROM person WHERE id = :p AND forgotten_at IS NULL FOR UPDATE"), {"p": person}
    )
    brand = row.scalar()
    return None if brand is None else str(brand)


def forget(conn: sa.Connection, person: int, now: dt.datetime) -> dict[str, int]:
    """Delete what is personal of a person and destroy their key. Returns the rows deleted, by table."""
    deleted: dict[str, int] = {}
    for table in (
        "person_join_code",
        "person_mail",
        "person_opening",
        "person_evidence",
        "person_claim",
        "person_letter",
        "person_post",
        "person_optout",
        "person_contact",
        "person_key",
    ):
        deleted[table] = conn.execute(
            sa.text(f"DELETE FROM {table} WHERE person = :p"), {"p": person}
        ).rowcount
    deleted["person_join"] = conn.execute(
        sa.text("DELETE FROM person_join WHERE :p IN (person, other)"), {"p": person}
    ).rowcount
    # What a carrier wrote may name who signed for the parcel.
    about = conn.execute(
        sa.text(
            "SELECT id FROM parcel WHERE person = :p"
            " UNION SELECT parcel FROM claim WHERE person = :p AND parcel IS NOT NULL"
            " UNION SELECT parcel FROM thread WHERE person = :p AND parcel IS NOT NULL"
        ),
        {"p": person},
    ).scalars()
    deleted["person_answer"] = scans.forget(conn, list(about), now)
    conn.execute(sa.text("UPDATE parcel SET person = NULL WHERE person = :p"), {"p": person})
    # On X a conversation's name is the id of somebody's post.
    conn.execute(
        sa.text("UPDATE thread SET conversation = 'forgotten-' || id WHERE person = :p"), {"p": person}
    )
    conn.execute(
        sa.text("UPDATE person SET forgotten_at = :n, language = NULL WHERE id = :p"), {"p": person, "n": now}
    )
    return deleted
