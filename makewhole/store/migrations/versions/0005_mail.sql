-- Mail that came and the names it is threaded by.
SELECT 1;
