"""`user create` and `token create`."""

import sys

import click
from sqlalchemy import select

from core.accounts.actors import COMMAND
from core.accounts.models import ApiToken
from core.accounts.roles import Role
from core.accounts.sign_in import find_user
from core.accounts.tokens import hashed, new_token
from core.accounts.users import create_user, grant
from core.audit.service import record
from core.cli.context import Program
from core.db.tenancy import PlatformSession
from core.districts.models import Organisation
from core.problems import Refused

_GRANTABLE = tuple(role.value for role in Role if role is not Role.DEVICE)


@click.group("user")
def users() -> None:
    """Accounts."""


@users.command("create")
@click.argument("email")
@click.option("--district", "slug", required=True, help="Where the role is held.")
@click.option("--role", required=True, type=click.Choice(_GRANTABLE))
@click.option("--organisation", help="The organisation the role is for.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password's line.")
@click.pass_obj
def create(
    program: Program,
    email: str,
    slug: str,
    role: str,
    organisation: str | None,
    password_stdin: bool,  # noqa: ARG001 (says where the password comes from; there is no other way)
) -> None:
    """Make an account with one role. An `admin` has it in every district."""
    district = program.district(slug)
    password = program.parts.passwords.hash(sys.stdin.readline().rstrip("\r\n"))
    now = program.parts.clock()
    with program.parts.database.platform_writing() as shared:
        user = create_user(
            shared,
            email=email,
            name=email.partition("@")[0],
            password_hash=password,
            now=now,
            actor=COMMAND.reference,
        )
        grant(
            shared,
            user,
            Role(role),
            district_id=None if role == Role.ADMIN else district.id,
            organisation_id=_organisation(shared, organisation),
            now=now,
            actor=COMMAND.reference,
        )
    click.echo(f"{email} is {role} in {district.name}.")


@click.group("token")
def tokens() -> None:
    """API tokens."""


@tokens.command("create")
@click.option("--user", "email", required=True)
@click.option("--district", "slug", required=True)
@click.pass_obj
def create_token(program: Program, email: str, slug: str) -> None:
    """Print a token for programs, once. It has the user's roles, in one district."""
    district, now, token = program.district(slug), program.parts.clock(), new_token()
    with program.parts.database.platform_writing() as shared:
        user = find_user(shared, email)
        if user is None:
            raise Refused("There is no account with the e-mail %(email)s.", email=email)
        shared.add(
            ApiToken(
                token_hash=hashed(token), user_id=user.id, district_id=district.id, created_at=now
            )
        )
        record(shared, COMMAND.reference, "accounts:token", f"user:{user.id}", now=now)
    click.echo(token)


def _organisation(shared: PlatformSession, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = shared.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if found is None:
        raise Refused("There is no organisation %(slug)s.", slug=slug)
    return found
