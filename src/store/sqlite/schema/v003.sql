-- The log of visits: a range of days is filtered, sorted by the hour and searched on this index alone, without the rows'
-- working copies.
CREATE INDEX visit_log ON visit (centre_id, accounting_day, opened_at_ms, ended_at_ms, window_id, clerk_id, procedure, state, outcome,
                                 turn_id, employer_number, applicant_number, presenter_number, folded);
-- It begins as this one does.
DROP INDEX visit_by_day;

CREATE INDEX issuance_void ON issuance (visit_id) WHERE state = 'void';
