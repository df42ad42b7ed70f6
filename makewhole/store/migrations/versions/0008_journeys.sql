-- Journeys: one row a parcel with where it stands, kept in the transaction that keeps its scans.

ALTER TABLE scan ADD COLUMN reason text;
ALTER TABLE scan ADD COLUMN holder text;
ALTER TABLE scan ADD COLUMN condition text;
-- Why a scan is not believed, or could not be read; NULL for one that can be true.
ALTER TABLE scan ADD COLUMN doubt text;

-- Whole answers as they came, once each: they name consignees, so they are personal.
CREATE TABLE person_answer (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    parcel       bigint REFERENCES parcel,
    source       text NOT NULL,
    sha256       bytea NOT NULL,
    body         bytea NOT NULL,
    trouble      text,
    received_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX person_answer_once ON person_answer (brand, sha256, coalesce(parcel, 0));
CREATE INDEX person_answer_parcel ON person_answer (parcel);

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
    delivered_at timestamptz,
    promised_by  timestamptz,
    -- What is wrong by itself, whatever the hour: damaged, lost, returned, fee_due, exception, conflict, unreadable.
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
    changed_at   timestamptz NOT NULL
);
CREATE INDEX journey_lane ON journey (brand, lane, started_at);
CREATE INDEX journey_problem ON journey (brand, changed_at DESC) WHERE problem IS NOT NULL;
CREATE INDEX journey_open ON journey (brand, lost_from) WHERE delivered_at IS NULL;
