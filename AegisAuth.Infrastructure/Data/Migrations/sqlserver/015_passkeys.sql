-- Passkeys (WebAuthn level 3). Credential ids are up to 1023 bytes long, more than every engine takes as a key: their hash
-- is the key. sign_count is 0 for authenticators that do not count.
CREATE TABLE passkeys (
    credential_hash BINARY(32) NOT NULL CONSTRAINT passkeys_key PRIMARY KEY,
    id NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    surface INT NOT NULL,
    credential_id VARBINARY(1023) NOT NULL,
    user_handle VARBINARY(64) NOT NULL,
    public_key VARBINARY(2048) NOT NULL,
    sign_count BIGINT NOT NULL,
    name NVARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Challenges that were given out; each works once. bound_hash: of the session or of the browser's cookie.
CREATE TABLE passkey_challenges (
    challenge_hash BINARY(32) NOT NULL CONSTRAINT passkey_challenges_key PRIMARY KEY,
    purpose NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL,
    bound_hash BINARY(32) NOT NULL,
    user_handle VARBINARY(64) NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);
