"""The names under which plugins and core find one another."""

from pluggy import HookimplMarker, HookspecMarker

PROJECT = "innbyggerbasen"
ENTRY_POINT_GROUP = "innbyggerbasen.plugins"
API_VERSION = 1

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)
