-- What the person is asked who makes an affiliate key: day and month of birth (no year: nobody asks for it), and for whom they
-- worked. Of somebody whose birth no file says, there is none.
ALTER TABLE insured ADD COLUMN birth TEXT CHECK (length(birth) = 5);

CREATE TABLE work_history (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    person_kind     TEXT    NOT NULL CHECK (person_kind IN ('cedula', 'foreigner_code')),
    person_number   TEXT    NOT NULL CHECK (person_number <> ''),
    employer_name   TEXT    NOT NULL CHECK (employer_name <> ''),
    -- The first and the last month, both in full; of who still works there, no last one.
    from_month      TEXT    NOT NULL CHECK (length(from_month) = 7),
    to_month        TEXT    CHECK (length(to_month) = 7),
    recorded_by     INTEGER NOT NULL,
    recorded_at_ms  INTEGER NOT NULL,
    UNIQUE (person_number, person_kind, employer_name, from_month)
) STRICT;

-- Whether an employer was ever given a key, where a file says it.
ALTER TABLE employer ADD COLUMN has_key INTEGER CHECK (has_key IN (0, 1));

-- What somebody does by themselves: at a screen that was turned to them. `journal_n` is the number of the entry that began it, which
-- is written after this row and so is no foreign key. What is only of use until the end stands in `working`.
CREATE TABLE self_service (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id       INTEGER NOT NULL REFERENCES centre (id),
    window_id       INTEGER NOT NULL REFERENCES service_window (id),
    begun_by        INTEGER NOT NULL REFERENCES app_user (id),
    procedure       TEXT    NOT NULL CHECK (procedure <> ''),
    accounting_day  TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    begun_at_ms     INTEGER NOT NULL,
    person_kind     TEXT    NOT NULL CHECK (person_kind IN ('cedula', 'foreigner_code')),
    person_number   TEXT    NOT NULL,
    employer_number TEXT    NOT NULL,
    employer_branch TEXT    NOT NULL,
    step            TEXT    NOT NULL CHECK (step <> ''),
    working         TEXT    NOT NULL,
    outcome         TEXT    CHECK (outcome IN ('done', 'to_counter', 'refused', 'left')),
    ended_at_ms     INTEGER,
    journal_n       INTEGER NOT NULL UNIQUE,
    CHECK ((outcome IS NULL) = (ended_at_ms IS NULL)),
    CHECK (outcome IS NULL OR working = '')
) STRICT;

CREATE INDEX self_service_by_day ON self_service (centre_id, accounting_day, procedure, outcome);
CREATE INDEX self_service_by_person ON self_service (person_number, begun_at_ms);
CREATE INDEX self_service_by_employer ON self_service (employer_number, begun_at_ms) WHERE employer_number <> '';
CREATE INDEX self_service_open ON self_service (begun_at_ms) WHERE outcome IS NULL;

-- A code or a link that somebody proves with that a letter reached them. The secret is made when the letter is sent, and only
-- its hash is kept; of a decoy, which goes to nobody, none is ever made.
CREATE TABLE challenge (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    flow_id      INTEGER NOT NULL REFERENCES self_service (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('recovery_code', 'recovery_link', 'key_link', 'unlock_link', 'booking_code')),
    decoy        INTEGER NOT NULL CHECK (decoy IN (0, 1)),
    asked_at_ms  INTEGER NOT NULL,
    state        TEXT    NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'open', 'used', 'replaced', 'spent')),
    secret_hash  TEXT    NOT NULL DEFAULT '',
    made_at_ms   INTEGER,
    ended_at_ms  INTEGER,
    CHECK ((secret_hash = '') = (made_at_ms IS NULL)),
    CHECK (decoy = 0 OR secret_hash = ''),
    CHECK ((state IN ('used', 'replaced', 'spent')) = (ended_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX challenge_by_flow ON challenge (flow_id);
CREATE UNIQUE INDEX challenge_by_secret ON challenge (secret_hash) WHERE secret_hash <> '';

-- Every guess at a code that was wrong.
CREATE TABLE challenge_guess (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    challenge_id INTEGER NOT NULL REFERENCES challenge (id),
    at_ms        INTEGER NOT NULL
) STRICT;

CREATE INDEX challenge_guess_by_challenge ON challenge_guess (challenge_id, at_ms);

-- How often in a row somebody's questions were answered wrongly; whether anybody has that number does not matter.
CREATE TABLE wrong_answers (
    person_kind   TEXT    NOT NULL CHECK (person_kind IN ('cedula', 'foreigner_code')),
    person_number TEXT    NOT NULL,
    wrong         INTEGER NOT NULL CHECK (wrong > 0),
    last_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (person_number, person_kind)
) STRICT, WITHOUT ROWID;

-- What is asked of a number about the work history, whether anybody has it or not: drawn once, since of what changes from one
-- time to the next the right answer is what stays.
CREATE TABLE drawn_questions (
    person_kind   TEXT    NOT NULL CHECK (person_kind IN ('cedula', 'foreigner_code')),
    person_number TEXT    NOT NULL,
    questions     TEXT    NOT NULL,
    drawn_at_ms   INTEGER NOT NULL,
    PRIMARY KEY (person_number, person_kind)
) STRICT, WITHOUT ROWID;

-- The personal questions that somebody set, with their answers as hashes.
CREATE TABLE personal_answer (
    person_kind   TEXT    NOT NULL CHECK (person_kind IN ('cedula', 'foreigner_code')),
    person_number TEXT    NOT NULL,
    question      TEXT    NOT NULL CHECK (question <> ''),
    answer_hash   TEXT    NOT NULL CHECK (answer_hash <> ''),
    set_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (person_number, person_kind, question)
) STRICT, WITHOUT ROWID;

-- A key that somebody chose for themselves, as a hash; whose it is and of what, the row of `self_service` says.
CREATE TABLE chosen_key (
    flow_id    INTEGER PRIMARY KEY REFERENCES self_service (id),
    key_hash   TEXT    NOT NULL CHECK (key_hash <> ''),
    made_at_ms INTEGER NOT NULL,
    journal_n  INTEGER NOT NULL UNIQUE
) STRICT;

-- Where whoever booked a turn here is written to.
CREATE TABLE turn_contact (
    turn_id INTEGER PRIMARY KEY REFERENCES turn (id),
    email   TEXT NOT NULL,
    mobile  TEXT NOT NULL
) STRICT;

-- A key is unlocked in a visit, or by the person themselves: then nobody is asked why it was blocked.
CREATE TABLE key_unlock_6 (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id       INTEGER NOT NULL REFERENCES centre (id),
    window_id       INTEGER NOT NULL REFERENCES service_window (id),
    visit_id        INTEGER UNIQUE REFERENCES visit (id),
    flow_id         INTEGER UNIQUE REFERENCES self_service (id),
    accounting_day  TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    unlocked_by     INTEGER NOT NULL REFERENCES app_user (id),
    unlocked_at_ms  INTEGER NOT NULL,
    reason          TEXT    CHECK (reason IN ('failed_attempts', 'precaution', 'unknown')),
    brings_up_to_date INTEGER NOT NULL CHECK (brings_up_to_date IN (0, 1)),
    journal_n       INTEGER NOT NULL UNIQUE,
    CHECK ((visit_id IS NULL) <> (flow_id IS NULL)),
    CHECK ((visit_id IS NULL) = (reason IS NULL)),
    CHECK (flow_id IS NULL OR brings_up_to_date = 0)
) STRICT;
INSERT INTO key_unlock_6 (id, centre_id, window_id, visit_id, accounting_day, unlocked_by, unlocked_at_ms, reason, brings_up_to_date, journal_n)
SELECT id, centre_id, window_id, visit_id, accounting_day, unlocked_by, unlocked_at_ms, reason, brings_up_to_date, journal_n FROM key_unlock;
DROP TABLE key_unlock;
ALTER TABLE key_unlock_6 RENAME TO key_unlock;
CREATE INDEX key_unlock_by_day ON key_unlock (accounting_day);

-- More letters than the one about a delivered key.
CREATE TABLE mail_outbox_6 (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id    INTEGER NOT NULL REFERENCES centre (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('key_delivered', 'challenge', 'key_chosen', 'turn_booked')),
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
INSERT INTO mail_outbox_6 (id, centre_id, kind, about_id, state, queued_at_ms, attempts, next_try_ms, fault, ended_at_ms, failed_on)
SELECT id, centre_id, kind, about_id, state, queued_at_ms, attempts, next_try_ms, fault, ended_at_ms, failed_on FROM mail_outbox;
DROP TABLE mail_outbox;
ALTER TABLE mail_outbox_6 RENAME TO mail_outbox;
CREATE INDEX mail_outbox_waiting ON mail_outbox (next_try_ms) WHERE state = 'waiting';
CREATE INDEX mail_outbox_failed ON mail_outbox (centre_id, failed_on) WHERE state = 'failed';
