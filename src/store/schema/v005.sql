-- What is to be sent by mail: what a letter is about, never its text nor its address, which are read when it is sent. One row
-- for each such thing: it is not queued twice. A try is noted before it is made, with the moment of the next one, so that what
-- a cut leaves waits before it is tried again. Failed ones count in the accounting day on which they were given up.
CREATE TABLE mail_outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id    INTEGER NOT NULL REFERENCES centre (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('key_delivered')),
    about_id     INTEGER NOT NULL,
    state        TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
    queued_at_ms INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_try_ms  INTEGER NOT NULL,
    fault        TEXT    NOT NULL DEFAULT '',
    ended_at_ms  INTEGER,
    failed_on    TEXT CHECK (length(failed_on) = 10),
    UNIQUE (kind, about_id),
    CHECK ((state = 'waiting') = (ended_at_ms IS NULL)),
    CHECK ((state = 'failed') = (failed_on IS NOT NULL))
) STRICT;

CREATE INDEX mail_outbox_waiting ON mail_outbox (next_try_ms) WHERE state = 'waiting';
CREATE INDEX mail_outbox_failed ON mail_outbox (centre_id, failed_on) WHERE state = 'failed';
