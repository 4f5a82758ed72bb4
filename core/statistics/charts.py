"""Charts as SVG made on the server: labels beside the bars, from zero, readable in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_WIDTH = 340
_ROW = 30
_BAR = 18
_LABEL_WIDTH = 84
_VALUE_WIDTH = 56
_TOP = 6


@dataclass(frozen=True)
class Bar:
    """One bar. `value` None means there is nothing to tell, which is not zero; `text` says it."""

    label: str
    value: float | None
    text: str


def bar_chart(
    key: str,
    title: str,
    description: str,
    bars: Sequence[Bar],
    strongest: int | None = None,
    label_width: int = _LABEL_WIDTH,
) -> Markup:
    """Horizontal bars with their labels and values, for screens, print and screen readers.

    `key` is unique on the page. `strongest` is the index of the bar the title speaks of. Of the
    chart's 340 units `label_width` are for the labels; a letter takes about 7.
    """
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    rows = Markup("").join(
        _row(number, bar, most, label_width, strong=number == strongest)
        for number, bar in enumerate(bars)
    )
    height = _TOP * 2 + _ROW * len(bars)
    return Markup(
        '<svg class="chart-svg" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="{key}-title {key}-desc">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{description}</desc>'
        '{rows}<line class="chart-axis" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/></svg>'
    ).format(
        w=_WIDTH,
        h=height,
        key=key,
        title=title,
        description=description,
        rows=rows,
        x=label_width,
        top=_TOP,
        bottom=height - _TOP,
    )


def _row(number: int, bar: Bar, most: float, label_width: int, *, strong: bool) -> Markup:
    middle = _TOP + _ROW * number + _ROW / 2
    room = _WIDTH - label_width - _VALUE_WIDTH
    width = round(room * (bar.value or 0) / most, 1)
    shape = Markup("")
    if bar.value is not None:
        shape = Markup('<rect class="{kind}" x="{x}" y="{y}" width="{w}" height="{h}"/>').format(
            kind="chart-bar" if strong else "chart-bar-second",
            x=label_width,
            y=middle - _BAR / 2,
            w=width,
            h=_BAR,
        )
    return Markup(
        '<text x="{label_x}" y="{y}" text-anchor="end" dominant-baseline="central">{label}</text>'
        "{shape}"
        '<text class="{kind}" x="{value_x}" y="{y}" dominant-baseline="central">{text}</text>'
    ).format(
        label_x=label_width - 8,
        y=middle,
        label=escape(bar.label),
        shape=shape,
        kind="chart-quiet" if bar.value is None else "chart-value",
        value_x=label_width + width + 8,
        text=bar.text,
    )
