-- A disruption: more is late, silent, held or complained of than is usual, somewhere, since some day.
CREATE TABLE disruption (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    kind       text NOT NULL CHECK (kind IN ('lane', 'carrier', 'hub', 'customs')),
    subject    text NOT NULL,
    measure    text NOT NULL,
    began_on   date NOT NULL,
    raised_at  timestamptz NOT NULL,
    over_at    timestamptz,
    usual      double precision NOT NULL,
    now        double precision NOT NULL,
    cause      text,
    because    jsonb NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX disruption_open ON disruption (brand, kind, subject, measure) WHERE over_at IS NULL;
CREATE TABLE disruption_parcel (
    disruption bigint NOT NULL REFERENCES disruption,
    parcel     bigint NOT NULL REFERENCES parcel,
    caught_at  timestamptz NOT NULL,
    freed_at   timestamptz,
    PRIMARY KEY (disruption, parcel)
);
