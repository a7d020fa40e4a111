-- The first session of a login, where this one is a renewal of it: they are one login to their owner, and end together.
ALTER TABLE sessions ADD COLUMN renewal_of TEXT COLLATE "C" NULL;
