-- Raised by a new password only: what a login, a step-up and a change hold on to. An upgraded hash leaves it.
ALTER TABLE users ADD password_version BIGINT NOT NULL CONSTRAINT df_users_password_version DEFAULT 0;
