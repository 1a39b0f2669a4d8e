-- The search index, part of version 1.
-- One index of trigrams a noun, over its folded names with a space before and after, so that a word of one or two
-- letters is found too, as a whole word. Without positions and without a copy of the text: small, quick to load in bulk;
-- the noun's own row has the last word on a match. Triggers keep it, whoever writes the noun.
-- Segments are merged by the store in bounded steps, never inside a commit (automerge 0; crisismerge at its ceiling).
-- 'secure-delete': what is erased from a noun leaves no entry behind.

CREATE VIRTUAL TABLE person_search USING fts5(folded, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO person_search (person_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER person_search_added AFTER INSERT ON person
BEGIN
    INSERT INTO person_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER person_search_changed AFTER UPDATE OF folded ON person WHEN OLD.folded <> NEW.folded
BEGIN
    INSERT INTO person_search (person_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
    INSERT INTO person_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER person_search_removed AFTER DELETE ON person
BEGIN
    INSERT INTO person_search (person_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
END;

CREATE VIRTUAL TABLE employer_search USING fts5(folded, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO employer_search (employer_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER employer_search_added AFTER INSERT ON employer
BEGIN
    INSERT INTO employer_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER employer_search_changed AFTER UPDATE OF folded ON employer WHEN OLD.folded <> NEW.folded
BEGIN
    INSERT INTO employer_search (employer_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
    INSERT INTO employer_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER employer_search_removed AFTER DELETE ON employer
BEGIN
    INSERT INTO employer_search (employer_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
END;

CREATE VIRTUAL TABLE turn_search USING fts5(folded, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO turn_search (turn_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER turn_search_added AFTER INSERT ON turn
BEGIN
    INSERT INTO turn_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER turn_search_changed AFTER UPDATE OF folded ON turn WHEN OLD.folded <> NEW.folded
BEGIN
    INSERT INTO turn_search (turn_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
    INSERT INTO turn_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER turn_search_removed AFTER DELETE ON turn
BEGIN
    INSERT INTO turn_search (turn_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
END;

CREATE VIRTUAL TABLE visit_search USING fts5(folded, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO visit_search (visit_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER visit_search_added AFTER INSERT ON visit
BEGIN
    INSERT INTO visit_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER visit_search_changed AFTER UPDATE OF folded ON visit WHEN OLD.folded <> NEW.folded
BEGIN
    INSERT INTO visit_search (visit_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
    INSERT INTO visit_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER visit_search_removed AFTER DELETE ON visit
BEGIN
    INSERT INTO visit_search (visit_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
END;

CREATE VIRTUAL TABLE notarial_power_search USING fts5(folded, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO notarial_power_search (notarial_power_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER notarial_power_search_added AFTER INSERT ON notarial_power
BEGIN
    INSERT INTO notarial_power_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER notarial_power_search_changed AFTER UPDATE OF folded ON notarial_power WHEN OLD.folded <> NEW.folded
BEGIN
    INSERT INTO notarial_power_search (notarial_power_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
    INSERT INTO notarial_power_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER notarial_power_search_removed AFTER DELETE ON notarial_power
BEGIN
    INSERT INTO notarial_power_search (notarial_power_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
END;

CREATE VIRTUAL TABLE artisan_qualification_search USING fts5(folded, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO artisan_qualification_search (artisan_qualification_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER artisan_qualification_search_added AFTER INSERT ON artisan_qualification
BEGIN
    INSERT INTO artisan_qualification_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER artisan_qualification_search_changed AFTER UPDATE OF folded ON artisan_qualification WHEN OLD.folded <> NEW.folded
BEGIN
    INSERT INTO artisan_qualification_search (artisan_qualification_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
    INSERT INTO artisan_qualification_search (rowid, folded) VALUES (NEW.id, ' ' || NEW.folded || ' ');
END;
CREATE TRIGGER artisan_qualification_search_removed AFTER DELETE ON artisan_qualification
BEGIN
    INSERT INTO artisan_qualification_search (artisan_qualification_search, rowid, folded) VALUES ('delete', OLD.id, ' ' || OLD.folded || ' ');
END;

-- Whom a person represents. An index like the others, of whole numbers: numbers come in no order, and an ordinary index
-- would touch one page a row in the import of a million.
CREATE VIRTUAL TABLE employer_representative_search USING fts5(person_number, tokenize = 'ascii', content = '', columnsize = 0, detail = none);
INSERT INTO employer_representative_search (employer_representative_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE TRIGGER employer_representative_search_added AFTER INSERT ON employer_representative
BEGIN
    INSERT INTO employer_representative_search (rowid, person_number) VALUES (NEW.id, NEW.person_number);
END;
CREATE TRIGGER employer_representative_search_changed AFTER UPDATE OF person_number ON employer_representative WHEN OLD.person_number <> NEW.person_number
BEGIN
    INSERT INTO employer_representative_search (employer_representative_search, rowid, person_number) VALUES ('delete', OLD.id, OLD.person_number);
    INSERT INTO employer_representative_search (rowid, person_number) VALUES (NEW.id, NEW.person_number);
END;
CREATE TRIGGER employer_representative_search_removed AFTER DELETE ON employer_representative
BEGIN
    INSERT INTO employer_representative_search (employer_representative_search, rowid, person_number) VALUES ('delete', OLD.id, OLD.person_number);
END;

-- A turn's code alone, whatever the centre.
CREATE INDEX turn_by_code ON turn (code);
