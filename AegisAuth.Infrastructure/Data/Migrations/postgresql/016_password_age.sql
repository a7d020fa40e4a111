-- When the password was set; an upgraded hash of the same password leaves it. Null for passwords from before this column, for
-- imported ones and those that an account was made with: they count from when the account was made, and cannot be older.
ALTER TABLE users ADD COLUMN password_changed_at BIGINT NULL;
