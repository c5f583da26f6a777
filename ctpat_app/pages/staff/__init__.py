"""The desks of those who work for the program."""
