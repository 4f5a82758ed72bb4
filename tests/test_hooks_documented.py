"""A hook exists only if it is specified, documented, and used by a plugin this project ships."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.plugin_api import PluginHost
from core.plugin_api.hooks import HOOKS
from core.plugin_api.markers import PROJECT
from core.plugin_api.specs import MODULES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

CHECK_THE_SAMPLE = """
from core.plugin_api import Candidate, DistrictRef, PluginHost
from core.plugin_api.hooks import HOOKS, Scope
import sample.plugin

host = PluginHost.discover([Candidate("sample", lambda: sample.plugin)])
assert not host.quarantined, host.quarantined[0].traceback
for name, hook in HOOKS.items():
    assert host.implements("sample", name), name
    if hook.scope is Scope.ENABLED:
        host.call_enabled(name, DistrictRef(1, "stovner", "Stovner"), ["sample"], strict=True)
"""


def annotations() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        for node in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.returns:
                yield node.name, ast.unparse(node.returns)


def said(section: str, what: str) -> str:
    found = re.search(rf"^- {what}: (.*)$", section, re.MULTILINE)
    return found[1].replace("`", "") if found else ""


def test_what_is_documented_is_what_is_specified() -> None:
    assert set(SECTIONS) == set(HOOKS)


def test_what_is_used_is_what_is_specified() -> None:
    host = PluginHost.discover()
    shipped = {plugin.name for plugin in host.installed if plugin.distribution == PROJECT}

    for name in HOOKS:
        users = set(said(SECTIONS[name], "For example in").split(", ")) - {""}
        assert users, f"{name} is used by no plugin of this project"
        # A plugin may be taken away, and its hooks stay for those of others
        assert {user for user in users & shipped if not host.implements(user, name)} == set(), name


@pytest.mark.parametrize("name", HOOKS)
def test_a_section_says_what_the_specification_says(name: str) -> None:
    hook, section = HOOKS[name], SECTIONS[name]

    assert said(section, "Scope") == hook.scope
    assert f"Policy: {said(section, 'Policy')}" in hook.documentation
    assert said(section, "Arguments") == (", ".join(hook.arguments) or "none")
    assert said(section, "Answer") == dict(annotations())[name]


@pytest.mark.parametrize("name", HOOKS)
def test_an_example_has_the_hooks_name_and_arguments(name: str) -> None:
    [example] = re.findall(r"```python\n(.*?)```", SECTIONS[name], re.DOTALL)

    marked = [
        node
        for node in ast.parse(example).body
        if isinstance(node, ast.FunctionDef)
        and [ast.unparse(decorator) for decorator in node.decorator_list] == ["hookimpl"]
    ]

    assert [node.name for node in marked] == [name]
    assert tuple(argument.arg for argument in marked[0].args.args) == HOOKS[name].arguments


def test_the_examples_together_are_a_plugin_that_works(tmp_path: Path) -> None:
    package = tmp_path / "sample"
    for folder in (package, package / "migrations", package / "demo"):
        folder.mkdir()
    (package / "__init__.py").touch()
    (package / "plugin.py").write_text("\n".join(EXAMPLES), encoding="utf-8")

    # In a process of its own, because its table would stay in the metadata of this one.
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHECK_THE_SAMPLE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
