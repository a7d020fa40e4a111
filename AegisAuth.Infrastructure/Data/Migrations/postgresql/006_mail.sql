-- Mails on their way: a row until the mail server has taken it, so that neither a restart nor a server that is away
-- loses one. The text holds codes and is encrypted by the key ring.
CREATE TABLE queued_mails (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    protected_message TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    lease TEXT COLLATE "C" NULL
);
CREATE INDEX queued_mails_by_next ON queued_mails (next_at);
