"""The layout of each route."""
