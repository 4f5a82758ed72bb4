"""Charts: from zero, labelled, nothing hidden and nothing smuggled in."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from core.statistics.charts import Bar, bar_chart

NASTY = '<script>alert("1")</script> & {bars} %s'
# XML holds no control characters; neither do labels and titles
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))


def drawn(bars: list[Bar], strongest: int | None = None) -> ET.Element:
    chart = bar_chart("weekdays", "Sunday is visited most", "Mean visits.", bars, strongest)
    return ET.fromstring(chart)


def texts(svg: ET.Element) -> list[str | None]:
    return [text.text for text in svg.iter("text")]


def widths(svg: ET.Element) -> list[float]:
    return [float(bar.get("width", "")) for bar in svg.iter("rect")]


def test_a_chart_is_named_and_described() -> None:
    svg = drawn([Bar("Sun", 52.1, "52.1")])
    title, description = svg.find("title"), svg.find("desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("Sunday is visited most", "Mean visits.")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_every_bar_has_its_label_and_its_value() -> None:
    assert texts(drawn([Bar("Sun", 52.1, "52,1"), Bar("Wed", 22, "22")])) == [
        "Sun",
        "52,1",
        "Wed",
        "22",
    ]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_bars_start_at_zero_and_keep_their_proportions(values: list[float]) -> None:
    svg = drawn([Bar(str(n), value, str(value)) for n, value in enumerate(values)])
    assert len({bar.get("x") for bar in svg.iter("rect")}) == 1
    longest = max(widths(svg))
    for value, width in zip(values, widths(svg), strict=True):
        assert abs(width - longest * value / (max(values) or 1)) <= 0.2


def test_nothing_to_tell_is_not_zero() -> None:
    svg = drawn([Bar("Mon", None, "not open"), Bar("Tue", 0, "0"), Bar("Sun", 52, "52")])
    assert len(widths(svg)) == 2
    assert [text.get("class") for text in svg.iter("text") if text.get("class")] == [
        "chart-quiet",
        "chart-value",
        "chart-value",
    ]


def test_the_bar_the_title_speaks_of_stands_out() -> None:
    svg = drawn([Bar("Wed", 22, "22"), Bar("Sun", 52, "52")], strongest=1)
    kinds = [bar.get("class") for bar in svg.iter("rect")]
    assert kinds == ["chart-bar-second", "chart-bar"]


@given(WORDS, WORDS)
def test_everything_is_escaped(label: str, text: str) -> None:
    svg = drawn([Bar(NASTY + label, 1, NASTY + text)])
    assert texts(svg) == [NASTY + label, NASTY + text]
    assert {element.tag for element in svg.iter()} == {
        "svg",
        "title",
        "desc",
        "text",
        "rect",
        "line",
    }


def test_no_style_of_its_own_and_everything_within_the_picture() -> None:
    chart = bar_chart("months", NASTY, NASTY, [Bar("Sep 2022", 4785, "10 000")] * 12)
    assert "style" not in chart
    svg = drawn([Bar("Sep 2022", 4785, "10 000")] * 12)
    _x, _y, wide, high = (float(part) for part in svg.get("viewBox", "").split())
    assert all(
        float(bar.get("x", "")) + float(bar.get("width", "")) < wide for bar in svg.iter("rect")
    )
    assert all(0 < float(text.get("y", "")) < high for text in svg.iter("text"))


def test_no_bars_are_no_error() -> None:
    assert widths(drawn([])) == []
