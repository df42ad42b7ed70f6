"""`makewhole doctor`: what is wrong with an installation, and how to mend it."""

import sqlalchemy as sa

from makewhole import durable
from makewhole.desk.house import House
from makewhole.gateways.wire import TheirFault
from makewhole.main import doctor_content, doctor_tracking, doctor_x
from makewhole.main.findings import Finding
from makewhole.main.settings import Settings
from makewhole.proof import merkle
from makewhole.store import brands, log
from makewhole.store import mail as mail_rows
from makewhole.store.vault import WrongMaster


def examine(settings: Settings, house: House) -> list[Finding]:
    """All checks, in the order a person would make them."""
    return [
        *_database(house),
        _keys(settings, house),
        _tree(house),
        *_work(house),
        *_doors(settings, house),
        *doctor_x.examine(settings, house),
        *doctor_content.examine(house),
        *doctor_tracking.examine(house),
        *doctor_tracking.outlook(house),
        *_mail(house),
    ]


def _database(house: House) -> list[Finding]:
    with house.database.reading() as conn:
        version = str(conn.execute(sa.text("SHOW server_version")).scalar())
        fsync = conn.execute(sa.text("SHOW fsync")).scalar() == "on"
    return [
        Finding("database", True, f"PostgreSQL {version}, schema up to date"),
        Finding(
            "durability",
            fsync,
            "fsync is on" if fsync else "fsync is off: a power cut can lose what was promised",
            "" if fsync else "set fsync = on in postgresql.conf",
        ),
    ]


def _keys(settings: Settings, house: House) -> Finding:
    with house.database.reading() as conn:
        wrapped = conn.execute(
            sa.text("SELECT wrapped FROM person_key ORDER BY person DESC LIMIT 1")
        ).scalar()
    if wrapped is not None:
        try:
            house.vault.unwrap(bytes(wrapped))
        except WrongMaster as wrong:
            return Finding(
                "keys", False, str(wrong), f"look for the right folder; this one is {settings.keys}"
            )
    open_to_others = [path.name for path in settings.keys.iterdir() if path.stat().st_mode & 0o077]
    if open_to_others:
        return Finding(
            "keys", False, f"others can read {', '.join(open_to_others)}", f"chmod 600 {settings.keys}/*"
        )
    return Finding(
        "keys",
        True,
        f"the key folder {settings.keys} opens this database; keep a copy of it apart from the backups",
    )


def _tree(house: House) -> Finding:
    with house.database.reading() as conn:
        head = log.head(conn)
        waiting = len(log.unsealed(conn, 1000))
        if head is None:
            return Finding(
                "log",
                waiting == 0,
                f"no head yet, {waiting} statements wait",
                "" if waiting == 0 else "start a worker: makewhole work",
            )
        root = merkle.root(head.size, lambda level, index: log.node(conn, level, index))
    if root != head.root:
        return Finding(
            "log",
            False,
            f"the tree of {head.size} leaves does not have the root that was signed",
            "restore the last backup, and keep this database for whoever looks into it",
        )
    return Finding(
        "log", True, f"{head.size} statements sealed, {waiting} waiting; the tree has the signed root"
    )


def _work(house: House) -> list[Finding]:
    with house.database.reading() as conn:
        failed, waiting = durable.failures(conn), durable.waiting(conn)
    told = ", ".join(f"{count} {name}" for name, count in sorted(failed.items()))
    owed = sum(waiting.values())
    return [
        Finding(
            "errands",
            not failed,
            f"failed: {told}" if failed else "none failed",
            "read the worker's log for the reason, mend it, then: makewhole doctor --retry" if failed else "",
        ),
        Finding("queue", True, f"{owed} errands owed or running now"),
    ]


def _mail(house: House) -> list[Finding]:
    """Each brand's mailbox: whether both its servers let us in, and what in it could not be read."""
    findings = []
    for brand, box in sorted(house.mail.items()):
        try:
            box.check()
        except TheirFault as fault:
            mend = "compare MAKEWHOLE_MAIL_... with your provider's page on IMAP and SMTP (docs/mail.md)"
            findings.append(Finding(f"mail {brand}", False, fault.says, mend))
            continue
        with house.database.reading() as conn:
            unreadable, why = mail_rows.unreadable(conn, brand)
            read = mail_rows.looked(conn, brand)
        told = "never read yet: start a worker" if read is None else f"a mail last came {read:%Y-%m-%d %H:%M}"
        some = f"; {unreadable} could not be read (the last: {why})" if unreadable else ""
        findings.append(Finding(f"mail {brand}", True, f"{box.account.address}, {told}{some}"))
    return findings


def _doors(settings: Settings, house: House) -> list[Finding]:
    findings = []
    with house.database.reading() as conn:
        rows = brands.all_of(conn)
        staff = conn.execute(sa.text("SELECT count(*) FROM staff WHERE disabled_at IS NULL")).scalar_one()
    findings.append(
        Finding(
            "brands",
            bool(rows),
            ", ".join(row.id for row in rows) or "no brand yet",
            "" if rows else "add one: makewhole brand add shop --name 'My shop' --handle myshop",
        )
    )
    findings.append(
        Finding(
            "staff",
            staff > 0,
            f"{staff} people can log in",
            "" if staff else "add one: makewhole staff add you@example.com --name You --role admin",
        )
    )
    unlabelled = [row.id for row in rows if row.automation_attested_at is None]
    findings.append(
        Finding(
            "X label",
            not unlabelled,
            "attested"
            if not unlabelled
            else f"not attested for {', '.join(unlabelled)}: every answer waits for a person",
            "" if not unlabelled else "set the Automated label on X, then: makewhole brand attest BRAND",
        )
    )
    paid = bool(settings.payment_url)
    mend = "" if paid else "see docs/operating.md, section Settings"
    findings.append(Finding("payment", paid, "set" if paid else "not set", mend))
    return findings
