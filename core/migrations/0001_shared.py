"""What all districts share: districts, plugins' switches, organisations, users, sign-in."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only
from core.db.types import Json, UtcDateTime

revision = "0001"
down_revision = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False)


def _district(**options: Any) -> sa.Column[int]:
    return sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id"), **options)


def _user() -> sa.Column[int]:
    return sa.Column(
        "user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False, index=True
    )


def _organisation(**options: Any) -> sa.Column[int]:
    return sa.Column("organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id"), **options)


def upgrade() -> None:
    _districts()
    _organisations()
    _users()
    op.create_table(
        "platform_audit_entries",
        _id(),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("detail", Json, nullable=False),
    )
    append_only("platform_audit_entries")


def _districts() -> None:
    op.create_table(
        "districts",
        _id(),
        sa.Column("slug", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("accessibility_url", sa.String),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    for table, content in (
        ("district_plugins", sa.Column("enabled", sa.Boolean, nullable=False)),
        ("plugin_settings", sa.Column("values", Json, nullable=False)),
    ):
        op.create_table(
            table,
            _district(primary_key=True),
            sa.Column("plugin", sa.String, primary_key=True),
            content,
            sa.Column("changed_at", UtcDateTime, nullable=False),
            sa.Column("changed_by", sa.String, nullable=False),
        )


def _organisations() -> None:
    op.create_table(
        "organisations",
        _id(),
        sa.Column("slug", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("number", sa.String),
        sa.Column("parent_id", sa.BigInteger, sa.ForeignKey("organisations.id")),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "district_organisations",
        _district(primary_key=True),
        _organisation(primary_key=True),
        sa.Column("is_own", sa.Boolean, nullable=False),
        sa.Column("archived_at", UtcDateTime),
    )


def _users() -> None:
    op.create_table(
        "users",
        _id(),
        sa.Column("email", sa.String, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("password_hash", sa.String),
        sa.Column("language", sa.String),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("last_seen_at", UtcDateTime),
        sa.Column("closed_at", UtcDateTime),
    )
    op.create_table(
        "role_grants",
        _id(),
        _user(),
        _district(),
        _organisation(),
        sa.Column("role", sa.String, nullable=False),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("token_hash", sa.String, primary_key=True),
        _user(),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "api_tokens",
        sa.Column("token_hash", sa.String, primary_key=True),
        _user(),
        _district(nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "sign_in_attempts",
        _id(),
        sa.Column("key", sa.String, nullable=False, index=True),
        sa.Column("at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "platform_audit_entries",
        "sign_in_attempts",
        "api_tokens",
        "sign_in_sessions",
        "role_grants",
        "users",
        "district_organisations",
        "organisations",
        "plugin_settings",
        "district_plugins",
        "districts",
    ):
        op.drop_table(table)
