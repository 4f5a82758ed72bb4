"""The users of a district and their roles here."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts import members as service
from core.accounts.members import Held, Member
from core.accounts.roles import ROLE_TITLES, Permission, Role
from core.accounts.tokens import new_password
from core.people.organisations import listed
from core.problems import NotFound, Refused
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_users import NewPasswordForm, NewUserForm, RoleForm, kept, with_choices
from core.web.here import access, here, platform, reading
from core.web.languages import translated

bp = Blueprint("users", __name__, url_prefix="/settings/users")
Answer = str | Response | tuple[str, int]


@bp.get("")
@requires(Permission.USERS_EDIT)
def index() -> str:
    """Everybody with a role in this district."""
    with platform().database.platform_reading() as shared:
        rows = service.members(shared, access())
    return render_template("users/index.html", members=rows, titles=ROLE_TITLES)


@bp.get("/new")
@requires(Permission.USERS_EDIT)
def new() -> str:
    """The form for one more."""
    return render_template("users/new.html", form=_with_choices(NewUserForm()))


@bp.post("/new")
@requires(Permission.USERS_EDIT)
def create() -> Answer:
    """Make an account with a role, or give the role to the account that has the e-mail."""
    form = NewUserForm()
    _with_choices(form)
    if form.validate_on_submit():
        made = None if form.password.data else new_password()
        try:
            added = _add(form, made or form.password.data or "")
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _after_adding(added, made)
    return render_template("users/new.html", form=form), 422


@bp.get("/<int:user>")
@requires(Permission.USERS_EDIT)
def show(user: int) -> str:
    """One user: roles here, and what can be done with the account."""
    return _show(user)


@bp.get("/<int:user>/roles/new")
@requires(Permission.USERS_EDIT)
def new_role(user: int) -> str:
    """The form for one more role."""
    return _role_page(_with_choices(RoleForm()), _member(user), None)


@bp.post("/<int:user>/roles/new")
@requires(Permission.USERS_EDIT)
def give_role(user: int) -> Answer:
    """Give one more role."""
    return _save_role(RoleForm(), _member(user), None)


@bp.get("/<int:user>/roles/<int:role>")
@requires(Permission.USERS_EDIT)
def edit_role(user: int, role: int) -> str:
    """The form with a role that is held."""
    member = _member(user)
    held = _held(member, role)
    return _role_page(_with_choices(RoleForm(data=kept(held))), member, held)


@bp.post("/<int:user>/roles/<int:role>")
@requires(Permission.USERS_EDIT)
def change_role(user: int, role: int) -> Answer:
    """Give another role instead."""
    member = _member(user)
    return _save_role(RoleForm(), member, _held(member, role))


@bp.post("/<int:user>/roles/<int:role>/remove")
@requires(Permission.USERS_EDIT)
def take_role(user: int, role: int) -> Answer:
    """Take a role away."""
    try:
        with platform().database.platform_writing() as shared:
            stays = service.take_role(shared, access(), user, role, here().now)
    except Refused as refusal:
        return _show(user, refusal), 409
    flash(gettext("The role is taken away, from the next page they open."), "success")
    return redirect(url_for("users.show", user=user) if stays else url_for("users.index"))


@bp.get("/<int:user>/password")
@requires(Permission.USERS_EDIT)
def ask_password(user: int) -> str:
    """The form for a new password."""
    return render_template("users/new_password.html", form=NewPasswordForm(), member=_member(user))


@bp.post("/<int:user>/password")
@requires(Permission.USERS_EDIT)
def set_password(user: int) -> Answer:
    """Set a new password; whoever is signed in with the old one is signed out."""
    form, member = NewPasswordForm(), _member(user)
    if form.validate_on_submit():
        made = None if form.password.data else new_password()
        try:
            password_hash = platform().passwords.hash(made or form.password.data or "")
            with platform().database.platform_writing() as shared:
                service.new_password(shared, access(), user, password_hash, here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _after_password(user, member.name, made)
    return render_template("users/new_password.html", form=form, member=member), 422


@bp.get("/<int:user>/close")
@requires(Permission.USERS_EDIT)
def ask_close(user: int) -> str:
    """What goes and what stays, before an account is closed."""
    return render_template("users/close.html", member=_member(user))


@bp.post("/<int:user>/close")
@requires(Permission.USERS_EDIT)
def close(user: int) -> Answer:
    """Close an account for good."""
    try:
        with platform().database.platform_writing() as shared:
            service.close(shared, access(), user, here().now)
    except Refused as refusal:
        return _show(user, refusal), 409
    flash(gettext("The account is closed."), "success")
    return redirect(url_for("users.index"))


def _add(form: NewUserForm, password: str) -> service.AddedMember:
    # Hashed before the writers' queue: argon2 takes its time, and others are counting.
    password_hash = platform().passwords.hash(password)
    with platform().database.platform_writing() as shared:
        return service.add(
            shared,
            access(),
            email=form.email.data or "",
            name=form.name.data or "",
            role=Role(form.role.data),
            organisation_id=form.organisation_id,
            password_hash=password_hash,
            now=here().now,
        )


def _after_adding(added: service.AddedMember, made: str | None) -> Answer:
    if added.was_known:
        flash(
            gettext(
                "There was an account with this e-mail. It has the role now, "
                "and its own name and password as before."
            ),
            "success",
        )
        return redirect(url_for("users.show", user=added.user_id))
    return _after_password(added.user_id, added.name, made)


def _after_password(user: int, name: str, made: str | None) -> Answer:
    """A password we made is in this one answer and nowhere else: no redirect could carry it."""
    if made is not None:
        return render_template("users/password.html", user=user, name=name, password=made)
    flash(gettext("%(name)s can sign in with the password you chose.", name=name), "success")
    return redirect(url_for("users.show", user=user))


def _save_role(form: RoleForm, member: Member, instead_of: Held | None) -> Answer:
    _with_choices(form)
    if form.validate_on_submit():
        try:
            with platform().database.platform_writing() as shared:
                service.give_role(
                    shared,
                    access(),
                    member.id,
                    Role(form.role.data),
                    form.organisation_id,
                    here().now,
                    instead_of=instead_of.id if instead_of else None,
                )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The role is saved. It holds from the next page they open."), "success")
            return redirect(url_for("users.show", user=member.id))
    return _role_page(form, member, instead_of), 422


def _role_page(form: RoleForm, member: Member, held: Held | None) -> str:
    return render_template("users/role.html", form=form, member=member, held=held)


def _with_choices(form: RoleForm) -> RoleForm:
    with reading() as session:
        return with_choices(form, listed(session))


def _member(user: int) -> Member:
    with platform().database.platform_reading() as shared:
        return service.member(shared, access(), user)


def _held(member: Member, role: int) -> Held:
    found = next((held for held in member.roles if held.id == role), None)
    if found is None:
        raise NotFound
    return found


def _show(user: int, refusal: Refused | None = None) -> str:
    with platform().database.platform_reading() as shared:
        member = service.member(shared, access(), user)
        decides = service.decides_over(shared, access(), user)
    return render_template(
        "users/show.html",
        member=member,
        decides=decides,
        is_me=access().actor.kind == "user" and access().actor.id == user,
        titles=ROLE_TITLES,
        refused=translated(refusal.message, refusal.values) if refusal else None,
    )
