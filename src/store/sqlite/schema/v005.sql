-- The insured as the institution's register has them: affiliates, pensioners and their beneficiaries, with the state of their
-- key and how they are reached.
CREATE TABLE insured (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    person_kind     TEXT    NOT NULL CHECK (person_kind IN ('cedula', 'foreigner_code')),
    person_number   TEXT    NOT NULL CHECK (person_number <> ''),
    person_name     TEXT    NOT NULL CHECK (person_name <> ''),
    folded          TEXT    NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('affiliate', 'pensioner', 'beneficiary')),
    key_state       TEXT    NOT NULL CHECK (key_state IN ('never', 'active', 'blocked')),
    email           TEXT    NOT NULL,
    mobile          TEXT    NOT NULL,
    telephone       TEXT    NOT NULL,
    -- The day on which they were last brought up to date in person; of who never did, none.
    up_to_date_on   TEXT    CHECK (length(up_to_date_on) = 10),
    source          TEXT    NOT NULL CHECK (source IN ('import', 'hand', 'confirmed')),
    recorded_by     INTEGER NOT NULL,
    recorded_at_ms  INTEGER NOT NULL,
    confirmed_by    INTEGER,
    confirmed_at_ms INTEGER,
    UNIQUE (person_number, person_kind),
    CHECK ((source = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

-- Its index of names, as those of the other registers.
CREATE VIRTUAL TABLE insured_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO insured_search (insured_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);
INSERT INTO search_mark (table_name, up_to) VALUES ('insured', 0);

-- One row for each unlocking; whose it was, the visit says. `journal_n` is the number of its entry, which is written after
-- this row and so is no foreign key.
CREATE TABLE key_unlock (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id       INTEGER NOT NULL REFERENCES centre (id),
    window_id       INTEGER NOT NULL REFERENCES service_window (id),
    visit_id        INTEGER NOT NULL UNIQUE REFERENCES visit (id),
    accounting_day  TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    unlocked_by     INTEGER NOT NULL REFERENCES app_user (id),
    unlocked_at_ms  INTEGER NOT NULL,
    reason          TEXT    NOT NULL CHECK (reason IN ('failed_attempts', 'precaution', 'unknown')),
    -- The person's data were brought up to date with it.
    brings_up_to_date INTEGER NOT NULL CHECK (brings_up_to_date IN (0, 1)),
    journal_n       INTEGER NOT NULL UNIQUE
) STRICT;

CREATE INDEX key_unlock_by_day ON key_unlock (accounting_day);

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
