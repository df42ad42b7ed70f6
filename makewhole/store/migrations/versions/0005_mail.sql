-- Mail that came and went and the names it is threaded by; people joined by what they gave us themselves.

-- How far a brand's mailbox was read. A mailbox that was there before us is read from that day on.
CREATE TABLE mail_box (
    brand        text PRIMARY KEY REFERENCES brand,
    uid_validity bigint NOT NULL,
    last_uid     bigint NOT NULL,
    began_at     timestamptz NOT NULL,
    looked_at    timestamptz NOT NULL
);

-- Every mail that was looked at, and what became of it, in words that hold nothing personal.
CREATE TABLE mail_seen (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand        text NOT NULL REFERENCES brand,
    uid_validity bigint NOT NULL,
    uid          bigint NOT NULL,
    became       text NOT NULL CHECK (became IN
                   ('post', 'twice', 'before', 'unreadable', 'automatic', 'bounce', 'stop', 'own')),
    says         text NOT NULL,
    size         bigint NOT NULL,
    seen_at      timestamptz NOT NULL,
    UNIQUE (brand, uid_validity, uid)
);
CREATE INDEX mail_seen_unreadable ON mail_seen (brand, seen_at) WHERE became = 'unreadable';

-- What a mail says of itself, beside the post its words became.
CREATE TABLE person_mail (
    post       bigint PRIMARY KEY REFERENCES person_post ON DELETE CASCADE,
    brand      text NOT NULL REFERENCES brand,
    person     bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    thread     bigint NOT NULL REFERENCES thread,
    message_id text NOT NULL,
    refs       text[] NOT NULL,
    subject    text NOT NULL,
    contact    bigint REFERENCES person_contact ON DELETE SET NULL,
    files      jsonb NOT NULL
);
CREATE INDEX person_mail_name ON person_mail (brand, message_id);
CREATE INDEX person_mail_person ON person_mail (person);

-- A letter that goes by mail: the one time it was handed to the mail server, and what came of that.
CREATE TABLE mail_sent (
    letter      bigint PRIMARY KEY REFERENCES person_letter ON DELETE CASCADE,
    brand       text NOT NULL REFERENCES brand,
    message_id  text NOT NULL,
    handed_at   timestamptz NOT NULL,
    accepted_at timestamptz,
    filed_at    timestamptz,
    bounced_at  timestamptz,
    UNIQUE (brand, message_id)
);

-- An address the mail server says does not exist is not written to again.
ALTER TABLE person_contact ADD COLUMN dead_at timestamptz;

-- Two accounts of one person, joined by what they gave us themselves, and the words they agreed to.
CREATE TABLE person_join (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand    text NOT NULL REFERENCES brand,
    person   bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    other    bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    consent  text NOT NULL,
    post     bigint REFERENCES person_post ON DELETE SET NULL,
    at       timestamptz NOT NULL,
    split_at timestamptz,
    split_by bigint REFERENCES staff,
    CHECK (person <> other)
);
CREATE UNIQUE INDEX person_join_once ON person_join (least(person, other), greatest(person, other))
    WHERE split_at IS NULL;
CREATE INDEX person_join_person ON person_join (person) WHERE split_at IS NULL;
CREATE INDEX person_join_other ON person_join (other) WHERE split_at IS NULL;

-- A code shown on a private page; whoever sends it to us shows that the page and the account are theirs.
CREATE TABLE person_join_code (
    code_hash bytea PRIMARY KEY,
    brand     text NOT NULL REFERENCES brand,
    person    bigint NOT NULL REFERENCES person ON DELETE CASCADE,
    consent   text NOT NULL,
    made_at   timestamptz NOT NULL,
    until     timestamptz NOT NULL,
    used_at   timestamptz
);
CREATE INDEX person_join_code_person ON person_join_code (person);
