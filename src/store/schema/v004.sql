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
