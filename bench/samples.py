"""Four copies of a sample plugin, installed by a folder on the path."""

from pathlib import Path

_PLUGIN = """
from core.plugin_api import Card, CardBody, CountCategory, CountKind, Manifest, hookimpl

manifest = Manifest("{name}", "Sample {name}", "1.0")


@hookimpl
def menu(district):
    return []


@hookimpl
def dashboard_cards(district):
    return [Card("card", "Sample", "schedules:calendar:see", lambda context: CardBody(("Hello",)))]


@hookimpl
def count_categories(district):
    return []


@hookimpl
def statistics(district):
    return []
"""


def install(folder: Path, count: int) -> list[str]:
    """Write the packages with their entry points; gives the plugins' names."""
    names = [f"sample{number}" for number in range(count)]
    for name in names:
        (folder / f"{name}.py").write_text(_PLUGIN.format(name=name))
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[innbyggerbasen.plugins]\n{name} = {name}\n")
    return names
