-- An entry is written with its transaction and has a negative sequence until it is sealed into the chain. The chain carries
-- a salted digest of address and user agent: both can be erased, and the salt with them, without breaking it.
ALTER TABLE audit_entries ADD COLUMN origin_salt BYTEA NULL;
ALTER TABLE audit_entries ADD COLUMN origin_digest BYTEA NULL;
