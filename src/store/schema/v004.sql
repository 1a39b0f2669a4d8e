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
