"""Pairing a phone or tablet that counts for one activity, and cutting it off."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from core.accounts.actors import Actor, Grant
from core.accounts.models import Device, PairingCode
from core.accounts.roles import Role
from core.accounts.tokens import hashed, new_code, new_token, tidy_code
from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused

CODE_LIFE = timedelta(minutes=10)
_HEARD_STEP = timedelta(minutes=1)


def make_code(
    session: DistrictSession, actor: Actor, activity_id: int, label: str, now: datetime
) -> str:
    """A code that pairs one device within ten minutes. Codes run out are removed."""
    forget_codes(session, now)
    code = new_code()
    session.add(
        PairingCode(
            id=new_id(now),
            activity_id=activity_id,
            label=label,
            code_hash=hashed(code),
            created_by=actor.reference,
            expires_at=now + CODE_LIFE,
            used_at=None,
        )
    )
    record(session, actor.reference, "devices:code", f"activity:{activity_id}", now=now)
    return code


def forget_codes(session: DistrictSession, now: datetime) -> None:
    """Remove codes that have run out."""
    session.execute(delete(PairingCode).where(PairingCode.expires_at < now))


def pair(session: DistrictSession, code: str, now: datetime) -> str:
    """Use a code and give the device its token, once. Raises Refused when the code is no good."""
    # The update decides who was first: two phones may read the same QR code at once.
    used = session.execute(
        update(PairingCode)
        .where(
            PairingCode.code_hash == hashed(tidy_code(code)),
            PairingCode.used_at.is_(None),
            PairingCode.expires_at > now,
        )
        .values(used_at=now)
        .returning(PairingCode.activity_id, PairingCode.label)
        .execution_options(synchronize_session=False)
    ).first()
    if used is None:
        raise Refused(
            N_("This code does not work. It can be used once, for ten minutes. Ask for a new one."),
            field="code",
        )
    token = new_token()
    device = Device(
        id=new_id(now),
        activity_id=used.activity_id,
        label=used.label,
        token_hash=hashed(token),
        paired_at=now,
        last_heard_at=now,
        cut_off_at=None,
    )
    session.add(device)
    record(session, f"device:{device.id}", "devices:pair", f"activity:{used.activity_id}", now=now)
    return token


def by_device_token(session: DistrictSession, token: str) -> Actor | None:
    """The device that holds this token, unless it has been cut off."""
    row = session.execute(
        select(Device.id, Device.label, Device.activity_id).where(
            Device.token_hash == hashed(token), Device.cut_off_at.is_(None)
        )
    ).first()
    if row is None:
        return None
    grant = Grant(Role.DEVICE, session.district_id, None)
    return Actor("device", row.id, row.label, (grant,), activity_id=row.activity_id)


def heard_from(session: DistrictSession, device_id: int, now: datetime) -> None:
    """Note that a device was there, at most once a minute."""
    session.execute(
        update(Device)
        .where(Device.id == device_id, Device.last_heard_at < now - _HEARD_STEP)
        .values(last_heard_at=now)
        .execution_options(synchronize_session=False)
    )


def devices_of(session: DistrictSession, activity_id: int) -> list[Device]:
    """The devices of an activity, those in use first, then the latest cut off."""
    rows = session.scalars(select(Device).where(Device.activity_id == activity_id))
    return sorted(rows, key=lambda d: (d.cut_off_at is not None, -d.paired_at.timestamp()))


def cut_off(
    session: DistrictSession, actor: Actor, activity_id: int, device_id: int, now: datetime
) -> Device:
    """Cut a device off. Its next request is refused. Raises NotFound."""
    device = session.scalar(
        select(Device).where(Device.id == device_id, Device.activity_id == activity_id)
    )
    if device is None:
        raise NotFound
    device.cut_off_at = now
    record(session, actor.reference, "devices:cut-off", f"device:{device_id}", now=now)
    return device
