"""Demo data for kiosk run; never in kiosk serve."""
