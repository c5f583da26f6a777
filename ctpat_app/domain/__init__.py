"""Rules of the program: pure functions without database, clock, files or web framework."""
