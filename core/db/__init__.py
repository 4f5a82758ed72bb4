"""Base classes, ids, sessions, tenancy and migrations. Knows no table by name."""
