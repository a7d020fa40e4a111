-- How the login was proven (RFC 8176), and when the token was made: a renewal keeps the time of its login.
ALTER TABLE sessions ADD COLUMN amr TEXT COLLATE "C" NOT NULL DEFAULT 'pwd';
ALTER TABLE sessions ADD COLUMN issued_at BIGINT NULL;
