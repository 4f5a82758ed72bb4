"""Steps that turn sources into files the program serves: browser assets and translations.

Used by `hatch_build.py` and `make setup`; never part of the installed program.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
