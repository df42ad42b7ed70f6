-- Posts, threads and polls of our own, planned and published. Nothing personal: what is published is the brand's
-- own words. Times are house time, save when a try began, which is the world's.

CREATE TABLE publication (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand         text NOT NULL REFERENCES brand,
    -- The account it is published from (user id on X; none: the brand's main one).
    account       text,
    kind          text NOT NULL CHECK (kind IN ('post', 'thread', 'poll', 'report', 'faq')),
    state         text NOT NULL DEFAULT 'draft'
                  CHECK (state IN ('draft', 'approved', 'publishing', 'published', 'held', 'cancelled')),
    publish_at    timestamptz NOT NULL,
    options       text[] NOT NULL DEFAULT '{}',
    minutes       integer CHECK (minutes BETWEEN 5 AND 10080),
    paid          boolean NOT NULL DEFAULT false,
    -- Where it is kept that the author of a post we show let us show it.
    permission    text NOT NULL DEFAULT '',
    made_by       bigint REFERENCES staff,
    made_at       timestamptz NOT NULL,
    approved_by   bigint REFERENCES staff,
    approved_at   timestamptz,
    -- What was shown to whoever approved it; another text is another digest.
    digest        text,
    because       jsonb NOT NULL DEFAULT '[]',
    way_forward   text,
    published_at  timestamptz,
    poll          jsonb,
    read_at       timestamptz,
    CHECK ((kind = 'poll') = (minutes IS NOT NULL)),
    CHECK ((kind = 'poll') = (cardinality(options) BETWEEN 2 AND 4)),
    CHECK (state IN ('draft', 'cancelled') OR (digest IS NOT NULL AND approved_by IS NOT NULL))
);
CREATE INDEX publication_brand ON publication (brand, publish_at DESC, id DESC);

CREATE TABLE publication_part (
    publication    bigint NOT NULL REFERENCES publication ON DELETE CASCADE,
    place          smallint NOT NULL,
    brand          text NOT NULL REFERENCES brand,
    body           text NOT NULL,
    tries          integer NOT NULL DEFAULT 0,
    first_tried_at timestamptz,
    tried_at       timestamptz,
    remote_id      text UNIQUE,
    published_at   timestamptz,
    metrics        jsonb,
    PRIMARY KEY (publication, place)
);
CREATE INDEX publication_part_said ON publication_part (md5(body)) WHERE remote_id IS NOT NULL;

-- Each step of setting X up, as it was last found: `says` holds no secret and no token.
CREATE TABLE setup_step (
    brand      text NOT NULL REFERENCES brand,
    step       text NOT NULL,
    state      text NOT NULL CHECK (state IN ('done', 'waiting', 'wrong')),
    says       text NOT NULL,
    mend       text NOT NULL DEFAULT '',
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (brand, step)
);
