-- The first schema. Frozen: what changes later is a migration of its own.
-- Times are milliseconds since the Unix epoch (UTC), days are 'YYYY-MM-DD' in the centre's zone, ids are never reused.
-- `folded` columns hold names without accents, in lower case, for search.
-- The registers, which are imported by the million, spell `a = 'x' OR a = 'y' OR …`: a longer IN builds a table for each row.

-- This store itself: one row.
CREATE TABLE store_identity (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    store_id      BLOB    NOT NULL CHECK (length(store_id) = 16),
    demo          INTEGER NOT NULL CHECK (demo IN (0, 1)),
    serial_epoch  INTEGER NOT NULL CHECK (serial_epoch >= 1),
    created_at_ms INTEGER NOT NULL
) STRICT;

-- A demo store stays one, a real store never becomes one.
CREATE TRIGGER store_identity_kept BEFORE UPDATE OF store_id, demo ON store_identity
BEGIN SELECT RAISE(ABORT, 'the identity of a store does not change'); END;

CREATE TABLE centre (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    code     TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 8),
    name     TEXT NOT NULL CHECK (name <> ''),
    province TEXT NOT NULL,
    canton   TEXT NOT NULL,
    zone     TEXT NOT NULL CHECK (zone IN ('mainland', 'galapagos'))
) STRICT;

CREATE TABLE service_window (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id INTEGER NOT NULL REFERENCES centre (id),
    number    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
    UNIQUE (centre_id, number)
) STRICT;

CREATE TABLE app_user (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id             INTEGER NOT NULL REFERENCES centre (id),
    login                 TEXT    NOT NULL UNIQUE,
    full_name             TEXT    NOT NULL CHECK (full_name <> ''),
    role                  TEXT    NOT NULL CHECK (role IN ('clerk', 'supervisor')),
    enabled               INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    generation            INTEGER NOT NULL CHECK (generation >= 1),
    temporary_password    INTEGER NOT NULL CHECK (temporary_password IN (0, 1)),
    public_key            BLOB    CHECK (public_key IS NULL OR length(public_key) = 32),
    credentials_set_by    INTEGER REFERENCES app_user (id),
    credentials_set_at_ms INTEGER NOT NULL,
    last_login_at_ms      INTEGER
) STRICT;

CREATE TABLE setting (
    centre_id INTEGER NOT NULL REFERENCES centre (id),
    name      TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    PRIMARY KEY (centre_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE holiday (
    centre_id INTEGER NOT NULL REFERENCES centre (id),
    on_day    TEXT    NOT NULL CHECK (length(on_day) = 10),
    name      TEXT    NOT NULL,
    PRIMARY KEY (centre_id, on_day)
) STRICT, WITHOUT ROWID;

-- The journal: append-only, hash-chained. Ids and codes only; what names people stands in journal_detail.
CREATE TABLE journal (
    n              INTEGER PRIMARY KEY CHECK (n >= 1),
    op_id          BLOB    NOT NULL UNIQUE CHECK (length(op_id) = 16),
    at_ms          INTEGER NOT NULL,
    accounting_day TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    centre_id      INTEGER NOT NULL,
    window_id      INTEGER NOT NULL,
    user_id        INTEGER NOT NULL,
    operation      TEXT    NOT NULL CHECK (operation <> ''),
    subject_kind   TEXT    NOT NULL,
    subject_id     INTEGER NOT NULL,
    outcome        TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'started', 'chunk', 'ended', 'stopped')),
    code           TEXT    NOT NULL,
    detail_digest  BLOB    NOT NULL CHECK (length(detail_digest) = 32),
    previous       BLOB    NOT NULL CHECK (length(previous) = 32),
    hash           BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX journal_by_subject ON journal (subject_kind, subject_id);
CREATE INDEX journal_by_day ON journal (centre_id, accounting_day);

CREATE TRIGGER journal_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed'); END;
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted'); END;

-- Before and after values; erased when their term is over, the chain stays whole.
CREATE TABLE journal_detail (
    n       INTEGER PRIMARY KEY REFERENCES journal (n),
    salt    BLOB    NOT NULL CHECK (length(salt) = 16),
    payload TEXT    NOT NULL
) STRICT;

-- Approvals, changes of users, closes and restores are signed over the entry's hash.
CREATE TABLE journal_signature (
    n         INTEGER PRIMARY KEY REFERENCES journal (n),
    user_id   INTEGER NOT NULL REFERENCES app_user (id),
    public_key BLOB   NOT NULL CHECK (length(public_key) = 32),
    signature BLOB    NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- What an operation answered, so that running it again has no second effect.
CREATE TABLE operation_result (
    op_id  BLOB    PRIMARY KEY CHECK (length(op_id) = 16),
    n      INTEGER NOT NULL REFERENCES journal (n),
    output TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL CHECK (kind = 'cedula' OR kind = 'foreigner_code' OR kind = 'passport'),
    number          TEXT    NOT NULL CHECK (number <> ''),
    name            TEXT    NOT NULL CHECK (name <> ''),
    folded          TEXT    NOT NULL,
    source          TEXT    NOT NULL CHECK (source = 'import' OR source = 'hand' OR source = 'confirmed'),
    recorded_by     INTEGER NOT NULL,
    recorded_at_ms  INTEGER NOT NULL,
    confirmed_by    INTEGER,
    confirmed_at_ms INTEGER,
    UNIQUE (number, kind),
    CHECK ((source = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE TABLE employer (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    number          TEXT    NOT NULL UNIQUE,
    kind            TEXT    NOT NULL CHECK (kind = 'private_company' OR kind = 'public_body' OR kind = 'independent' OR kind = 'domestic_service'),
    name            TEXT    NOT NULL CHECK (name <> ''),
    folded          TEXT    NOT NULL,
    email           TEXT    NOT NULL,
    sri_state       TEXT    NOT NULL CHECK (sri_state = 'unknown' OR sri_state = 'active' OR sri_state = 'suspended' OR sri_state = 'closed'),
    artisan         INTEGER NOT NULL CHECK (artisan IN (0, 1)),
    source          TEXT    NOT NULL CHECK (source = 'import' OR source = 'hand' OR source = 'confirmed'),
    recorded_by     INTEGER NOT NULL,
    recorded_at_ms  INTEGER NOT NULL,
    confirmed_by    INTEGER,
    confirmed_at_ms INTEGER,
    CHECK ((source = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE TABLE employer_branch (
    employer_id    INTEGER NOT NULL REFERENCES employer (id),
    branch         TEXT    NOT NULL CHECK (length(branch) = 4),
    name           TEXT    NOT NULL,
    source         TEXT    NOT NULL CHECK (source = 'import' OR source = 'hand' OR source = 'confirmed'),
    recorded_by    INTEGER NOT NULL,
    recorded_at_ms INTEGER NOT NULL,
    PRIMARY KEY (employer_id, branch)
) STRICT, WITHOUT ROWID;

CREATE TABLE employer_representative (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    employer_id     INTEGER NOT NULL REFERENCES employer (id),
    person_number   TEXT    NOT NULL CHECK (person_number <> ''),
    person_kind     TEXT    NOT NULL CHECK (person_kind = 'cedula' OR person_kind = 'foreigner_code' OR person_kind = 'passport'),
    person_name     TEXT    NOT NULL,
    capacity        TEXT    NOT NULL,
    source          TEXT    NOT NULL CHECK (source = 'import' OR source = 'hand' OR source = 'confirmed'),
    recorded_by     INTEGER NOT NULL,
    recorded_at_ms  INTEGER NOT NULL,
    confirmed_by    INTEGER,
    confirmed_at_ms INTEGER,
    ended_at_ms     INTEGER,
    UNIQUE (employer_id, person_number, person_kind),
    CHECK ((source = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE TABLE turn (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id       INTEGER NOT NULL REFERENCES centre (id),
    code            TEXT    NOT NULL CHECK (code <> ''),
    procedure       TEXT    NOT NULL,
    origin          TEXT    NOT NULL CHECK (origin IN ('online', 'walk_in')),
    recorded_from   TEXT    NOT NULL CHECK (recorded_from IN ('agenda', 'confirmation', 'window')),
    on_day          TEXT    NOT NULL CHECK (length(on_day) = 10),
    at_minute       INTEGER CHECK (at_minute BETWEEN 0 AND 1439),
    holder_kind     TEXT    NOT NULL CHECK (holder_kind IN ('cedula', 'foreigner_code', 'passport')),
    holder_number   TEXT    NOT NULL,
    holder_name     TEXT    NOT NULL,
    folded          TEXT    NOT NULL,
    priority_group  TEXT    CHECK (priority_group IN ('older_adult', 'disability', 'pregnancy')),
    priority_whose  TEXT    CHECK (priority_whose IN ('applicant', 'presenter')),
    state           TEXT    NOT NULL CHECK (state IN ('scheduled', 'arrived', 'called', 'in_service', 'parked', 'served',
                                                      'not_served', 'abandoned', 'no_show', 'cancelled')),
    vanished        INTEGER NOT NULL CHECK (vanished IN (0, 1)),
    arrived_at_ms   INTEGER,
    called_at_ms    INTEGER,
    called_window   INTEGER REFERENCES service_window (id),
    called_by       INTEGER REFERENCES app_user (id),
    ended_at_ms     INTEGER,
    created_by      INTEGER NOT NULL,
    created_at_ms   INTEGER NOT NULL,
    UNIQUE (centre_id, code),
    CHECK ((priority_group IS NULL) = (priority_whose IS NULL)),
    CHECK (origin = 'online' OR recorded_from = 'window'),
    CHECK (origin = 'walk_in' OR at_minute IS NOT NULL)
) STRICT;

CREATE INDEX turn_by_day ON turn (centre_id, on_day, state);
CREATE INDEX turn_by_holder ON turn (holder_number);

-- Every call, in order: what the fair share of the priority groups is counted from.
CREATE TABLE turn_call (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id INTEGER NOT NULL REFERENCES centre (id),
    on_day    TEXT    NOT NULL CHECK (length(on_day) = 10),
    turn_id   INTEGER NOT NULL REFERENCES turn (id),
    priority  INTEGER NOT NULL CHECK (priority IN (0, 1))
) STRICT;

CREATE INDEX turn_call_by_day ON turn_call (centre_id, on_day);

CREATE TABLE visit (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id        INTEGER NOT NULL REFERENCES centre (id),
    window_id        INTEGER NOT NULL REFERENCES service_window (id),
    procedure        TEXT    NOT NULL,
    turn_id          INTEGER NOT NULL REFERENCES turn (id),
    linked_to        INTEGER REFERENCES visit (id),
    state            TEXT    NOT NULL CHECK (state IN ('open', 'parked', 'ended')),
    outcome          TEXT    CHECK (outcome IN ('served', 'not_served', 'abandoned')),
    accounting_day   TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    opened_at_ms     INTEGER NOT NULL,
    clerk_id         INTEGER NOT NULL REFERENCES app_user (id),
    ended_at_ms      INTEGER,
    employer_number  TEXT    NOT NULL,
    employer_branch  TEXT    NOT NULL,
    applicant_number TEXT    NOT NULL,
    presenter_number TEXT    NOT NULL,
    folded           TEXT    NOT NULL,
    draft            TEXT    NOT NULL,
    draft_revision   INTEGER NOT NULL CHECK (draft_revision >= 0),
    draft_at_ms      INTEGER NOT NULL,
    sample           INTEGER NOT NULL CHECK (sample IN (0, 1)),
    CHECK ((state = 'ended') = (outcome IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_at_ms IS NOT NULL))
) STRICT;

CREATE INDEX visit_by_day ON visit (centre_id, accounting_day);
CREATE INDEX visit_by_turn ON visit (turn_id);
CREATE INDEX visit_by_employer ON visit (employer_number);
CREATE INDEX visit_by_applicant ON visit (applicant_number);
CREATE INDEX visit_by_presenter ON visit (presenter_number);
CREATE INDEX visit_unfinished ON visit (clerk_id, state) WHERE state <> 'ended';

-- Why somebody left without, countable: rule ids of the procedure, or a reason of a plain attention.
CREATE TABLE visit_reason (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    reason   TEXT    NOT NULL,
    PRIMARY KEY (visit_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit_override (
    visit_id    INTEGER NOT NULL REFERENCES visit (id),
    rule        TEXT    NOT NULL,
    sentence    TEXT    NOT NULL,
    reason      TEXT    NOT NULL CHECK (reason <> ''),
    given_by    INTEGER NOT NULL REFERENCES app_user (id),
    given_at_ms INTEGER NOT NULL,
    approval_id INTEGER REFERENCES approval (id),
    PRIMARY KEY (visit_id, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE notarial_power (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    code              TEXT    NOT NULL,
    grantor_kind      TEXT    NOT NULL CHECK (grantor_kind IN ('cedula', 'foreigner_code', 'passport')),
    grantor_number    TEXT    NOT NULL,
    grantor_name      TEXT    NOT NULL,
    holder_kind       TEXT    NOT NULL CHECK (holder_kind IN ('cedula', 'foreigner_code', 'passport')),
    holder_number     TEXT    NOT NULL,
    holder_name       TEXT    NOT NULL,
    folded            TEXT    NOT NULL,
    granted_on        TEXT    NOT NULL CHECK (length(granted_on) = 10),
    valid_until       TEXT    CHECK (length(valid_until) = 10),
    scope             TEXT    NOT NULL CHECK (scope IN ('sufficient', 'unclear', 'insufficient')),
    legal_validation  TEXT    NOT NULL CHECK (legal_validation IN ('validated', 'not_validated')),
    legal_reference   TEXT    NOT NULL,
    legal_on          TEXT    CHECK (length(legal_on) = 10),
    legal_by          TEXT    NOT NULL,
    recorded_by       INTEGER NOT NULL REFERENCES app_user (id),
    recorded_at_ms    INTEGER NOT NULL,
    revoked_by        INTEGER REFERENCES app_user (id),
    revoked_at_ms     INTEGER,
    revoked_reason    TEXT,
    CHECK ((revoked_by IS NULL) = (revoked_at_ms IS NULL)),
    CHECK ((revoked_by IS NULL) = (revoked_reason IS NULL))
) STRICT;

CREATE INDEX notarial_power_by_code ON notarial_power (code);
CREATE INDEX notarial_power_by_grantor ON notarial_power (grantor_number);
CREATE INDEX notarial_power_by_holder ON notarial_power (holder_number);

CREATE TABLE notarial_power_use (
    power_id INTEGER NOT NULL REFERENCES notarial_power (id),
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (power_id, visit_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE artisan_qualification (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    issuer         TEXT    NOT NULL CHECK (issuer IN ('junta_nacional', 'ministry')),
    number         TEXT    NOT NULL CHECK (number <> ''),
    holder_kind    TEXT    NOT NULL CHECK (holder_kind IN ('cedula', 'foreigner_code', 'passport')),
    holder_number  TEXT    NOT NULL,
    holder_name    TEXT    NOT NULL,
    folded         TEXT    NOT NULL,
    issued_on      TEXT    NOT NULL CHECK (length(issued_on) = 10),
    expires_on     TEXT    CHECK (length(expires_on) = 10),
    recorded_by    INTEGER NOT NULL REFERENCES app_user (id),
    recorded_at_ms INTEGER NOT NULL,
    revoked_by     INTEGER REFERENCES app_user (id),
    revoked_at_ms  INTEGER,
    revoked_reason TEXT,
    CHECK ((revoked_by IS NULL) = (revoked_at_ms IS NULL)),
    CHECK ((revoked_by IS NULL) = (revoked_reason IS NULL))
) STRICT;

CREATE INDEX artisan_qualification_by_number ON artisan_qualification (number);
CREATE INDEX artisan_qualification_by_holder ON artisan_qualification (holder_number);

CREATE TABLE artisan_qualification_use (
    qualification_id INTEGER NOT NULL REFERENCES artisan_qualification (id),
    visit_id         INTEGER NOT NULL REFERENCES visit (id),
    at_ms            INTEGER NOT NULL,
    PRIMARY KEY (qualification_id, visit_id)
) STRICT, WITHOUT ROWID;

-- A scan names a blob in the scan file of its year by content address.
CREATE TABLE scan (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind TEXT    NOT NULL CHECK (subject_kind IN ('visit', 'notarial_power', 'artisan_qualification')),
    subject_id   INTEGER NOT NULL,
    paper        TEXT    NOT NULL,
    address      BLOB    NOT NULL CHECK (length(address) = 32),
    in_year      INTEGER NOT NULL CHECK (in_year BETWEEN 2000 AND 2999),
    kind         TEXT    NOT NULL CHECK (kind IN ('png', 'jpeg', 'pdf')),
    byte_count   INTEGER NOT NULL CHECK (byte_count > 0),
    width_px     INTEGER NOT NULL,
    height_px    INTEGER NOT NULL,
    page_count   INTEGER NOT NULL CHECK (page_count >= 1),
    added_by     INTEGER NOT NULL REFERENCES app_user (id),
    added_at_ms  INTEGER NOT NULL
) STRICT;

CREATE INDEX scan_by_subject ON scan (subject_kind, subject_id);
CREATE INDEX scan_by_address ON scan (address);

-- The ledger of slips. `sequence` counts from 1 for each centre, window and epoch, without holes.
-- `journal_n` is the entry that reserved the slip. It is written after the slip, so it cannot be a foreign key: a deferred
-- one makes the engine walk the whole ledger at each entry. `verify` compares the two.
CREATE TABLE issuance (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    serial           TEXT    NOT NULL UNIQUE,
    centre_id        INTEGER NOT NULL REFERENCES centre (id),
    window_id        INTEGER NOT NULL REFERENCES service_window (id),
    epoch            INTEGER NOT NULL CHECK (epoch >= 1),
    sequence         INTEGER NOT NULL CHECK (sequence >= 1),
    visit_id         INTEGER NOT NULL REFERENCES visit (id),
    employer_number  TEXT    NOT NULL,
    employer_branch  TEXT    NOT NULL CHECK (length(employer_branch) = 4),
    recipient_kind   TEXT    NOT NULL CHECK (recipient_kind IN ('cedula', 'foreigner_code', 'passport')),
    recipient_number TEXT    NOT NULL,
    key_hash         TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('reserved', 'sent', 'printed', 'unconfirmed', 'delivered', 'void', 'unknown')),
    accounting_day   TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    clerk_id         INTEGER NOT NULL REFERENCES app_user (id),
    printer          TEXT    NOT NULL,
    job_id           INTEGER,
    journal_n        INTEGER NOT NULL,
    reserved_at_ms   INTEGER NOT NULL,
    ended_at_ms      INTEGER,
    acknowledgement  TEXT    CHECK (acknowledgement IN ('signed', 'unsigned')),
    void_cause       TEXT    CHECK (void_cause IN ('jam', 'misprint', 'printer_fault', 'not_printed', 'lost', 'refused_by_person', 'other')),
    void_reason      TEXT,
    may_still_print  INTEGER NOT NULL CHECK (may_still_print IN (0, 1)),
    purged           INTEGER NOT NULL CHECK (purged IN (0, 1)),
    sample           INTEGER NOT NULL CHECK (sample IN (0, 1)),
    UNIQUE (centre_id, window_id, epoch, sequence),
    CHECK (state = 'reserved' OR state = 'void' OR state = 'unknown' OR job_id IS NOT NULL),
    CHECK ((state = 'delivered') = (acknowledgement IS NOT NULL)),
    CHECK ((state = 'void') = (void_cause IS NOT NULL)),
    CHECK ((state IN ('delivered', 'void', 'unknown')) = (ended_at_ms IS NOT NULL))
) STRICT;

-- One open slip a visit.
CREATE UNIQUE INDEX issuance_one_open ON issuance (visit_id) WHERE state NOT IN ('delivered', 'void', 'unknown');
CREATE INDEX issuance_by_visit ON issuance (visit_id);
CREATE INDEX issuance_by_employer ON issuance (employer_number, employer_branch);
CREATE INDEX issuance_open ON issuance (window_id) WHERE state NOT IN ('delivered', 'void', 'unknown');
CREATE INDEX issuance_by_day ON issuance (centre_id, accounting_day);

-- A second person's word.
CREATE TABLE approval (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id       INTEGER NOT NULL REFERENCES centre (id),
    matter          TEXT    NOT NULL,
    subject_kind    TEXT    NOT NULL,
    subject_id      INTEGER NOT NULL,
    covers          TEXT    NOT NULL,
    reason          TEXT    NOT NULL CHECK (reason <> ''),
    requested_by    INTEGER NOT NULL REFERENCES app_user (id),
    requested_at_ms INTEGER NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('waiting', 'granted', 'refused', 'withdrawn', 'used')),
    answered_by     INTEGER REFERENCES app_user (id),
    answered_at_ms  INTEGER,
    answer_note     TEXT    NOT NULL,
    sole_supervisor INTEGER NOT NULL CHECK (sole_supervisor IN (0, 1)),
    shown_to_approver INTEGER NOT NULL CHECK (shown_to_approver IN (0, 1)),
    CHECK ((state IN ('granted', 'refused', 'used')) = (answered_by IS NOT NULL))
) STRICT;

CREATE INDEX approval_by_subject ON approval (subject_kind, subject_id);
CREATE INDEX approval_waiting ON approval (centre_id) WHERE state = 'waiting';
CREATE INDEX approval_by_approver ON approval (answered_by, shown_to_approver);

-- Long work under way: an import cut in the middle is found here at the next opening.
CREATE TABLE run (
    op_id         BLOB    PRIMARY KEY CHECK (length(op_id) = 16),
    operation     TEXT    NOT NULL,
    started_at_ms INTEGER NOT NULL,
    rows_done     INTEGER NOT NULL CHECK (rows_done >= 0),
    state         TEXT    NOT NULL CHECK (state IN ('running', 'ended', 'stopped'))
) STRICT, WITHOUT ROWID;
