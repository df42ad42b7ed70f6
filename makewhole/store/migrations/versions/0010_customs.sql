-- A brand's own word on what customs of a country ask for; the newest of a (country, case) counts.
CREATE TABLE customs_word (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    country    text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    matter     text NOT NULL,
    word       jsonb NOT NULL,
    source     text NOT NULL,
    checked_on date NOT NULL,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL
);
CREATE INDEX customs_word_of ON customs_word (brand, country, matter, id DESC);
