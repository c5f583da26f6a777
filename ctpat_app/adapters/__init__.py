"""What touches the outside world: database, clock, mail, storage, printing; handed in at the edge."""
