-- What calls cost, what a brand may spend, and the pace of messages.
SELECT 1;
