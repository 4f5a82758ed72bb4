"""Every plugin of this repository keeps the contract, on both databases."""

import importlib
from types import ModuleType

import pytest

from build_support import ROOT
from core.testing.contract import PluginContract

pytestmark = pytest.mark.slow

PLUGINS = sorted(file.parent.name for file in (ROOT / "plugins").glob("*/plugin.py"))


class TestContract(PluginContract):
    @pytest.fixture(params=PLUGINS)
    def plugin(self, request: pytest.FixtureRequest) -> ModuleType:
        return importlib.import_module(f"plugins.{request.param}.plugin")

    @pytest.fixture
    def contract_url(self, migrated_url: str) -> str:
        return migrated_url
