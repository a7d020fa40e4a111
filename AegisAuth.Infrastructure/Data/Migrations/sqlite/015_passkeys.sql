-- Passkeys (WebAuthn level 3). Credential ids are up to 1023 bytes long, more than every engine takes as a key: their hash
-- is the key. sign_count is 0 for authenticators that do not count.
CREATE TABLE passkeys (
    credential_hash BLOB NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    surface INTEGER NOT NULL,
    credential_id BLOB NOT NULL,
    user_handle BLOB NOT NULL,
    public_key BLOB NOT NULL,
    sign_count INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Challenges that were given out; each works once. bound_hash: of the session or of the browser's cookie.
CREATE TABLE passkey_challenges (
    challenge_hash BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    bound_hash BLOB NOT NULL,
    user_handle BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);
