"""One direction: a slice imports only what stands to its left, at the top of the file, where everybody sees it."""

import ast
import sys

from importlinter.cli import lint_imports

from tests.house.source import BASE, ROOMS, modules

# What a rule may lean on beside the standard library, our money and verdicts, and rules to its left.
WORDS = {"django.utils.translation"}
LEANINGS = {
    "fph/people/rules.py": {
        "django.core.exceptions": "validators of model fields refuse with it",
        "stdnum.fr": "the key of a SIRET",
    },
    "projects/applications/rules/filing.py": {
        "django.core.exceptions": "asks the validators of SIRET and RNA",
    },
}


def imports(tree) -> list[tuple[str, ast.stmt]]:
    """Return (module, statement) of every import; `from a import b` gives `a` for outsiders and `a.b` for ours."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "an import names its module in full"
            ours = node.module.split(".")[0] in ROOMS
            found += [(f"{node.module}.{a.name}" if ours else node.module, node) for a in node.names]
    return found


def test_the_contracts_of_pyproject_hold(monkeypatch, capsys):
    monkeypatch.chdir(BASE)
    code = lint_imports(no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_no_import_hides_in_a_function():
    hidden = [
        f"{module.path}:{statement.lineno} imports {name} in {function}"
        for module in modules()
        if not module.path.endswith("/apps.py")
        for function, node in module.functions()
        for name, statement in imports(node)
    ]
    assert not hidden, "\n".join(hidden)


def is_fit_for_a_rule(path: str, name: str) -> bool:
    """Say whether a rule may import that: from ours, money, verdicts and other rules only."""
    if name.split(".")[0] in ROOMS:
        return name.startswith(("fph.money", "fph.verdict")) or "rules" in name.split(".")
    return name.split(".")[0] in sys.stdlib_module_names or name in WORDS or name in LEANINGS.get(path, {})


def test_rules_are_pure():
    leaning = [
        f"{module.path} imports {name}"
        for module in modules()
        if "rules" in module.name.split(".")
        for name, _ in imports(module.tree)
        if not is_fit_for_a_rule(module.path, name)
    ]
    assert not leaning, "a rule takes facts and returns a verdict, it asks nobody:\n" + "\n".join(leaning)


def test_no_model_signal():
    heard = [
        f"{module.path} imports {name}"
        for module in modules()
        if module.path != "fph/apps.py"  # triggers are rebuilt around `migrate`
        for name, _ in imports(module.tree)
        if name.startswith(("django.db.models.signals", "django.dispatch", "simple_history.signals"))
    ]
    assert not heard, "what follows an act stands in its action:\n" + "\n".join(heard)


def test_nobody_keeps_time_or_actor_in_a_thread():
    kept = [
        f"{module.path} imports {name}"
        for module in modules()
        for name, _ in imports(module.tree)
        if name in ("threading", "asgiref.local", "crum") or "HistoryRequestMiddleware" in module.text
    ]
    assert not kept, "actors and time are passed as by= and now=:\n" + "\n".join(kept)
