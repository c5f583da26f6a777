"""Repeatable measurements of the kiosk; ``kiosk bench`` runs them. Not tests: a slow machine fails nothing here."""
