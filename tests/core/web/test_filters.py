"""How sentences are written on a page."""

import pytest
from markupsafe import Markup

from core.web.filters import unbroken


@pytest.mark.parametrize("times", ["16.00–18.00", "16:00–18:00"])
def test_times_stand_on_one_line(times: str) -> None:
    said = unbroken(f"Hagen is taken 13.10.2026, {times}, by others.")
    whole = f'<span class="no-break">{times}</span>'
    assert said == f"Hagen is taken 13.10.2026, {whole}, by others."


def test_what_people_have_typed_is_no_markup() -> None:
    assert "<b>" not in unbroken("<b>Hagen</b>, 16.00–18.00")


def test_what_is_markup_stays_so() -> None:
    assert unbroken(Markup("<b>{}</b>").format("R&B")) == Markup("<b>R&amp;B</b>")
