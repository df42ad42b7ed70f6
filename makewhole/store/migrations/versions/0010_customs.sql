-- A brand's own word on what customs of a country ask for; the newest of a (country, matter) counts. Rows are
-- only added: an earlier one is its history.
CREATE TABLE customs_word (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    country    text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    matter     text NOT NULL CHECK (matter IN ('documents', 'duties', 'inspection', 'prohibited', 'delay')),
    -- NULL where the brand took its own word back, and the packaged one counts again.
    word       jsonb,
    written_by bigint NOT NULL REFERENCES staff,
    written_at timestamptz NOT NULL
);
CREATE INDEX customs_word_of ON customs_word (brand, country, matter, id DESC);
