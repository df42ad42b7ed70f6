-- Who is asked about which parcel, when next and why.
CREATE TABLE parcel_watch (
    parcel        bigint PRIMARY KEY REFERENCES parcel,
    source        text NOT NULL,
    registered_at timestamptz,
    look_at       timestamptz,
    because       text,
    looks         integer NOT NULL DEFAULT 0
);
CREATE INDEX parcel_watch_due ON parcel_watch (look_at) WHERE look_at IS NOT NULL;

-- What asking has cost, by day.
CREATE TABLE tracking_cost (
    brand  text NOT NULL REFERENCES brand,
    source text NOT NULL,
    day    date NOT NULL,
    calls  integer NOT NULL DEFAULT 0,
    micro  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (brand, source, day)
);

-- Orders as the shop tells them, without the buyer: an order may be asked about before it is a parcel.
CREATE TABLE shop_order (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    ref          text NOT NULL,
    shop         text NOT NULL,
    state        text NOT NULL,
    placed_at    timestamptz,
    ships_by     timestamptz,
    promised_by  timestamptz,
    origin       text CHECK (origin ~ '^[A-Z]{2}$'),
    destination  text CHECK (destination ~ '^[A-Z]{2}$'),
    value_minor  bigint CHECK (value_minor >= 0),
    currency     text,
    told_at      timestamptz,
    received_at  timestamptz NOT NULL,
    UNIQUE (brand, ref)
);
