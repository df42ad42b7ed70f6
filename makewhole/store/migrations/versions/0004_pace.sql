-- What calls cost, what a brand may spend, what it allows on the channel, and the pace of what leaves.
-- Money here is US dollars in millionths; times are house time.

-- Words that a model wrote say so.

ALTER TABLE person_letter ADD COLUMN by_model boolean NOT NULL DEFAULT false;
CREATE INDEX person_letter_answers ON person_letter (in_reply_to) WHERE kind = 'public_reply';
CREATE INDEX person_letter_said ON person_letter (md5(body)) WHERE kind = 'public_reply';

CREATE TABLE brand_manners (
    brand         text PRIMARY KEY REFERENCES brand,
    links_allowed boolean NOT NULL DEFAULT false,
    ai_approval   text NOT NULL DEFAULT '',
    quiet_from    time,
    quiet_until   time,
    zone          text NOT NULL DEFAULT 'UTC',
    budget_micro  bigint CHECK (budget_micro >= 0),
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

-- What a person told us about being written to, kept as the record of their consent.
CREATE TABLE person_word (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand  text NOT NULL REFERENCES brand,
    person bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    said   text NOT NULL CHECK (said IN ('stop', 'start')),
    post   text NOT NULL,
    at     timestamptz NOT NULL
);
CREATE INDEX person_word_person ON person_word (person);

CREATE TABLE x_call (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand     text NOT NULL REFERENCES brand,
    account   text NOT NULL,
    operation text NOT NULL,
    resources integer NOT NULL CHECK (resources >= 0),
    micro     bigint NOT NULL CHECK (micro >= 0),
    about     text,
    optional  boolean NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX x_call_about ON x_call (brand, about) WHERE about IS NOT NULL;
CREATE INDEX x_call_day ON x_call (brand, at);

-- A day of UTC, as X bills; kept beside the calls so that a budget is read at the cost of one row.
CREATE TABLE x_spend (
    brand          text NOT NULL REFERENCES brand,
    day            date NOT NULL,
    calls          bigint NOT NULL,
    micro          bigint NOT NULL,
    optional_micro bigint NOT NULL,
    PRIMARY KEY (brand, day)
);

-- A slot is one message or post of an account within its windows. `granted`: given and not used yet.
CREATE TABLE pace_slot (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand       text NOT NULL REFERENCES brand,
    lane        text NOT NULL CHECK (lane IN ('message', 'post')),
    account     text NOT NULL,
    letter      bigint,
    granted     boolean NOT NULL,
    counts_from timestamptz NOT NULL
);
CREATE INDEX pace_slot_account ON pace_slot (lane, account, counts_from DESC);
CREATE INDEX pace_slot_app ON pace_slot (lane, counts_from DESC);
CREATE INDEX pace_slot_letter ON pace_slot (letter) WHERE letter IS NOT NULL;

CREATE TABLE pace_wait (
    letter   bigint PRIMARY KEY,
    brand    text NOT NULL REFERENCES brand,
    lane     text NOT NULL CHECK (lane IN ('message', 'post')),
    account  text NOT NULL,
    priority smallint NOT NULL,
    attempt  integer NOT NULL,
    since    timestamptz NOT NULL
);
CREATE INDEX pace_wait_turn ON pace_wait (lane, account, priority DESC, since, letter);

-- Which round of turns was owed last for an account, and when it is to be.
CREATE TABLE pace_round (
    brand   text NOT NULL REFERENCES brand,
    lane    text NOT NULL,
    account text NOT NULL,
    number  bigint NOT NULL,
    at      timestamptz,
    PRIMARY KEY (lane, account)
);
