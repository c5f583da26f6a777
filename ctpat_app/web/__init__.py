"""What is not a Reflex event: gate, sign-in and download routes, headers."""
