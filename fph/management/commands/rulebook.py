import importlib
import inspect
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

ROOMS = ("fph", "projects", "committees", "cms")
# Each slice in the words of a resident, in the order in which a euro meets them.
TITLES = {
    "fph.people": "Les personnes et les organismes",
    "fph.territories": "Les quartiers",
    "fph.files": "Les fichiers",
    "projects.fund": "L’argent du fonds",
    "projects.regulation": "Le règlement",
    "projects.applications": "La demande",
    "projects.followup": "Après l’accord : versement, bilan, argent rendu",
    "committees.roster": "Le comité et ses membres",
    "committees.meetings": "La séance et le quorum",
    "committees.votes": "Le vote et la décision",
    "committees.minutes": "Le compte rendu",
    "cms": "Le site du quartier",
}
PREFACE = """# Le recueil des règles

Ce que la plateforme vérifie, règle par règle. Cette page est tirée du code lui-même (`make rulebook`) : elle dit ce qui
est appliqué, et rien d’autre. Les phrases en anglais sont celles du code.
"""


class Command(BaseCommand):
    """Print the docstrings of every `rules.py` as one page, so that a rule is read where it is applied."""

    help = "Imprime le recueil des règles, tiré du code."

    def add_arguments(self, parser):
        """Take the file to write; without it, the page is printed."""
        parser.add_argument("--output", type=Path)

    def handle(self, *args, output: Path | None = None, **options):
        """Print the page, or write it."""
        if output is None:
            self.stdout.write(page(), ending="")
        else:
            output.write_text(page())


def page() -> str:
    """Return the rulebook in Markdown: a chapter a slice, a section a rule."""
    known = list(TITLES)
    slices = sorted(_slices(), key=lambda name: (known.index(name) if name in known else len(known), name))
    return "\n".join([PREFACE, *(_chapter(name) for name in slices)])


def _slices() -> set[str]:
    """Return the slices that hold rules, in one file or in a folder."""
    found = (path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("rules*"))
    kept = (path for path in found if path.name in ("rules", "rules.py"))
    return {".".join(path.relative_to(settings.BASE_DIR).parent.parts) for path in kept}


def _chapter(name: str) -> str:
    modules = _modules(f"{name}.rules")
    rules = [rule for module in modules for rule in _rules(module)]
    texts = [f"## {TITLES.get(name, name)}\n", *(f"{_words(module)}\n" for module in modules if module.__doc__)]
    return "\n".join([*texts, *rules])


def _modules(name: str) -> list:
    top = importlib.import_module(name)
    inner = sorted(Path(folder) for folder in getattr(top, "__path__", []))
    names = sorted(path.stem for folder in inner for path in folder.glob("[a-z]*.py"))
    return [top, *(importlib.import_module(f"{name}.{stem}") for stem in names)]


def _rules(module) -> list[str]:
    """Return the sections of the public functions and classes made in a module, in the order of its lines."""
    made = [
        (inspect.getsourcelines(thing)[1], name, thing)
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and getattr(thing, "__module__", "") == module.__name__
        and (inspect.isfunction(thing) or inspect.isclass(thing))
    ]
    return [f"### {_heading(name)}\n\n{_words(thing)}\n" for _, name, thing in sorted(made, key=lambda rule: rule[0])]


def _heading(name: str) -> str:
    return name if name[0].isupper() else name.replace("_", " ").capitalize()


def _words(thing) -> str:
    return inspect.getdoc(thing) or ""
