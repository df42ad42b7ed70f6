-- A disruption: more is slow, held or complained of than is usual, somewhere, since some day.
-- `subject` is a lane (CN-DE), an operator, a place, or a country whose customs hold parcels. `usual` and `now`
-- are shares of the parcels under way to which it happens in a day.
CREATE TABLE disruption (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    kind       text NOT NULL CHECK (kind IN ('lane', 'carrier', 'hub', 'customs')),
    subject    text NOT NULL,
    measure    text NOT NULL CHECK (measure IN ('moves', 'arrives', 'held', 'failed', 'complaints')),
    began_on   date NOT NULL,
    raised_at  timestamptz NOT NULL,
    over_on    date,
    over_at    timestamptz,
    ended      text CHECK (ended IN ('over', 'quiet', 'settled', 'part', 'faded')),
    -- The disruption that explains this one as well, where it ended because of that.
    into_      bigint REFERENCES disruption,
    usual      double precision NOT NULL,
    now        double precision NOT NULL,
    cause      text NOT NULL,
    because    jsonb NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX disruption_open ON disruption (brand, kind, subject) WHERE over_at IS NULL;
CREATE INDEX disruption_over ON disruption (brand, over_at DESC);
CREATE TABLE disruption_parcel (
    disruption bigint NOT NULL REFERENCES disruption,
    parcel     bigint NOT NULL REFERENCES parcel,
    caught_at  timestamptz NOT NULL,
    freed_at   timestamptz,
    PRIMARY KEY (disruption, parcel)
);
CREATE INDEX disruption_parcel_now ON disruption_parcel (parcel) WHERE freed_at IS NULL;

-- What happened in a day to the parcels under way at its beginning, as it was known some hours after its end:
-- counted once and never again, so that late scans make no past day look better than the present.
CREATE TABLE day_count (
    brand    text NOT NULL REFERENCES brand,
    day      date NOT NULL,
    lane     text NOT NULL,
    operator text NOT NULL,
    hub      text NOT NULL,
    customs  text NOT NULL,
    measure  text NOT NULL,
    stratum  smallint NOT NULL,
    at_risk  integer NOT NULL,
    seen     integer NOT NULL,
    PRIMARY KEY (brand, day, lane, operator, hub, customs, measure, stratum)
);
CREATE TABLE day_counted (
    brand      text NOT NULL REFERENCES brand,
    day        date NOT NULL,
    counted_at timestamptz NOT NULL,
    -- Whether anything was under way: a day without is counted again, for its parcels may become known later.
    any_there  boolean NOT NULL,
    judged_at  timestamptz,
    PRIMARY KEY (brand, day)
);
