-- Six digits on their way to a phone. What is stored is their HMAC; its key is encrypted by the key ring, because six
-- digits behind a bare hash are read back in a second. One row for each number and purpose: a new code takes the place
-- of the one before. user_id is 0 where nobody is signed in.
CREATE TABLE phone_codes (
    contact TEXT NOT NULL,
    purpose TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    mac BLOB NOT NULL,
    protected_key TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (contact, purpose, user_id)
) WITHOUT ROWID;
CREATE INDEX phone_codes_by_expiry ON phone_codes (expires_at);

-- Access tokens of providers, which all nodes share. While lease_until is ahead, one node asks for the next.
CREATE TABLE provider_tokens (
    app TEXT NOT NULL PRIMARY KEY,
    protected_token TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    version INTEGER NOT NULL
) WITHOUT ROWID;
