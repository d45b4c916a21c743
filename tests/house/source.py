"""The code of the house, parsed once, for the tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
ROOMS = ("fph", "projects", "committees", "cms")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """A file of code: its path from the top of the house, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def drawer(self) -> str:
        """Return the drawer it stands in: `actions` for `actions.py` and for all of `actions/`."""
        parts = self.name.split(".")
        return "actions" if "actions" in parts else parts[-1]

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef]]:
        """Yield every function with its full name: `Class.method`, `function.inner`."""
        yield from _functions(self.tree, "")


@cache
def modules() -> tuple[Module, ...]:
    """Return the code of the four rooms, migrations aside."""
    found = sorted(path for room in ROOMS for path in (BASE / room).rglob("*.py"))
    return tuple(_read(path) for path in found if "migrations" not in path.parts)


def place(module: Module, node: ast.AST) -> str:
    """Return `file.py::function` of a node, the module itself being `file.py::`."""
    around = [name for name, function in module.functions() if node in ast.walk(function)]
    return f"{module.path}::{max(around, key=len, default='')}"


def files(*folders: str, ends: str = "") -> list[Path]:
    """Return the files of these folders from the top of the house whose name ends so, caches aside."""
    found = (path for folder in folders for path in (BASE / folder).rglob(f"*{ends}"))
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _read(path: Path) -> Module:
    text = path.read_text()
    return Module(path.relative_to(BASE).as_posix(), text, ast.parse(text))


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, (*FUNCTIONS, ast.ClassDef))
        if isinstance(child, FUNCTIONS):
            yield prefix + child.name, child
        yield from _functions(child, f"{prefix}{child.name}." if named else prefix)
