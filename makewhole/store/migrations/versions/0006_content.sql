-- Content of X kept as X wants it: when it was last seen there and why it went, the jobs that ask, who took what
-- out, and what was erased.

-- Whose words they are on X (user id; none: not of X, or gone), when X last gave the post, and why it is gone.
ALTER TABLE person_post
    ADD COLUMN author text GENERATED ALWAYS AS (CASE WHEN channel = 'x' THEN coalesce(
        raw #>> '{data,author_id}', raw ->> 'author_id', raw #>> '{data,payload,author_id}',
        raw #>> '{user,id_str}', raw #>> '{tweet_create_events,0,user,id_str}'
    ) END) STORED,
    ADD COLUMN seen_at  timestamptz,
    ADD COLUMN gone_why text;
CREATE INDEX person_post_author ON person_post (author) WHERE author IS NOT NULL;
CREATE INDEX person_post_on_x ON person_post (remote_id) WHERE channel = 'x' AND gone_at IS NULL;

-- Jobs that ask X what became of what is kept, for all brands at once. `slot` is when it was due; ids beyond one
-- job's measure go into the next part, from `last_id` on. Once `ended_at` is set, `says` tells how it ended ('complete').
CREATE TABLE content_job (
    slot      timestamptz NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('tweets', 'users')),
    part      integer NOT NULL,
    ids       integer NOT NULL,
    last_id   text,
    remote_id text,
    begun_at  timestamptz NOT NULL,
    ended_at  timestamptz,
    verdicts  integer NOT NULL DEFAULT 0,
    followed  integer NOT NULL DEFAULT 0,
    says      text,
    PRIMARY KEY (slot, kind, part)
);

-- What members of staff took out by hand, a row a time: ids, or whole posts, of which X allows 500 a day.
CREATE TABLE content_export (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand text NOT NULL REFERENCES brand,
    staff bigint NOT NULL REFERENCES staff,
    what  text NOT NULL CHECK (what IN ('ids', 'posts')),
    count integer NOT NULL CHECK (count >= 0),
    at    timestamptz NOT NULL
);
CREATE INDEX content_export_day ON content_export (staff, at);

-- Erasures of all content of X of a brand, or of the part of one account of ours: what there was before, by kind,
-- and what there was afterwards.
CREATE TABLE content_erasure (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand     text NOT NULL REFERENCES brand,
    account   text,
    why       text NOT NULL,
    staff     bigint REFERENCES staff,
    found     jsonb NOT NULL,
    remains   jsonb,
    statement bigint REFERENCES statement,
    asked_at  timestamptz NOT NULL,
    done_at   timestamptz
);
