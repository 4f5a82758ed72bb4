"""Codes that lead to an address."""

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """A QR code as SVG, which is scaled as a whole: one that is cut off cannot be read."""
    code = segno.make(address)
    return Markup(code.svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None))  # noqa: S704
