"""Pages of the desks: for people who work for the program or for whoever runs the kiosk."""
