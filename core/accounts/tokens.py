"""Secrets that are handed out once. The database keeps only their hashes."""

import hashlib
import secrets

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def new_token() -> str:
    """256 random bits, safe in an address or a header."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A pairing code to read aloud and type: no letters that look alike (about 40 bits)."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))


def new_password() -> str:
    """A password to write on a note and change later (about 79 bits)."""
    return f"{new_code()}-{new_code()}"


def tidy_code(typed: str) -> str:
    """A code as typed, without the spaces and dashes people add."""
    return "".join(typed.split()).replace("-", "").upper()


def hashed(secret: str) -> str:
    """A token's fingerprint. Tokens are random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
