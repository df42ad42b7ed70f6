"""Posts of the past for a measurement: answered, delivered and sealed, with the rows each leaves behind.

One post leaves a person with key and contact, a thread, a reading, a letter, two statements, and the
engine's rows of two errands. They are made inside the database; none of it can be opened or verified, since
only its weight matters. Past statements have leaf places below zero, so the sequencer begins its own tree.
"""

import time

import sqlalchemy as sa

from makewhole.bench._hand import BRAND
from makewhole.bench._town import Town

_BASE = 1_000_000_000
_BATCH = 50_000
_ONE = "FROM generate_series(CAST(:lo AS bigint), CAST(:hi AS bigint)) n"
_TWO = "FROM generate_series(2 * CAST(:lo AS bigint), 2 * CAST(:hi AS bigint) + 1) n"
# Everybody posted once, which makes every table its largest.
_ROWS = (
    f"INSERT INTO person (id, brand, language, created_at) OVERRIDING SYSTEM VALUE"
    f" SELECT {_BASE} + n, :b, 'en', now() {_ONE}",
    f"INSERT INTO person_key (person, wrapped, master)"
    f" SELECT {_BASE} + n, sha256(int8send(n)) || sha256(int8send(n)), 'past' {_ONE}",
    f"INSERT INTO person_contact (brand, person, kind, join_hash, sealed, created_at)"
    f" SELECT :b, {_BASE} + n, 'x', sha256(int8send(n)), sha256(int8send(n)), now() {_ONE}",
    f"INSERT INTO thread (id, brand, person, channel, conversation, lane, causes, language, answered_at,"
    f" answer_by, created_at, last_at) OVERRIDING SYSTEM VALUE"
    f" SELECT {_BASE} + n, :b, {_BASE} + n, 'x', 'past-' || n, 'automatic', '{{late}}', 'en', now(), now(),"
    f" now(), now() - n * interval '1 second' {_ONE}",
    f"INSERT INTO person_post (id, brand, person, thread, channel, public, remote_id, text, raw, posted_at,"
    f" received_at, reading, read_at) OVERRIDING SYSTEM VALUE"
    f" SELECT {_BASE} + n, :b, {_BASE} + n, {_BASE} + n, 'x', true, 'past-' || n, repeat('word ', 25),"
    f" jsonb_build_object('id', n, 'text', repeat('word ', 25)), now(), now(),"
    f" jsonb_build_object('because', repeat('ground ', 100)), now() {_ONE}",
    f"INSERT INTO person_letter (brand, person, thread, name, kind, channel, in_reply_to, body, language,"
    f" state, because, remote_id, created_at, settled_at) SELECT :b, {_BASE} + n, {_BASE} + n, 'past-' || n,"
    f" 'public_reply', 'x', 'past-' || n, repeat('word ', 30), 'en', 'sent',"
    f" jsonb_build_array(repeat('ground ', 60)), 'sent-' || n, now(), now() {_ONE}",
    f"INSERT INTO statement (brand, kind, subject, seq, bytes, checksum, leaf, recorded_at, leaf_index)"
    f" SELECT :b, 'answer', 'thread-' || ({_BASE} + n / 2), 1 + n % 2, CAST(repeat('x', 900) AS bytea),"
    f" sha256(int8send(n)), CAST(repeat('l', 128) AS bytea), now(), -1 - n {_TWO}",
    f"INSERT INTO dbos.workflow_status (workflow_uuid, status, name, executor_id, created_at, updated_at,"
    f" application_version, recovery_attempts, queue_name, started_at_epoch_ms, completed_at, inputs,"
    f" priority, serialization, application_name) SELECT 'past-' || n, 'SUCCESS', 'answer', 'worker-1',"
    f" 1700000000000 + n, 1700000000000 + n, '1', 1, 'errands', 1700000000000 + n, 1700000000000 + n, '[1]',"
    f" 3, 'portable_json', 'makewhole' {_TWO}",
    f"INSERT INTO dbos.operation_outputs (workflow_uuid, function_id, function_name, output,"
    f" started_at_epoch_ms, completed_at_epoch_ms, retention_timestamp) SELECT 'past-' || n, 1,"
    f" 'answer.record', 'null', 1700000000000 + n, 1700000000000 + n, 1700000000000 + n {_TWO}",
)


def fill(on: Town, size: int) -> float:
    """Bring the house to `size` posts of the past; returns the seconds it took."""
    begun = time.perf_counter()
    ((have,),) = on.rows(f"SELECT coalesce(max(id) - {_BASE}, 0) FROM person_post WHERE id > {_BASE}")
    for low in range(have + 1, size + 1, _BATCH):
        with on.house.database.writing() as conn:
            for sql in _ROWS:
                given = {"lo": low, "hi": min(low + _BATCH - 1, size), "b": BRAND}
                conn.execute(sa.text(sql), {name: given[name] for name in given if f":{name}" in sql})
    with on.house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(sa.text("VACUUM ANALYZE"))
    return time.perf_counter() - begun
