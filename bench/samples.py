"""Sample plugins, installed by a folder on the path."""

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


_SLEEPER = """
import time

from core.plugin_api import Manifest, Own, Rule, hookimpl

manifest = Manifest("{name}", "The sleeper", "1.0")


def sleep(request, snapshot):
    time.sleep(30)
    return []


@hookimpl
def booking_rules(district):
    return [Rule("sleep", "It sleeps", Own(sleep), places=("{place}",))]
"""


def install(folder: Path, count: int) -> list[str]:
    """Write the packages with their entry points; gives the plugins' names."""
    names = [f"sample{number}" for number in range(count)]
    for name in names:
        _write(folder, name, _PLUGIN.format(name=name))
    return names


def install_sleeper(folder: Path, place: str) -> str:
    """A plugin whose own rule for that place sleeps half a minute; gives its name."""
    name = "sleeper"
    _write(folder, name, _SLEEPER.format(name=name, place=place))
    return name


def _write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[innbyggerbasen.plugins]\n{name} = {name}\n")
