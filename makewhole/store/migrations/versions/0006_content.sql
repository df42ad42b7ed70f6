-- Content of X kept as X wants it: when it was last seen there, edits, and who exported it.
SELECT 1;
