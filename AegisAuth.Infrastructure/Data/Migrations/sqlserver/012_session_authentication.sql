-- How the login was proven (RFC 8176), and when the token was made: a renewal keeps the time of its login.
ALTER TABLE sessions ADD amr NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT df_sessions_amr DEFAULT N'pwd';
ALTER TABLE sessions ADD issued_at BIGINT NULL;
