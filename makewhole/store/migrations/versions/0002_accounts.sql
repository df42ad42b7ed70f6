-- Accounts on X that speak through us, and the tokens they speak with. A pair of tokens is one sealed text under
-- a key of its own, wrapped by the master key as a person's key is; a revoked account has none.

CREATE TABLE x_account (
    id              text PRIMARY KEY CHECK (id ~ '^[0-9]{1,19}$'),
    brand           text NOT NULL REFERENCES brand,
    handle          text NOT NULL CHECK (handle = lower(handle)),
    role            text NOT NULL CHECK (role IN ('main', 'support', 'other')),
    scopes          text[] NOT NULL,
    wrapped         bytea NOT NULL,
    master          text NOT NULL,
    sealed          bytea,
    connected_at    timestamptz NOT NULL,
    renewed_at      timestamptz,
    revoked_at      timestamptz,
    revoked_because text,
    -- What X asks of an automated account: its label, its operator in the profile, an account a person runs.
    attested_at     timestamptz,
    attested_by     text,
    human_handle    text,
    CHECK ((sealed IS NULL) = (revoked_at IS NOT NULL)),
    CHECK ((attested_at IS NULL) = (attested_by IS NULL))
);
CREATE UNIQUE INDEX x_account_main ON x_account (brand) WHERE role = 'main' AND revoked_at IS NULL;
CREATE INDEX x_account_brand ON x_account (brand, handle);

-- A connection begun and not finished: what came back from X must name its state, once and within minutes.
CREATE TABLE x_login (
    state_hash bytea PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    role       text NOT NULL CHECK (role IN ('main', 'support', 'other')),
    wrapped    bytea NOT NULL,
    sealed     bytea NOT NULL,
    redirect   text NOT NULL,
    begun_by   text NOT NULL,
    expires_at timestamptz NOT NULL
);
