-- Journeys: one row a parcel with where it stands, kept in the transaction that keeps its scans.

-- Whole answers as they came, each once: they name consignees, so they are personal. An answer that tells of
-- several parcels is kept for each of them as its own part. `body` is packed with zlib where `packed`; it is
-- NULL once somebody of the parcel was forgotten, and the row then only says that there was an answer.
CREATE TABLE person_answer (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand       text NOT NULL REFERENCES brand,
    parcel      bigint REFERENCES parcel,
    -- The number it is about, where no parcel of ours has it.
    waybill     text,
    source      text NOT NULL,
    reader      text NOT NULL,
    sha256      bytea NOT NULL,
    bytes       bigint NOT NULL,
    body        bytea,
    packed      boolean NOT NULL,
    -- Why nothing, or not all, could be read in it.
    trouble     text,
    received_at timestamptz NOT NULL,
    told_at     timestamptz NOT NULL,
    times       integer NOT NULL DEFAULT 1
);
ALTER TABLE person_answer ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX person_answer_once ON person_answer (parcel, sha256) WHERE parcel IS NOT NULL;
CREATE UNIQUE INDEX person_answer_stray ON person_answer (brand, coalesce(waybill, ''), sha256)
    WHERE parcel IS NULL;

ALTER TABLE scan ADD COLUMN reason text;
ALTER TABLE scan ADD COLUMN holder text;
ALTER TABLE scan ADD COLUMN condition text;
-- Why it could not be read, or can never be true; NULL for one that can.
ALTER TABLE scan ADD COLUMN doubt text;
-- Whoever told it has taken it back: it is kept, and counts no more.
ALTER TABLE scan ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;
-- The answer that first told it, and which of the answer's events it is, counted from 0 as they were read.
ALTER TABLE scan ADD COLUMN answer bigint REFERENCES person_answer;
ALTER TABLE scan ADD COLUMN event integer;

-- What each scan kept of its answer goes where whole answers are: one for a parcel, its events in order.
WITH kept AS (
    SELECT brand, parcel, min(received_at) AS first, max(received_at) AS last,
           convert_to(jsonb_build_object('events', jsonb_agg(raw ORDER BY id))::text, 'UTF8') AS body
    FROM scan GROUP BY brand, parcel
)
INSERT INTO person_answer (brand, parcel, source, reader, sha256, bytes, body, packed, received_at, told_at)
SELECT brand, parcel, 'carrier', 'earlier', sha256(body), length(body), body, false, first, last FROM kept;
UPDATE scan SET answer = a.id, event = n.event
FROM (SELECT id, row_number() OVER (PARTITION BY parcel ORDER BY id) - 1 AS event FROM scan) n, person_answer a
WHERE n.id = scan.id AND a.parcel = scan.parcel;
ALTER TABLE scan DROP COLUMN raw;

-- Somebody of this parcel was forgotten: what is told of it is kept without words and whole answers.
ALTER TABLE parcel ADD COLUMN forgotten_at timestamptz;

CREATE TABLE journey (
    parcel       bigint PRIMARY KEY REFERENCES parcel,
    brand        text NOT NULL REFERENCES brand,
    lane         text NOT NULL,
    operator     text,
    service      text NOT NULL,
    status       text NOT NULL,
    reason       text,
    holder       text,
    started_at   timestamptz,
    last_at      timestamptz,
    last_place   text,
    last_country text,
    -- When the carrier first had it, and when nothing more was expected of it; NULL until then.
    handed_over_at timestamptz,
    delivered_at timestamptz,
    ended_at     timestamptz,
    promised_by  timestamptz,
    -- What is wrong by itself, whatever the hour; NULL where nothing is.
    problem      text,
    -- When what is wrong by the hour begins, if nothing more is heard; NULL where it does not.
    late_from    timestamptz,
    silent_from  timestamptz,
    lost_from    timestamptz,
    eta_early    date,
    eta_likely   date,
    eta_late     date,
    risk_late    smallint,
    risk_stuck   smallint,
    risk_lost    smallint,
    changed_at   timestamptz NOT NULL,
    -- When it is to be drawn anew though nothing was heard: what it foretells grows old. NULL once it has ended.
    draw_at      timestamptz
);
INSERT INTO journey (parcel, brand, lane, operator, service, status, promised_by, changed_at, draw_at)
SELECT id, brand, coalesce(origin, '??') || '-' || coalesce(destination, '??'), operator, 'standard', 'pending',
       promised_by, created_at, created_at
FROM parcel;
CREATE INDEX journey_draw ON journey (draw_at) WHERE draw_at IS NOT NULL;
-- The lane board and the problems read what is open and what has ended lately, and only these indexes of it.
CREATE INDEX journey_open ON journey (brand, lane)
    INCLUDE (parcel, operator, status, problem, changed_at, late_from, silent_from, lost_from, ended_at)
    WHERE ended_at IS NULL;
CREATE INDEX journey_ended ON journey (brand, ended_at)
    INCLUDE (lane, operator, status, started_at, delivered_at, promised_by) WHERE ended_at IS NOT NULL;
CREATE INDEX journey_problem ON journey (brand, changed_at DESC, parcel DESC)
    WHERE problem IS NOT NULL AND ended_at IS NOT NULL;
CREATE INDEX journey_started ON journey (brand, started_at) WHERE started_at IS NOT NULL;
CREATE INDEX thread_about ON thread (brand, created_at) WHERE parcel IS NOT NULL;
CREATE INDEX claim_about ON claim (brand, lodged_at) WHERE parcel IS NOT NULL;

-- An order's number without what people leave out or add when they write it, as in shop_order.
ALTER TABLE parcel ADD COLUMN order_key text;
UPDATE parcel SET order_key = upper(regexp_replace(order_ref, '[^[:alnum:]]', '', 'g')) WHERE order_ref IS NOT NULL;
DROP INDEX parcel_order;
CREATE INDEX parcel_order ON parcel (brand, order_key text_pattern_ops) WHERE order_key IS NOT NULL;
CREATE INDEX parcel_waybill ON parcel (brand, waybill text_pattern_ops);
