"""How to reach somebody: e-mail and telephone, checked and kept in one spelling."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from core.accounts.users import checked_email
from core.problems import N_, Refused

_HERE = "NO"


def read_email(typed: str | None) -> str | None:
    """An address, or None where nothing is typed. Raises Refused (field "email")."""
    return checked_email(typed) if typed and typed.strip() else None


def read_phone(typed: str | None) -> str | None:
    """A number as E.164 ("+4722334455"), or None. Without a country code it is Norwegian.

    Raises Refused (field "phone").
    """
    if not typed or not typed.strip():
        return None
    try:
        number = phonenumbers.parse(typed, _HERE)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Refused(
            N_("This is not a telephone number. Write eight digits, or begin with + and country."),
            field="phone",
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def written_phone(kept: str | None) -> str | None:
    """A kept number as people write it: "22 33 44 55", "+46 8 123 456"."""
    if kept is None:
        return None
    number = phonenumbers.parse(kept, _HERE)
    at_home = phonenumbers.region_code_for_number(number) == _HERE
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
