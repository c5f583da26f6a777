"""Browser tests: one file a task of a user."""
