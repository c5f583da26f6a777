"""One SQLModel class a table, with its indexes and constraints; no rules and no queries of pages."""

from ctpat_app.tables import (
    accounts,
    agreements,
    audit,
    drafts,
    library_versions,
    organizations,
    outbox,
    recovery,
    second_factors,
    security_models,
)

__all__ = [
    "accounts",
    "agreements",
    "audit",
    "drafts",
    "library_versions",
    "organizations",
    "outbox",
    "recovery",
    "second_factors",
    "security_models",
]
