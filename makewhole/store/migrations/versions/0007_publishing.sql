-- Posts, threads and polls of our own, planned and published.
SELECT 1;
