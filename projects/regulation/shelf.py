"""The shelf of règlements of real funds, for a committee to start from: what each fund states, with its source.

A fund whose source states no cap has none here. Such a model is read, but can't be adopted until a cap is chosen.
"""

from pathlib import Path

from projects.regulation import document
from projects.regulation.rules import Regulation

FOLDER = Path(__file__).resolve().parent / "library"


def model_names() -> list[str]:
    """Return the names of the models, in order: « beauvais-bourse », « croix-pic »…"""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def model(name: str) -> Regulation:
    """Return a model by its name. Raises LookupError with a French sentence when there is none of that name."""
    if name not in model_names():
        raise LookupError(f"Aucun modèle ne s’appelle « {name} ». Choisissez-en un dans la liste des modèles.")
    return document.read(text(name))


def titles() -> dict[str, str]:
    """Return name → title, in the order of the names: {"mericourt-pic": "Projets d’initiative citoyenne de Méricourt"}."""
    return {name: model(name).title for name in model_names()}


def text(name: str) -> str:
    """Return the file of a model as it is written, comments and all. Raises FileNotFoundError."""
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
