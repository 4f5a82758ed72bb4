"""Whether the rest is green without one plugin, for each plugin there is.

A copy of the project loses the plugin's folder, its tests and its entry point, and runs what is
left with this environment. `python scripts/apart.py [--whole] [PLUGIN …]`.
Without `--whole` every test is collected, and those run that a plugin's absence can reach soonest:
those of the other plugins, of the border and of the whole, and in the browser all but the crawl.
"""

import argparse
import re
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
MADE = Path("core/web/static/vendor")
"""What the installation fetches; translations are compiled anew."""
PROJECT = "innbyggerbasen"
GROUP = f"{PROJECT}.plugins"
COMMANDS = (PROJECT, "lint-imports")
"""What tests run."""
LENGTHY = ("test_addresses.py", "test_architecture.py", "test_durability.py", "test_wheel.py")
CRAWL = "tests/browser/test_every_page.py"
PYTEST = ("pytest", "-q")
AGAIN = "--last-failed"


@dataclass(frozen=True)
class Copy:
    """The project without one plugin, in a folder of its own."""

    plugin: str
    folder: Path

    @property
    def project(self) -> Path:
        """The files."""
        return self.folder / "project"

    @property
    def python(self) -> Path:
        """The copy's own Python, which has this environment's libraries and the copy."""
        return self.folder / "environment" / "bin" / "python"

    def make(self) -> None:
        """Write the files git tracks, or would, but for the plugin's."""
        gone = (f"plugins/{self.plugin}/", f"tests/plugins/{self.plugin}/")
        for path in _git("ls-files", "-co", "--exclude-standard", folder=ROOT).splitlines():
            if not path.startswith(gone) and (ROOT / path).is_file():
                target = self.project / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, target)
        shutil.copytree(ROOT / MADE, self.project / MADE)
        self._unregister()
        self._install()
        _git("init", "-q", folder=self.project)  # tests ask git for the project's files

    def _unregister(self) -> None:
        settings = self.project / "pyproject.toml"
        line = rf'^{self.plugin} = "plugins\.{self.plugin}\.plugin"\n'
        text, lines = re.subn(line, "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if lines != 1:
            raise SystemExit(f"{self.plugin} has {lines} entry points in pyproject.toml")
        settings.write_text(text, encoding="utf-8")

    def _install(self) -> None:
        """As pip would, but nothing is fetched or built."""
        venv.create(self.folder / "environment", symlinks=True)
        done = self.runs("-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        packages = Path(done.stdout.strip())
        # Folders named in a .pth file come last, and their own .pth files, such as that of the
        # project itself, are not read
        libraries = [path for path in sys.path if Path(path).name == "site-packages"]
        lines = "\n".join([str(self.project), *libraries])
        (packages / "project.pth").write_text(lines, encoding="utf-8")
        about = packages / f"{PROJECT}.dist-info"
        about.mkdir()
        metadata = Distribution.from_name(PROJECT).read_text("METADATA") or ""
        (about / "METADATA").write_text(metadata, encoding="utf-8")
        text = (self.project / "pyproject.toml").read_text(encoding="utf-8")
        points = tomllib.loads(text)["project"]["entry-points"].get(GROUP, {})
        named = "".join(f"{name} = {where}\n" for name, where in points.items())
        (about / "entry_points.txt").write_text(f"[{GROUP}]\n{named}", encoding="utf-8")
        for command in COMMANDS:
            text = Path(sys.executable).with_name(command).read_text(encoding="utf-8")
            copy = self.python.with_name(command)
            copy.write_text(text.replace(sys.executable, str(self.python)), encoding="utf-8")
            copy.chmod(0o755)

    def runs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What the copy's Python says, errors and all."""
        return subprocess.run(
            (self.python, *words),
            cwd=self.project,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def complaint(self, *, whole: bool) -> str:
        """What the first failing step says; nothing when all is well."""
        for step in self._steps(whole=whole):
            done = self.runs("-m", *step)
            if done.returncode and step[0] == "pytest":
                # A busy machine makes a browser late now and then; what is missing is missing twice
                print(f"{done.stdout}without {self.plugin}: once more what failed", flush=True)
                done = self.runs("-m", *step, AGAIN)
            if done.returncode:
                return done.stdout
        return ""

    def _steps(self, *, whole: bool) -> Iterator[tuple[str, ...]]:
        yield ("build_support.translations",)
        if whole:
            yield (*PYTEST, "-n", "2", "--dist", "loadscope")
            return
        yield (*PYTEST, "--collect-only", "-qq")
        tests = self.project / "tests"
        own = [path for path in sorted(tests.glob("test_*.py")) if path.name not in LENGTHY]
        others = ("plugins", "browser", "core/plugin_api", "core/cli/test_demo.py")
        soonest = (*own, *(tests / path for path in others))
        named = (str(path.relative_to(self.project)) for path in soonest)
        yield (*PYTEST, "-k", "not postgresql", "--ignore", CRAWL, *named)


def _git(*words: str, folder: Path) -> str:
    # A clone may belong to somebody else than who runs the tests, as in a container
    command = ("git", "-c", "safe.directory=*", *words)
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def plugins() -> list[str]:
    """Those of this repository, by their folders."""
    return sorted(path.parent.name for path in (ROOT / "plugins").glob("*/plugin.py"))


def without(plugin: str, *, whole: bool) -> bool:
    """Whether the rest is green without this plugin; prints what is not."""
    began = time.monotonic()
    with TemporaryDirectory(prefix=f"without-{plugin}-") as folder:
        copy = Copy(plugin, Path(folder))
        copy.make()
        complaint = copy.complaint(whole=whole)
    took = round(time.monotonic() - began)
    print(f"{complaint}without {plugin}: {'RED' if complaint else 'green'}, {took} s", flush=True)
    return not complaint


def main() -> int:
    """0 when all are green."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="run every test of the rest")
    parser.add_argument("plugins", nargs="*", default=plugins())
    asked = parser.parse_args()
    # Two at once, one for each of two processors; the whole rest takes both itself
    with ThreadPoolExecutor(1 if asked.whole else 2) as pool:
        greens = pool.map(lambda plugin: without(plugin, whole=asked.whole), asked.plugins)
        return 0 if all(list(greens)) else 1


if __name__ == "__main__":
    sys.exit(main())
