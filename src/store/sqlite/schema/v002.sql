-- Days that were closed, with the figures of their act. As with the journal, nothing here is changed or deleted.
-- `journal_n` is the entry that closed the day; it is written after this row, so it cannot be a foreign key.
CREATE TABLE day_close (
    centre_id    INTEGER NOT NULL REFERENCES centre (id),
    on_day       TEXT    NOT NULL CHECK (length(on_day) = 10),
    closed_at_ms INTEGER NOT NULL,
    closed_by    INTEGER NOT NULL REFERENCES app_user (id),
    window_id    INTEGER NOT NULL REFERENCES service_window (id),
    journal_n    INTEGER NOT NULL UNIQUE,
    figures      TEXT    NOT NULL,
    PRIMARY KEY (centre_id, on_day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER day_close_never_changed BEFORE UPDATE ON day_close
BEGIN SELECT RAISE(ABORT, 'a closed day is never changed'); END;
CREATE TRIGGER day_close_never_deleted BEFORE DELETE ON day_close
BEGIN SELECT RAISE(ABORT, 'a closed day is never deleted'); END;

-- Complaints, against a visit or by themselves: what they are about, and what came of them.
CREATE TABLE complaint (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    centre_id      INTEGER NOT NULL REFERENCES centre (id),
    window_id      INTEGER NOT NULL REFERENCES service_window (id),
    recorded_by    INTEGER NOT NULL REFERENCES app_user (id),
    recorded_at_ms INTEGER NOT NULL,
    accounting_day TEXT    NOT NULL CHECK (length(accounting_day) = 10),
    procedure      TEXT    NOT NULL CHECK (procedure <> ''),
    visit_id       INTEGER REFERENCES visit (id),
    matter         TEXT    NOT NULL CHECK (matter <> ''),
    resolution     TEXT    NOT NULL CHECK (resolution <> '')
) STRICT;

CREATE INDEX complaint_by_day ON complaint (centre_id, accounting_day);
CREATE INDEX complaint_by_visit ON complaint (visit_id);

-- The days before the last one of an older store were lived without closes, and none is asked of them.
INSERT INTO setting (centre_id, name, value)
SELECT centre.id, 'closes_from', max(journal.accounting_day) FROM centre JOIN journal ON journal.centre_id = centre.id
GROUP BY centre.id;
