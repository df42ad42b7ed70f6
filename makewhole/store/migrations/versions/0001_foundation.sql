-- The first schema. Tables whose names begin with person_ hold personal data; no other table does.
-- Times are timestamptz; money is integer minor units beside an ISO 4217 code; every table but the
-- ones of the log names its brand.

CREATE TABLE house (
    key   text PRIMARY KEY,
    value jsonb NOT NULL
);

CREATE TABLE brand (
    id                     text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,40}$'),
    name                   text NOT NULL,
    handles                text[] NOT NULL DEFAULT '{}',
    answer_within_minutes  integer NOT NULL DEFAULT 60 CHECK (answer_within_minutes > 0),
    currency               text NOT NULL DEFAULT 'EUR',
    privacy_url            text,
    help_url               text,
    terms                  jsonb,
    automation_attested_at timestamptz,
    created_at             timestamptz NOT NULL
);

CREATE TABLE staff (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand         text NOT NULL REFERENCES brand,
    email         text NOT NULL CHECK (email = lower(email)),
    name          text NOT NULL,
    role          text NOT NULL CHECK (role IN ('agent', 'lead', 'admin')),
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL,
    disabled_at   timestamptz,
    UNIQUE (brand, email)
);

CREATE TABLE staff_session (
    token_hash bytea PRIMARY KEY,
    staff      bigint NOT NULL REFERENCES staff ON DELETE CASCADE,
    csrf       text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE api_key (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    name       text NOT NULL,
    key_hash   bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- People ------------------------------------------------------------------------------------------

CREATE TABLE person (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    language     text,
    created_at   timestamptz NOT NULL,
    forgotten_at timestamptz
);

CREATE TABLE person_key (
    person  bigint PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    wrapped bytea NOT NULL,
    master  text NOT NULL
);

CREATE TABLE person_contact (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand      text NOT NULL REFERENCES brand,
    person     bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('x', 'email', 'payout')),
    join_hash  bytea NOT NULL,
    sealed     bytea NOT NULL,
    created_at timestamptz NOT NULL
);
-- A payout account may be two people's (a couple, a shop); an address or an account on X is one person's.
CREATE UNIQUE INDEX person_contact_join ON person_contact (brand, kind, join_hash) WHERE kind <> 'payout';
CREATE INDEX person_contact_person ON person_contact (person);

CREATE TABLE person_optout (
    person bigint PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    brand  text NOT NULL REFERENCES brand,
    since  timestamptz NOT NULL
);

-- Parcels -----------------------------------------------------------------------------------------

CREATE TABLE parcel (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    waybill      text NOT NULL,
    operator     text,
    service      text,
    postal       boolean,
    mode         text CHECK (mode IN ('air', 'road', 'sea', 'post')),
    origin       text CHECK (origin ~ '^[A-Z]{2}$'),
    destination  text CHECK (destination ~ '^[A-Z]{2}$'),
    accepted_at  timestamptz,
    promised_by  timestamptz,
    weight_grams integer CHECK (weight_grams > 0),
    packages     integer CHECK (packages > 0),
    value_minor  bigint CHECK (value_minor >= 0),
    freight_minor bigint CHECK (freight_minor >= 0),
    currency     text,
    order_ref    text,
    person       bigint REFERENCES person ON DELETE SET NULL,
    checked_at   timestamptz,
    created_at   timestamptz NOT NULL,
    UNIQUE (brand, waybill)
);
CREATE INDEX parcel_order ON parcel (brand, order_ref) WHERE order_ref IS NOT NULL;
CREATE INDEX parcel_person ON parcel (person) WHERE person IS NOT NULL;

CREATE TABLE scan (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    parcel       bigint NOT NULL REFERENCES parcel,
    at           timestamptz,
    status       text NOT NULL,
    place        text,
    country      text,
    words        text,
    source       text,
    offset_known boolean NOT NULL,
    raw          jsonb NOT NULL,
    digest       bytea NOT NULL,
    received_at  timestamptz NOT NULL,
    UNIQUE (parcel, digest)
);

-- Talk --------------------------------------------------------------------------------------------

CREATE TABLE thread (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    person       bigint NOT NULL REFERENCES person,
    channel      text NOT NULL CHECK (channel IN ('x', 'email', 'form')),
    conversation text NOT NULL,
    lane         text NOT NULL DEFAULT 'new' CHECK (lane IN ('new', 'automatic', 'person', 'ignore', 'done')),
    held_because text,
    causes       text[] NOT NULL DEFAULT '{}',
    language     text,
    sentiment    text,
    urgency      smallint NOT NULL DEFAULT 0,
    priority     smallint NOT NULL DEFAULT 0,
    parcel       bigint REFERENCES parcel,
    dm_open      boolean NOT NULL DEFAULT false,
    answer_by    timestamptz,
    answered_at  timestamptz,
    created_at   timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    UNIQUE (brand, channel, conversation, person)
);
CREATE INDEX thread_inbox ON thread (brand, lane, priority DESC, last_at DESC);
CREATE INDEX thread_person ON thread (person, id);
CREATE INDEX thread_parcel ON thread (parcel) WHERE parcel IS NOT NULL;

CREATE TABLE person_post (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand       text NOT NULL REFERENCES brand,
    person      bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    thread      bigint NOT NULL REFERENCES thread,
    channel     text NOT NULL,
    public      boolean NOT NULL,
    remote_id   text NOT NULL,
    text        text NOT NULL,
    raw         jsonb NOT NULL,
    posted_at   timestamptz,
    received_at timestamptz NOT NULL,
    reading     jsonb,
    read_at     timestamptz,
    gone_at     timestamptz,
    UNIQUE (brand, channel, remote_id)
);
CREATE INDEX person_post_thread ON person_post (thread, id);
CREATE INDEX person_post_person ON person_post (person);
CREATE INDEX person_post_unread ON person_post (received_at) WHERE read_at IS NULL;

-- Claims ------------------------------------------------------------------------------------------

CREATE TABLE claim (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand            text NOT NULL REFERENCES brand,
    ref              text NOT NULL UNIQUE,
    person           bigint NOT NULL REFERENCES person,
    parcel           bigint REFERENCES parcel,
    thread           bigint REFERENCES thread,
    state            text NOT NULL,
    version          integer NOT NULL DEFAULT 0,
    problem          text NOT NULL,
    asked_minor      bigint NOT NULL CHECK (asked_minor > 0),
    currency         text NOT NULL,
    told             jsonb NOT NULL DEFAULT '{}',
    language         text NOT NULL,
    updates          text NOT NULL DEFAULT 'none' CHECK (updates IN ('x', 'email', 'none')),
    grade            text,
    offer_minor      bigint CHECK (offer_minor >= 0),
    terms_sha256     text,
    decision         jsonb,
    decided_by       bigint REFERENCES staff,
    lodged_at        timestamptz NOT NULL,
    decide_by        timestamptz,
    decided_at       timestamptz,
    accept_by        timestamptz,
    closed_at        timestamptz,
    link_hash        bytea NOT NULL UNIQUE,
    link_revoked_at  timestamptz
);
CREATE INDEX claim_bench ON claim (brand, state, decide_by);
CREATE INDEX claim_parcel ON claim (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX claim_person ON claim (person);

CREATE TABLE person_claim (
    claim  bigint PRIMARY KEY REFERENCES claim,
    person bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    story  text NOT NULL DEFAULT '',
    appeal text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    link   bytea NOT NULL
);
CREATE INDEX person_claim_person ON person_claim (person);

CREATE TABLE person_evidence (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand       text NOT NULL REFERENCES brand,
    claim       bigint NOT NULL REFERENCES claim,
    person      bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    kind        text NOT NULL,
    sha256      text NOT NULL,
    media_type  text NOT NULL,
    content     bytea NOT NULL,
    received_at timestamptz NOT NULL,
    UNIQUE (claim, sha256)
);
CREATE INDEX person_evidence_sha256 ON person_evidence (brand, sha256);
CREATE INDEX person_evidence_person ON person_evidence (person);

-- Letters: what we send, owed until it is sent, held for a person, or known to be undeliverable -------

CREATE TABLE person_letter (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand         text NOT NULL REFERENCES brand,
    person        bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    thread        bigint REFERENCES thread,
    claim         bigint REFERENCES claim,
    name          text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('public_reply', 'private_reply', 'claim_update')),
    channel       text NOT NULL CHECK (channel IN ('x', 'email', 'form')),
    in_reply_to   text,
    body          text NOT NULL,
    language      text NOT NULL,
    state         text NOT NULL CHECK (state IN
                    ('held', 'owed', 'sent', 'undeliverable', 'dismissed', 'unsettled')),
    because       jsonb NOT NULL,
    way_forward   text,
    tries         integer NOT NULL DEFAULT 0,
    tried_at      timestamptz,
    remote_id     text,
    approved_by   bigint REFERENCES staff,
    created_at    timestamptz NOT NULL,
    settled_at    timestamptz,
    UNIQUE (brand, name)
);
CREATE INDEX person_letter_thread ON person_letter (thread, id);
CREATE INDEX person_letter_person ON person_letter (person);
CREATE INDEX person_letter_remote ON person_letter (remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX person_letter_open ON person_letter (brand, state) WHERE state IN ('held', 'owed', 'unsettled');

CREATE TABLE outside_event (
    source      text NOT NULL,
    id          text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (source, id)
);

-- Books -------------------------------------------------------------------------------------------

CREATE TABLE entry (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand text NOT NULL REFERENCES brand,
    key   text NOT NULL,
    memo  text NOT NULL,
    claim bigint REFERENCES claim,
    at    timestamptz NOT NULL,
    UNIQUE (brand, key)
);

CREATE TABLE posting (
    entry    bigint NOT NULL REFERENCES entry,
    line     smallint NOT NULL,
    account  text NOT NULL,
    minor    bigint NOT NULL,
    currency text NOT NULL,
    PRIMARY KEY (entry, line)
);
CREATE INDEX posting_account ON posting (account, currency);

-- An entry that does not balance, in any of its currencies, cannot be committed.
CREATE FUNCTION entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM posting WHERE entry = NEW.entry GROUP BY currency HAVING sum(minor) <> 0) THEN
        RAISE EXCEPTION 'entry % does not balance', NEW.entry USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT OR UPDATE ON posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_balances();

-- What is on the books stays on the books; a mistake is mended by an opposite entry.
CREATE FUNCTION never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER posting_kept BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION never_rewritten();
CREATE TRIGGER entry_kept BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION never_rewritten();

CREATE TABLE payout (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    claim        bigint NOT NULL REFERENCES claim,
    number       integer NOT NULL,
    minor        bigint NOT NULL CHECK (minor > 0),
    currency     text NOT NULL,
    key          text NOT NULL UNIQUE,
    account      bigint REFERENCES person_contact ON DELETE SET NULL,
    state        text NOT NULL CHECK (state IN ('ordered', 'sent', 'settled', 'failed', 'returned')),
    remote_id    text UNIQUE,
    says         text,
    ordered_at   timestamptz NOT NULL,
    settled_at   timestamptz,
    UNIQUE (claim, number)
);

-- Proof -------------------------------------------------------------------------------------------

CREATE TABLE statement (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand       text NOT NULL REFERENCES brand,
    kind        text NOT NULL,
    subject     text NOT NULL,
    seq         bigint NOT NULL CHECK (seq > 0),
    bytes       bytea NOT NULL,
    checksum    bytea NOT NULL UNIQUE,
    leaf        bytea NOT NULL CHECK (octet_length(leaf) = 128),
    recorded_at timestamptz NOT NULL,
    leaf_index  bigint UNIQUE,
    UNIQUE (subject, seq)
);
CREATE INDEX statement_unsealed ON statement (id) WHERE leaf_index IS NULL;

-- Only the sequencer's one write, giving an unsealed statement its leaf index, is allowed.
CREATE FUNCTION statement_sealed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.leaf_index IS NOT NULL
       OR (OLD.bytes, OLD.checksum, OLD.leaf, OLD.kind, OLD.subject, OLD.seq, OLD.brand, OLD.recorded_at)
          IS DISTINCT FROM
          (NEW.bytes, NEW.checksum, NEW.leaf, NEW.kind, NEW.subject, NEW.seq, NEW.brand, NEW.recorded_at) THEN
        RAISE EXCEPTION 'statement is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_kept BEFORE UPDATE OR DELETE ON statement
    FOR EACH ROW EXECUTE FUNCTION statement_sealed_once();

CREATE TABLE person_opening (
    statement bigint PRIMARY KEY REFERENCES statement,
    person    bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    sealed    bytea NOT NULL
);
CREATE INDEX person_opening_person ON person_opening (person);

CREATE TABLE tree_node (
    level smallint NOT NULL,
    idx   bigint NOT NULL,
    hash  bytea NOT NULL,
    PRIMARY KEY (level, idx)
);

CREATE TABLE head (
    size   bigint PRIMARY KEY,
    root   bytea NOT NULL,
    signed text NOT NULL,
    at     timestamptz NOT NULL
);

CREATE TABLE claim_step (
    claim      bigint NOT NULL REFERENCES claim,
    number     integer NOT NULL,
    verb       text NOT NULL,
    from_state text,
    to_state   text NOT NULL,
    who        text NOT NULL CHECK (who IN ('claimant', 'machine', 'person', 'clock', 'provider')),
    staff      bigint REFERENCES staff,
    because    jsonb NOT NULL,
    statement  bigint REFERENCES statement,
    at         timestamptz NOT NULL,
    PRIMARY KEY (claim, number)
);
