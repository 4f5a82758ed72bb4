"""What holds of the project as a whole. docs/architecture.md says why."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.support import sources

LONGEST = 300
PROGRAM = ("core/", "plugins/")
# Parts of core that serve people and programs, or let plugins in; all others are the domain
FACES = ("testing", "cli", "jobs", "wsgi", "app", "web", "plugin_api", "migrations")
WEB_LIBRARIES = (
    "flask",
    "flask_login",
    "flask_wtf",
    "werkzeug",
    "wtforms",
    "jinja2",
    "pluggy",
)
# A message that is translated when somebody reads it is a plain word until then
LAZY_WORDS = {
    "flask_babel",
    "flask_babel.lazy_gettext",
    "flask_babel.lazy_ngettext",
    "flask_babel.lazy_pgettext",
    "flask_babel.speaklater",
    "flask_babel.speaklater.LazyString",
}
MUTABLE_CALLS = frozenset(
    {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"}
    | {"local", "Lock", "RLock", "Event", "Queue", "WeakKeyDictionary", "WeakValueDictionary"}
)
MUTABLE_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
# An annotation by which mypy refuses every change to a list, a dict or a set
READ_ONLY = frozenset({"Mapping", "Sequence", "Collection", "Set", "Iterable"})
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a token of a known service": r"\b(?:gh[pousr]_|xox[bp]-|AKIA|glpat-)[A-Za-z0-9_-]{12,}",
    "a password in an address": r"\b[a-z+]+://[^\s/:@{}<]+:[^\s/@{}<]{3,}@",
}
# The one field that reads a date, and refuses those of years nobody means
DAY_FIELD = "core/web/forms.py"
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:[w]ork|[r]oot|[h]ome/\w|[U]sers/\w|[t]mp/\w)")
REGISTRIES = re.compile(r"[r]egistry\.(?:npmjs|yarnpkg)|[p]ypi\.org/simple|[f]iles\.pythonhosted")

python = sources.each(sources.files(".py", under=PROGRAM))


@sources.each(sources.files(".py", ".js", ".css", ".html", ".sh"))
def test_no_file_is_too_long_to_read(path: str) -> None:
    assert len(sources.text(path).splitlines()) <= LONGEST


def test_folders_import_only_from_those_below() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-logo", "--no-cache"],
        cwd=sources.ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_layers_have_no_exceptions() -> None:
    settings = tomllib.loads(sources.text("pyproject.toml"))["tool"]["importlinter"]
    for contract in settings["contracts"]:
        exceptions = {"ignore_imports", "exhaustive_ignores", "allow_indirect_imports"}
        assert not exceptions & contract.keys(), contract["name"]
    assert "exclude_type_checking_imports" not in settings


@python
def test_nothing_is_imported_from_tests(path: str) -> None:
    # The test kit ships and is for pytest; nothing but tests imports it
    kit = path.startswith("core/testing/")
    assert not sources.imports_any(path, ("tests", "unittest"))
    assert kit or not sources.imports_any(path, ("pytest", "core.testing"))


@python
def test_imports_stand_at_the_top(path: str) -> None:
    hidden = [
        node.lineno
        for node in sources.inside_functions(path)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, "an import inside a function hides a circle"
    assert "typing.TYPE_CHECKING" not in sources.imported(path), "so does one for types only"


@python
def test_no_module_keeps_state(path: str) -> None:
    rebound = [node.lineno for node in ast.walk(sources.tree(path)) if isinstance(node, ast.Global)]
    assert not rebound, "a function changes its module"
    kept = [node.lineno for node in sources.at_module_level(path) if _keeps_state(node)]
    assert not kept, "what may change hangs on the app; a table is a tuple, frozenset or Mapping"


def _keeps_state(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef):
        return any(_name(mark) in {"cache", "lru_cache"} for mark in node.decorator_list)
    if isinstance(node, ast.AnnAssign):
        return _is_mutable(node.value) and _name(node.annotation) not in READ_ONLY
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        return _is_mutable(node.value) and names != ["__all__"]
    return False


def _is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return _name(value.func) in MUTABLE_CALLS
    return isinstance(value, MUTABLE_DISPLAYS)


def _name(node: ast.expr) -> str:
    """`b` of `b`, `a.b`, `a.b[c]` and `a.b(c)`."""
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@sources.each(sources.files(".py", ".html", ".js", ".css", ".po", ".json", under=("core/",)))
def test_core_names_no_plugin(path: str) -> None:
    plugins = {found.split("/")[1] for found in sources.files("/plugin.py", under=("plugins/",))}
    said = {name for name in plugins if re.search(rf"\b{name}\b", sources.text(path), re.I)}
    assert not said


def _is_domain(path: str) -> bool:
    folder, part, *_rest = Path(path).with_suffix("").parts
    if folder == "core":
        return part not in FACES
    return Path(path).name.startswith(("service", "rules", "models"))


@sources.each([path for path in sources.files(".py", under=PROGRAM) if _is_domain(path)])
def test_the_domain_knows_neither_flask_nor_pluggy(path: str) -> None:
    assert not sources.imports_any(path, WEB_LIBRARIES)
    assert sources.imports_any(path, ("flask_babel",)) <= LAZY_WORDS


@sources.each([path for path in sources.files(".py", under=PROGRAM) if "/migrations/" in path])
def test_migrations_do_not_follow_the_models(path: str) -> None:
    own = sources.imports_any(path, ("core", "plugins"))
    assert not {name for name in own if not name.startswith("core.db.")}


@sources.each([path for path in sources.files(".py", under=PROGRAM) if path != DAY_FIELD])
def test_a_date_that_is_typed_is_read_in_one_place(path: str) -> None:
    assert not sources.imports_any(path, ("wtforms",)) & {"wtforms.DateField"}


@python
def test_what_others_call_explains_itself(path: str) -> None:
    name = Path(path).name
    if path.startswith("core/plugin_api/") or name.startswith(("service", "rules")):
        assert not sources.without_docstring(path)


@sources.each(sources.files(".py", under=("tests/",)))
def test_tests_wait_for_something_and_use_the_real_thing(path: str) -> None:
    slept = {"time.sleep", "asyncio.sleep"} & sources.imported(path)
    calls = [node for node in ast.walk(sources.tree(path)) if isinstance(node, ast.Attribute)]
    slept |= {ast.unparse(node) for node in calls if node.attr in {"sleep", "wait_for_timeout"}}
    assert not slept, "wait for what should happen, not for a time"
    assert not sources.imports_any(path, ("unittest.mock", "mock"))


@sources.each(sources.files("", under=("",)))
def test_nothing_secret_and_nothing_of_one_machine(path: str) -> None:
    try:
        text = sources.text(path)
    except UnicodeDecodeError:
        return  # a picture or a spreadsheet
    found = [what for what, pattern in SECRETS.items() if re.search(pattern, text)]
    assert not found
    assert not MACHINE_PATHS.findall(text), "a path of one machine"
    assert not REGISTRIES.findall(text), "the address of a registry"
