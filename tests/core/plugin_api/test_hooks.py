from core.plugin_api.hooks import HOOKS, Scope
from core.plugin_api.installed import InstalledPlugin


def test_these_are_the_hooks() -> None:
    installed = {name for name, hook in HOOKS.items() if hook.scope is Scope.INSTALLED}
    enabled = {name for name, hook in HOOKS.items() if hook.scope is Scope.ENABLED}

    assert installed == {
        "models",
        "migrations",
        "settings",
        "demo_data",
        "permissions",
        "blueprints",
        "commands",
        "personal_data",
        "retention",
    }
    assert enabled == {
        "menu",
        "dashboard_cards",
        "count_categories",
        "statistics",
        "booking_rules",
        "assignment_roles",
        "panels",
        "public_links",
        "jobs",
    }


def test_the_district_is_a_mandatory_argument_of_what_depends_on_it() -> None:
    for hook in HOOKS.values():
        expected = ("district",) if hook.scope is Scope.ENABLED else ()
        more = ("settings",) if hook.name in {"booking_rules", "statistics"} else ()
        assert hook.arguments == expected + more, hook.name


def test_every_hook_is_documented_with_scope_policy_and_example() -> None:
    for hook in HOOKS.values():
        lenient = hook.scope is Scope.ENABLED and hook.name != "booking_rules"
        policy = "lenient" if lenient else "strict"
        assert f"Scope: {hook.scope}. Policy: {policy}" in hook.documentation, hook.name
        assert "Example:" in hook.documentation, hook.name


def test_an_installed_plugin_has_a_place_for_each_installed_answer() -> None:
    fields = set(InstalledPlugin.__dataclass_fields__) - {"manifest", "distribution"}

    assert fields == {name for name, hook in HOOKS.items() if hook.scope is Scope.INSTALLED}
