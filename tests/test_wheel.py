"""What pip installs is the whole program: it serves from elsewhere, with its styles."""

import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.support import sources
from tests.support.servers import prepare, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the build tools that are here: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    _python("-m", "build", "--wheel", "--no-isolation", f"--outdir={folder}", str(sources.ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; the libraries are borrowed from this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    _python(
        *("-m", "pip", f"--python={python}", "install"),
        *("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)),
    )
    # A folder named in a .pth file comes after this one's own, and its own .pth files, such as
    # that of the program under development, are not read
    here = [path for path in sys.path if Path(path).name == "site-packages"]
    variables = {"base": str(folder), "platbase": str(folder)}
    Path(sysconfig.get_path("purelib", vars=variables), "borrowed.pth").write_text("\n".join(here))
    return folder


def test_the_wheel_holds_every_file_of_the_program(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert set(sources.files("", under=("core/", "plugins/"))) <= packed


def test_the_wheel_holds_what_the_build_makes(wheel: Path) -> None:
    fragments = sources.files(".po", under=("core/", "plugins/"))
    compiled = {f"{Path(path).parent}/LC_MESSAGES/messages.mo" for path in fragments}
    with ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert compiled
    assert compiled <= packed
    assert "core/web/static/vendor/designsystemet.css" in packed


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        folders = {name.split("/")[0] for name in archive.namelist()}
    assert {name for name in folders if not name.endswith(".dist-info")} == {"core", "plugins"}


def test_it_serves_elsewhere_with_its_styles(elsewhere: Path, tmp_path: Path) -> None:
    program = elsewhere / "bin" / "innbyggerbasen"
    origin = subprocess.run(
        [elsewhere / "bin" / "python", "-c", "import core; print(core.__file__)"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(origin.stdout.strip()).is_relative_to(elsewhere)
    prepare(tmp_path, program=program)
    with serving(tmp_path, program=program) as server:
        with urlopen(f"{server.url}/sign-in") as answer:
            page = answer.read().decode()
        links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        styles = [_style(server.url + link) for link in links]
    assert any("--ds-" in style for style in styles)
    assert 'lang="nb"' in page
    assert "Logg inn" in page


def _style(url: str) -> str:
    with urlopen(url) as answer:
        assert answer.headers.get_content_type() == "text/css"
        style: str = answer.read().decode()
        return style


def _python(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=sources.ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
