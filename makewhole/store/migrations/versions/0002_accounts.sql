-- Accounts on X and the tokens they speak with.
SELECT 1;
