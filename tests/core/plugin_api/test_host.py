import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import msgspec
import pytest

from core.plugin_api import (
    Buffer,
    Candidate,
    DistrictRef,
    MenuItem,
    PluginFailure,
    PluginHost,
    Rule,
    Stage,
    hookimpl,
)
from core.plugin_api.hooks import HOOKS, Scope

MakePlugin = Callable[..., Any]
RightAnswers = Callable[[str], dict[str, Any]]

INSTALLED = [name for name, hook in HOOKS.items() if hook.scope is Scope.INSTALLED]


class Settings(msgspec.Struct, frozen=True):
    goal: int = 100


ENABLED = [name for name, hook in HOOKS.items() if hook.scope is Scope.ENABLED]
ALL = ("sample", "neighbour")


@pytest.fixture
def full(make_plugin: MakePlugin, right_answers: RightAnswers) -> MakePlugin:
    """A plugin that answers every hook rightly, but for what the test gives."""

    def make(name: str = "sample", /, **changes: Any) -> ModuleType:
        return make_plugin(name, **{**right_answers(name), **changes})

    return make


def test_right_answers_are_kept_as_they_were_given(
    full: MakePlugin, right_answers: RightAnswers
) -> None:
    host = PluginHost.discover([full()])

    [plugin] = host.installed
    assert host.quarantined == ()
    assert plugin.name == "sample"
    assert plugin.models[0].__tablename__ == "sample_rows"
    assert plugin.migrations == right_answers("sample")["migrations"]
    assert plugin.settings is right_answers("sample")["settings"]
    assert plugin.permissions == tuple(right_answers("sample")["permissions"])
    assert plugin.commands[0].name == "greet"
    assert [one.name for one in plugin.blueprints] == ["sample"]
    assert host.migrations == (("sample", plugin.migrations),)
    assert host.permissions == plugin.permissions
    assert host.manifest("sample").title == "Sample"


def test_no_hook_is_mandatory(make_plugin: MakePlugin, stovner: DistrictRef) -> None:
    host = PluginHost.discover([make_plugin()])

    [plugin] = host.installed
    assert (plugin.models, plugin.migrations, plugin.settings) == ((), None, None)
    for hook in ENABLED:
        assert not host.call_enabled(hook, stovner, ALL).answers


@pytest.mark.parametrize("hook", INSTALLED)
@pytest.mark.parametrize("bad", [RuntimeError("broken"), SystemExit(1), None, "text", [object()]])
def test_failing_at_start_takes_the_whole_plugin_out_and_no_other(
    full: MakePlugin, stovner: DistrictRef, hook: str, bad: object
) -> None:
    host = PluginHost.discover([full(**{hook: bad}), full("neighbour")])

    [held_back] = host.quarantined
    assert (held_back.name, held_back.title) == ("sample", "Sample")
    assert (held_back.stage, held_back.hook) == (Stage.ANSWER, hook)
    assert [one.name for one in host.installed] == ["neighbour"]
    assert host.all_names == {"sample", "neighbour"}
    assert all(grant.permission.startswith("neighbour:") for grant in host.permissions)
    for name in ENABLED:
        answers = host.call_enabled(name, stovner, ALL)
        assert [answer.plugin for answer in answers.answers] == ["neighbour"]


@pytest.mark.parametrize("hook", ENABLED)
@pytest.mark.parametrize("bad", [RuntimeError("broken"), SystemExit(1), None, "text", [object()]])
def test_failing_in_a_request_touches_no_neighbour(
    full: MakePlugin,
    stovner: DistrictRef,
    caplog: pytest.LogCaptureFixture,
    hook: str,
    bad: object,
) -> None:
    host = PluginHost.discover([full(order=1, **{hook: bad}), full("neighbour")])

    answers = host.call_enabled(hook, stovner, ALL)

    assert [answer.plugin for answer in answers.answers] == ["neighbour"]
    [failure] = answers.failures
    assert (failure.plugin, failure.hook) == ("sample", hook)
    assert [one.name for one in host.installed] == ["sample", "neighbour"]
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info


@pytest.mark.parametrize("hook", ENABLED)
def test_a_strict_call_denies(full: MakePlugin, stovner: DistrictRef, hook: str) -> None:
    error = RuntimeError("broken")
    host = PluginHost.discover([full(**{hook: error})])

    with pytest.raises(PluginFailure) as raised:
        host.call_enabled(hook, stovner, ALL, strict=True)

    assert (raised.value.plugin, raised.value.hook) == ("sample", hook)
    assert raised.value.__cause__ is error


def test_only_what_is_on_in_the_district_is_asked(full: MakePlugin, stovner: DistrictRef) -> None:
    host = PluginHost.discover([full(menu=RuntimeError("asked")), full("neighbour")])

    answers = host.call_enabled("menu", stovner, {"neighbour", "uninstalled"})

    assert [answer.plugin for answer in answers] == ["neighbour"]
    assert answers.failures == ()
    assert host.failures == ()


def test_answers_come_in_manifest_order(full: MakePlugin, stovner: DistrictRef) -> None:
    host = PluginHost.discover([full("c"), full("b", order=1), full("a", order=200)])

    answers = host.call_enabled("menu", stovner, ["a", "b", "c"])

    assert [answer.plugin for answer in answers.answers] == ["b", "c", "a"]


def test_the_district_is_handed_on(make_plugin: MakePlugin, stovner: DistrictRef) -> None:
    def menu(district: DistrictRef) -> list[MenuItem]:
        return [MenuItem("sample.index", district.name, "sample:a:b", "babytreff")]

    plugin = make_plugin()
    plugin.menu = hookimpl(menu)

    [answer] = PluginHost.discover([plugin]).call_enabled("menu", stovner, ALL)

    assert [item.label for item in answer.value] == ["Bydel Stovner"]


def test_rules_are_made_of_what_is_set_here_or_of_the_defaults(
    make_plugin: MakePlugin, stovner: DistrictRef
) -> None:
    def booking_rules(district: DistrictRef, settings: Any) -> list[Rule]:
        return [Rule("clearing", "Clearing", Buffer(after=settings.goal))]

    plugin = make_plugin(settings=Settings)
    plugin.booking_rules = hookimpl(booking_rules)
    host = PluginHost.discover([plugin])

    def minutes(**more: Any) -> int:
        answers = host.call_enabled("booking_rules", stovner, ALL, strict=True, **more)
        return next(rule.what.after for answer in answers for rule in answer.value)

    assert minutes() == 100
    assert minutes(settings={"sample": Settings(goal=30)}) == 30


def test_a_list_the_plugin_changes_later_changes_nothing(
    full: MakePlugin, stovner: DistrictRef, right_answers: RightAnswers
) -> None:
    items = right_answers("sample")["menu"]
    grants = right_answers("sample")["permissions"]
    host = PluginHost.discover([full(menu=items, permissions=grants)])
    answers = host.call_enabled("menu", stovner, ALL)

    items.clear()
    grants.append("everything")

    assert [len(answer.value) for answer in answers] == [1]
    assert len(host.permissions) == 1


@pytest.mark.parametrize(
    ("hook", "change"),
    [
        ("models", "other"),
        ("blueprints", "other"),
        ("permissions", "other"),
    ],
)
def test_what_is_named_as_another_plugins_is_refused(
    full: MakePlugin, right_answers: RightAnswers, hook: str, change: str
) -> None:
    host = PluginHost.discover([full(**{hook: right_answers(change)[hook]})])

    assert host.quarantined[0].hook == hook
    assert "other" in host.quarantined[0].error


def test_the_failures_an_administrator_sees_are_the_latest_of_each_pair(
    make_plugin: MakePlugin, stovner: DistrictRef
) -> None:
    errors = iter(["first", "second", "third"])

    class Menu(list[MenuItem]):
        def __iter__(self) -> Iterator[MenuItem]:
            raise ValueError(next(errors))

    host = PluginHost.discover([make_plugin(menu=Menu(), statistics=KeyError("x"))])
    for _ in range(3):
        host.call_enabled("menu", stovner, ALL)
    host.call_enabled("statistics", stovner, ALL)

    assert [(one.hook, one.error, one.count) for one in host.failures] == [
        ("menu", "ValueError: third", 3),
        ("statistics", "KeyError: 'x'", 1),
    ]
    assert "Traceback" in host.failures[0].traceback


def test_the_guard_surrounds_each_call_and_sees_its_failure(
    full: MakePlugin, stovner: DistrictRef
) -> None:
    seen: list[str] = []

    @contextmanager
    def savepoint() -> Iterator[None]:
        seen.append("begin")
        try:
            yield
        except Exception:
            seen.append("rollback")
            raise
        seen.append("release")

    host = PluginHost.discover([full(order=1, menu=[None]), full("neighbour")])
    host.call_enabled("menu", stovner, ALL, guard=savepoint)

    assert seen == ["begin", "rollback", "begin", "release"]


def test_an_installed_hook_is_not_asked_in_a_district(
    full: MakePlugin, stovner: DistrictRef
) -> None:
    with pytest.raises(ValueError, match="at start"):
        PluginHost.discover([full()]).call_enabled(
            "models",
            stovner,
            ALL,
        )


def test_a_plugin_whose_pages_do_not_mount_is_taken_out(
    full: MakePlugin, stovner: DistrictRef
) -> None:
    host = PluginHost.discover([full(activities=("babytreff",)), full("neighbour")])

    host.quarantine("sample", "blueprints", ValueError("twice"))

    assert set(host.names) == {"neighbour"}
    assert not host.implements("sample", "menu")
    assert (host.quarantined[0].stage, host.quarantined[0].hook) == (Stage.MOUNT, "blueprints")
    assert [one.plugin for one in host.call_enabled("menu", stovner, ALL).answers] == ["neighbour"]


def test_a_bad_plugin_cannot_hide_cores_own_addresses() -> None:
    host = PluginHost.discover([Candidate("api", dict), Candidate("broken", dict)])

    assert len(host.quarantined) == 2
    assert host.all_names == {"broken"}


def test_another_plugin_of_a_name_in_use_does_not_touch_it(
    full: MakePlugin, stovner: DistrictRef
) -> None:
    host = PluginHost.discover([full(), full(title="Impostor", models=RuntimeError())])

    assert [one.name for one in host.installed] == ["sample"]
    assert [one.title for one in host.quarantined] == ["Impostor"]
    assert len(host.call_enabled("menu", stovner, ALL).answers) == 1


def test_two_hosts_share_nothing(full: MakePlugin, stovner: DistrictRef) -> None:
    one = PluginHost.discover([full(menu=RuntimeError("x"))])
    other = PluginHost.discover([full()])

    one.call_enabled("menu", stovner, ALL)

    assert one.failures
    assert not other.failures
