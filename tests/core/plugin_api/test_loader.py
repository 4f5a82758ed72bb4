from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from core.plugin_api import Candidate, DistrictRef, Stage, hookimpl
from core.plugin_api.hooks import HOOKS
from core.plugin_api.loader import LoadResult, discover

MakePlugin = Callable[..., Any]


def load(*plugins: object) -> LoadResult:
    return discover(plugins)


def names(result: LoadResult) -> list[str]:
    return [one.manifest.name for one in result.loaded]


def failing(error: BaseException) -> Candidate:
    def load_it() -> object:
        raise error

    return Candidate("broken", load_it, "broken-dist")


@pytest.mark.parametrize(
    "error",
    [ImportError("no module"), SyntaxError("bad"), SystemExit(3), GeneratorExit(), BaseException()],
)
def test_a_plugin_that_raises_on_import_is_held_back(
    make_plugin: MakePlugin, error: BaseException
) -> None:
    result = load(make_plugin("before"), failing(error), make_plugin("later"))

    assert names(result) == ["before", "later"]
    [held_back] = result.quarantined
    assert (held_back.name, held_back.stage) == ("broken", Stage.IMPORT)
    assert held_back.distribution == "broken-dist"
    assert type(error).__name__ in held_back.error
    assert "load_it" in held_back.traceback


def test_a_person_may_still_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt):
        load(failing(KeyboardInterrupt()))


def test_an_exception_that_cannot_be_printed_is_held_back_too() -> None:
    class Unprintable(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    [held_back] = load(failing(Unprintable())).quarantined

    assert "Unprintable" in held_back.error


def test_an_error_is_one_short_line() -> None:
    [held_back] = load(failing(ValueError("a\nb " + "x" * 1000))).quarantined

    assert held_back.error.startswith("ValueError: a b xxx")
    assert len(held_back.error) == 300


def test_an_entry_point_names_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from core.plugin_api import Manifest\nmanifest = Manifest('outside', 'Outside', '1')\n"
    (tmp_path / "outside_of_core.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    there = EntryPoint("outside", "outside_of_core", "innbyggerbasen.plugins")
    absent = EntryPoint("absent", "absent_module", "innbyggerbasen.plugins")

    result = load(Candidate.of(there), Candidate.of(absent))

    assert names(result) == ["outside"]
    assert [one.name for one in result.quarantined] == ["absent"]


@pytest.mark.parametrize(
    "manifest", [None, "sample", {"name": "sample"}, SimpleNamespace(name="x")]
)
def test_a_plugin_without_a_manifest_is_held_back(manifest: object) -> None:
    plugin = ModuleType("sample")
    vars(plugin)["manifest"] = manifest

    [held_back] = load(Candidate("sample", lambda: plugin)).quarantined

    assert held_back.stage is Stage.MANIFEST
    assert "manifest" in held_back.error.lower()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Sample"}, "'Sample'"),
        ({"name": "9sample"}, "'9sample'"),
        ({"name": "sam-ple"}, "'sam-ple'"),
        ({"name": "../etc"}, "'../etc'"),
        ({"name": ""}, "''"),
        ({"name": "a" * 41}, "at most 40"),
        ({"name": "api"}, "core's own"),
        ({"name": "static"}, "core's own"),
        ({"api": 2}, "made for plugin API 2"),
        ({"title": None}, "Manifest.title"),
        ({"activities": "babytreff"}, "Manifest.activities"),
        ({"activities": ("Baby treff",)}, "'Baby treff'"),
        ({"order": "first"}, "Manifest.order"),
    ],
)
def test_a_manifest_that_does_not_hold_is_held_back(
    make_plugin: MakePlugin, change: dict[str, Any], said: str
) -> None:
    plugin = make_plugin()
    plugin.manifest = replace(plugin.manifest, **change)

    result = load(plugin, make_plugin("neighbour"))

    assert names(result) == ["neighbour"]
    [held_back] = result.quarantined
    assert held_back.stage is Stage.MANIFEST
    assert said in held_back.error


def test_the_entry_point_has_the_manifests_name(make_plugin: MakePlugin) -> None:
    [held_back] = load(Candidate("other", make_plugin)).quarantined

    assert "'sample'" in held_back.error
    assert "'other'" in held_back.error


def test_reserved_names_are_the_callers_to_give(make_plugin: MakePlugin) -> None:
    result = discover([make_plugin("weather")], reserved={"weather"})

    assert not result.loaded


def test_of_two_with_one_name_the_first_stays(make_plugin: MakePlugin) -> None:
    first = make_plugin("same", title="First")

    result = load(first, make_plugin("same", title="Second"))

    assert [one.plugin for one in result.loaded] == [first]
    assert [one.title for one in result.quarantined] == ["Second"]


def test_an_activity_belongs_to_one_plugin(make_plugin: MakePlugin) -> None:
    result = load(
        make_plugin("one", activities=("babytreff", "familiedag")),
        make_plugin("two", activities=("familiedag",)),
    )

    assert names(result) == ["one"]
    assert "'familiedag' belongs to the plugin 'one'" in result.quarantined[0].error


def test_plugins_come_in_manifest_order(make_plugin: MakePlugin) -> None:
    result = load(
        make_plugin("late", order=200),
        make_plugin("b"),
        make_plugin("a"),
        make_plugin("x", order=1),
    )

    assert names(result) == ["x", "a", "b", "late"]


@pytest.mark.parametrize("hook", HOOKS)
def test_other_arguments_than_the_specified_are_refused(make_plugin: MakePlugin, hook: str) -> None:
    def with_session(district: DistrictRef, session: object) -> list[object]:
        return []

    plugin = make_plugin()
    setattr(plugin, hook, hookimpl(with_session))

    result = load(plugin, make_plugin("neighbour"))

    assert names(result) == ["neighbour"]
    assert result.quarantined[0].stage is Stage.REGISTRATION
    assert result.quarantined[0].title == "Sample"
    assert f"should be {hook}({', '.join(HOOKS[hook].arguments)})" in result.quarantined[0].error


def test_the_district_cannot_be_left_out(make_plugin: MakePlugin) -> None:
    def menu() -> list[object]:
        return []

    plugin = make_plugin()
    plugin.menu = hookimpl(menu)

    assert "menu() should be menu(district)" in load(plugin).quarantined[0].error


def test_an_unknown_hook_is_refused(make_plugin: MakePlugin) -> None:
    def weather() -> list[object]:
        return []

    plugin = make_plugin()
    plugin.weather = hookimpl(weather)

    assert "there is no hook 'weather'" in load(plugin).quarantined[0].error


@pytest.mark.parametrize(
    "options", [{"specname": "menu"}, {"wrapper": True}, {"tryfirst": True}, {"optionalhook": True}]
)
def test_hookimpl_takes_no_options(make_plugin: MakePlugin, options: dict[str, Any]) -> None:
    def menu(district: DistrictRef) -> Any:
        yield

    plugin = make_plugin()
    plugin.menu = hookimpl(**options)(menu)

    assert "takes no options" in load(plugin).quarantined[0].error


def test_an_object_that_raises_when_looked_at_is_held_back(make_plugin: MakePlugin) -> None:
    class Hostile:
        def __init__(self) -> None:
            self.manifest = make_plugin("hostile").manifest

        def __dir__(self) -> list[str]:
            raise SystemExit("no")

    result = load(Hostile(), make_plugin("neighbour"))

    assert names(result) == ["neighbour"]
    assert result.quarantined[0].stage is Stage.REGISTRATION


def test_what_cannot_be_put_in_a_set_is_a_plugin_too(make_plugin: MakePlugin) -> None:
    plugin = SimpleNamespace(manifest=make_plugin("unhashable").manifest)

    assert names(load(plugin)) == ["unhashable"]


def test_hooks_may_be_methods(make_plugin: MakePlugin) -> None:
    class Plugin:
        manifest = make_plugin("classy").manifest

        @hookimpl
        def menu(self, district: DistrictRef) -> list[object]:
            return []

    assert names(load(Plugin())) == ["classy"]
