-- Where each way in has read to, what came unreadable, and what was deleted before it came.
SELECT 1;
