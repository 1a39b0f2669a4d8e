-- The search index, part of version 1.
-- One index of trigrams a noun, over its folded names with a space before and after, so that a word of one or two
-- letters is found too, as a whole word. Without positions and without a copy of the text: small, quick to load in bulk;
-- the noun's own row has the last word on a match.
-- The store's writer keeps it (`search::pending`), up to the id that the mark says: triggers that wrote to it directly
-- would leave a segment for each row. Segments are merged in bounded steps, never inside a commit (automerge 0; crisismerge at
-- its ceiling). 'secure-delete': what is erased from a noun leaves no entry behind.

CREATE VIRTUAL TABLE person_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO person_search (person_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE VIRTUAL TABLE employer_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO employer_search (employer_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE VIRTUAL TABLE turn_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO turn_search (turn_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE VIRTUAL TABLE visit_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO visit_search (visit_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE VIRTUAL TABLE notarial_power_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO notarial_power_search (notarial_power_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

CREATE VIRTUAL TABLE artisan_qualification_search USING fts5(searched, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
INSERT INTO artisan_qualification_search (artisan_qualification_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

-- Whom a person represents. An index like the others, of whole numbers: numbers come in no order, and an ordinary index
-- would touch one page a row in the import of a million.
CREATE VIRTUAL TABLE employer_representative_search USING fts5(searched, tokenize = 'ascii', content = '', columnsize = 0, detail = none);
INSERT INTO employer_representative_search (employer_representative_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('secure-delete', 1), ('hashsize', 4194304);

-- Up to which id each table is in its index.
CREATE TABLE search_mark (
    table_name TEXT    PRIMARY KEY,
    up_to      INTEGER NOT NULL CHECK (up_to >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO search_mark (table_name, up_to) VALUES
    ('person', 0),
    ('employer', 0),
    ('employer_representative', 0),
    ('turn', 0),
    ('visit', 0),
    ('notarial_power', 0),
    ('artisan_qualification', 0);

-- A turn's code alone, whatever the centre.
CREATE INDEX turn_by_code ON turn (code);
