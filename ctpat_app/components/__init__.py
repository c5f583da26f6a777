"""Reusable pieces of pages: texts, fields, error summary, layout."""
