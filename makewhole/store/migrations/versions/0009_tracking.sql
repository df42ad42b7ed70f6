-- Who is asked about which parcel, when next and why. `look_at` is house time; NULL where no look is owed.
CREATE TABLE parcel_watch (
    parcel        bigint PRIMARY KEY REFERENCES parcel,
    brand         text NOT NULL REFERENCES brand,
    -- The source that has told of it by itself, so may be trusted to; NULL while it is only asked.
    source        text,
    -- When a source was asked to watch it.
    registered_at timestamptz,
    -- Why that source refused it, in one sentence; nothing personal.
    refused       text,
    refused_way   text,
    look_at       timestamptz,
    because       text,
    looks         integer NOT NULL DEFAULT 0
);
CREATE INDEX parcel_watch_due ON parcel_watch (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX parcel_watch_new ON parcel_watch (brand, parcel) WHERE registered_at IS NULL AND refused IS NULL;

-- What asking has cost, by day of UTC. Millionths of a US dollar.
CREATE TABLE tracking_cost (
    brand  text NOT NULL REFERENCES brand,
    source text NOT NULL,
    day    date NOT NULL,
    calls  integer NOT NULL DEFAULT 0,
    micro  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (brand, source, day)
);

-- Orders as the shop tells them, without the buyer: an order may be asked about before it is a parcel.
-- `ref` is the number as the shop shows it, `key` the same without what a customer may write differently.
CREATE TABLE shop_order (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    ref          text NOT NULL,
    key          text NOT NULL,
    shop         text NOT NULL,
    state        text NOT NULL CHECK (state IN ('open', 'shipped', 'cancelled')),
    placed_at    timestamptz,
    ships_by     timestamptz,
    promised_by  timestamptz,
    origin       text CHECK (origin ~ '^[A-Z]{2}$'),
    destination  text CHECK (destination ~ '^[A-Z]{2}$'),
    value_minor  bigint CHECK (value_minor >= 0),
    currency     text,
    -- When the shop last changed it, by the shop's word: an older word changes nothing.
    told_at      timestamptz,
    received_at  timestamptz NOT NULL,
    UNIQUE (brand, key)
);

-- What was pushed to us and taken in, once each, by the SHA-256 of the signed bytes: a replay changes nothing.
CREATE TABLE pushed (
    brand       text NOT NULL REFERENCES brand,
    source      text NOT NULL,
    sha256      bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (brand, source, sha256)
);
CREATE INDEX pushed_age ON pushed (received_at);
