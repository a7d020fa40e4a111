-- When an account is erased that its owner is closing; until then it is disabled. Held: an administrator has disabled it in
-- the meantime, and its owner cannot take the closing back. An erased account stays as a number that is never given out again.
ALTER TABLE users ADD closes_at BIGINT NULL;
ALTER TABLE users ADD closing_held BIT NOT NULL CONSTRAINT df_users_closing_held DEFAULT 0;
ALTER TABLE users ADD erased_at BIGINT NULL;
CREATE INDEX users_by_closing ON users (closes_at);
CREATE INDEX users_by_erasure ON users (erased_at);
-- What a user did is found by the user: for the copy of the own data, and to erase address and user agent in it.
CREATE INDEX audit_entries_by_actor ON audit_entries (actor, sequence);
-- Whose mail it is: an erased user gets none.
ALTER TABLE queued_mails ADD user_id BIGINT NULL;
CREATE INDEX queued_mails_by_user ON queued_mails (user_id);
