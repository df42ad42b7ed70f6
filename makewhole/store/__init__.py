"""PostgreSQL, one dialect: what is kept, owed and sealed. It holds records and no rule."""
