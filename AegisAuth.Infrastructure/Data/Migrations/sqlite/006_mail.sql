-- Mails on their way: a row until the mail server has taken it, so that neither a restart nor a server that is away
-- loses one. The text holds codes and is encrypted by the key ring.
CREATE TABLE queued_mails (
    id TEXT NOT NULL PRIMARY KEY,
    protected_message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    lease TEXT NULL
) WITHOUT ROWID;
CREATE INDEX queued_mails_by_next ON queued_mails (next_at);
