"""The user's database: open, migrate, encounters, judgements."""
