-- Where each way in has read to, what came unreadable, and what was deleted before it came.

-- The account on X that a post speaks to and its letters leave from (user id; none: the brand's main one),
-- by which way it came first, and when its author last changed it.
ALTER TABLE person_post
    ADD COLUMN account   text,
    ADD COLUMN via       text NOT NULL DEFAULT 'webhook'
               CHECK (via IN ('webhook', 'stream', 'poll', 'search', 'replay', 'import', 'mail')),
    ADD COLUMN edited_at timestamptz;
ALTER TABLE person_letter ADD COLUMN account text;

-- Every id a post has had: an edit on X is a post of a new id. The words of an earlier version stay until
-- `until`; its id stays, so that it is not taken in again.
CREATE TABLE person_post_version (
    brand       text NOT NULL REFERENCES brand,
    channel     text NOT NULL,
    remote_id   text NOT NULL,
    post        bigint NOT NULL REFERENCES person_post ON DELETE CASCADE,
    text        text,
    replaced_at timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    PRIMARY KEY (brand, channel, remote_id)
);
CREATE INDEX person_post_version_post ON person_post_version (post);
CREATE INDEX person_post_version_until ON person_post_version (until) WHERE text IS NOT NULL;

-- Posts that were deleted on X, so that one that arrives after its deletion is not kept.
CREATE TABLE intake_gone (
    channel   text NOT NULL,
    remote_id text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (channel, remote_id)
);
CREATE INDEX intake_gone_at ON intake_gone (at);

-- The newest id a way in has read, or the moment it was last known to be well; without a brand: the app's own.
CREATE TABLE intake_cursor (
    brand    text REFERENCES brand,
    source   text NOT NULL,
    since_id text NOT NULL DEFAULT '',
    at       timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (brand, source)
);

-- What came and was not kept, counted: events passed over by name, and what could not be read and why.
CREATE TABLE intake_count (
    brand    text NOT NULL REFERENCES brand,
    via      text NOT NULL,
    meaning  text NOT NULL CHECK (meaning IN ('passed', 'unreadable')),
    what     text NOT NULL,
    count    bigint NOT NULL,
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    PRIMARY KEY (brand, via, meaning, what)
);
