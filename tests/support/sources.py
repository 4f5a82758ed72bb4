"""The project's own files, and what the architecture tests ask of them."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def files(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[str]:
    """Paths from the root that git tracks, or would: what is ignored is not ours."""
    # A clone may belong to somebody else than who runs the tests, as in a container
    command = ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [
        path
        for path in sorted(listed.stdout.splitlines())
        if path.endswith(suffixes) and path.startswith(under) and (ROOT / path).is_file()
    ]


def each(paths: Iterable[str]) -> Callable[[Callable[[str], None]], Callable[[], None]]:
    """Make one test of a rule for many files; it names every file the rule does not hold for.

    A test for each is thousands, which take longer to hand out than to run.
    """

    def for_all(rule: Callable[[str], None]) -> Callable[[], None]:
        def test() -> None:
            broken = [f"{path}: {why}" for path in paths if (why := _broken(rule, path))]
            assert not broken, "\n".join(broken)

        test.__name__ = rule.__name__
        return test

    return for_all


def _broken(rule: Callable[[str], None], path: str) -> str:
    try:
        rule(path)
    except AssertionError as error:
        return str(error) or "broken"
    return ""


def text(path: str) -> str:
    """A file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: str) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text(path), path)


def imported(path: str) -> set[str]:
    """Every module a Python file imports, `a.b` for `from a import b` too."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def imports_any(path: str, modules: tuple[str, ...]) -> set[str]:
    """Those of a file's imports that are one of the modules or lie in it."""
    return {
        name
        for name in imported(path)
        if any(name == module or name.startswith(f"{module}.") for module in modules)
    }


def at_module_level(path: str) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported, those in `if` and `try` included."""
    waiting: list[ast.stmt] = list(tree(path).body)
    while waiting:
        statement = waiting.pop()
        yield statement
        if not isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            waiting += [inner for inner in ast.walk(statement) if isinstance(inner, ast.stmt)][1:]


def inside_functions(path: str) -> Iterator[ast.AST]:
    """Everything within functions and methods."""
    for node in ast.walk(tree(path)):
        if isinstance(node, _FUNCTIONS):
            yield from (inner for inner in ast.walk(node) if inner is not node)


def without_docstring(path: str) -> list[str]:
    """Public functions, classes and methods that say nothing of themselves."""
    return [
        f"{path}:{node.lineno} {node.name}"
        for owner in ast.walk(tree(path))
        if isinstance(owner, ast.Module | ast.ClassDef)
        for node in owner.body
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef))
        and not node.name.startswith("_")
        and "overload" not in map(ast.unparse, node.decorator_list)
        and ast.get_docstring(node) is None
    ]
