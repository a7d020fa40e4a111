-- Passkeys (WebAuthn level 3). Credential ids are up to 1023 bytes long, more than every engine takes as a key: their hash
-- is the key. sign_count is 0 for authenticators that do not count.
CREATE TABLE passkeys (
    credential_hash BYTEA NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    surface INTEGER NOT NULL,
    credential_id BYTEA NOT NULL,
    user_handle BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Challenges that were given out; each works once. bound_hash: of the session or of the browser's cookie.
CREATE TABLE passkey_challenges (
    challenge_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT COLLATE "C" NOT NULL,
    bound_hash BYTEA NOT NULL,
    user_handle BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);
