-- How often the person was called since they came: before somebody counts as not having come, a centre may want more than one.
ALTER TABLE turn ADD COLUMN calls INTEGER NOT NULL DEFAULT 0 CHECK (calls >= 0);

-- What somebody is told of a visit when they are next at the window: a supervisor that a colleague asks to look at it, a clerk
-- that theirs was set aside or ended. Why, by whom and when stands in the journal's entry `journal_n`, which is written after
-- this row and so is no foreign key.
CREATE TABLE visit_notice (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id  INTEGER NOT NULL REFERENCES centre (id),
    visit_id   INTEGER NOT NULL REFERENCES visit (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('look', 'parked', 'ended')),
    -- Nobody by name: any supervisor.
    for_user   INTEGER REFERENCES app_user (id),
    journal_n  INTEGER NOT NULL,
    seen_by    INTEGER REFERENCES app_user (id),
    seen_at_ms INTEGER,
    CHECK ((kind = 'look') = (for_user IS NULL)),
    CHECK ((seen_by IS NULL) = (seen_at_ms IS NULL))
) STRICT;

CREATE INDEX visit_notice_unseen ON visit_notice (centre_id) WHERE seen_by IS NULL;

-- A paper of the registers may be copied in a visit; which one.
-- A validation whose stamp shows nothing is told apart from one of which nobody said what it shows.
-- A revocation has the day of the act that revoked the paper; of older ones it is not known.
-- What was copied wrongly is set aside: it is offered no more, and the paper is not revoked by it.
ALTER TABLE notarial_power ADD COLUMN recorded_in_visit INTEGER REFERENCES visit (id);
ALTER TABLE notarial_power ADD COLUMN legal_without_data INTEGER NOT NULL DEFAULT 0 CHECK (legal_without_data IN (0, 1));
ALTER TABLE notarial_power ADD COLUMN revoked_on TEXT CHECK (length(revoked_on) = 10);
ALTER TABLE notarial_power ADD COLUMN set_aside_by INTEGER REFERENCES app_user (id);
ALTER TABLE notarial_power ADD COLUMN set_aside_at_ms INTEGER;
ALTER TABLE notarial_power ADD COLUMN set_aside_reason TEXT;

ALTER TABLE artisan_qualification ADD COLUMN recorded_in_visit INTEGER REFERENCES visit (id);
ALTER TABLE artisan_qualification ADD COLUMN revoked_on TEXT CHECK (length(revoked_on) = 10);
ALTER TABLE artisan_qualification ADD COLUMN set_aside_by INTEGER REFERENCES app_user (id);
ALTER TABLE artisan_qualification ADD COLUMN set_aside_at_ms INTEGER;
ALTER TABLE artisan_qualification ADD COLUMN set_aside_reason TEXT;

-- In which gender a user's function is said; of older ones it is not known.
ALTER TABLE app_user ADD COLUMN gender TEXT CHECK (gender IN ('feminine', 'masculine'));
