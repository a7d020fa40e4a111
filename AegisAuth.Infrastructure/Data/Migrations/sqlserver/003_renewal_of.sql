-- The first session of a login, where this one is a renewal of it: they are one login to their owner, and end together.
ALTER TABLE sessions ADD renewal_of NVARCHAR(64) COLLATE Latin1_General_BIN2 NULL;
