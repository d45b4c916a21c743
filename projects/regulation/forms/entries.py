"""Values made of several entries, one a line, its parts apart by « ; »: « 70 ; acceptation »."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.fund.rules import COMMON_POT
from projects.regulation.rules.values import Kind

MOMENTS = {"acceptance": "acceptation", "report": "bilan"}


@dataclass(frozen=True)
class Line:
    """How the entries of a kind are typed: `write` makes the parts of one as a file says it, `read` undoes it."""

    write: Callable[[dict], list]
    read: Callable[[list[str]], dict]
    helped: Any


def _whole(text: str, expected: str) -> int:
    found = re.fullmatch(r"(\d{1,6})[ \u00a0\u202f]*(?:%|jours?)?", text)
    if not found:
        raise ValueError(expected)
    return int(found[1])


def _payment(parts: list[str]) -> dict:
    percent, moment = [*parts, ""][:2]
    codes = {word: code for code, word in MOMENTS.items()}
    if moment.casefold() not in codes:
        raise ValueError("acceptation ou bilan, après la part")
    return {"percent": _whole(percent, "une part en %"), "trigger": codes[moment.casefold()]}


def _tranche(parts: list[str]) -> dict:
    label, percent = [*parts, ""][:2]
    label = "" if label.casefold() == COMMON_POT else label
    return {"label": label, "percent": _whole(percent, "une part en %, après l’intitulé")}


def _funder(parts: list[str]) -> dict:
    funder, share, condition = [*parts, "", ""][:3]
    made: dict = {"funder": funder}
    if "%" in share:
        made["percent"] = _whole(share, "une part en %")
    elif share:
        made["amount"] = share
    return made | ({"condition": condition} if condition else {})


def _share(entry: dict) -> str:
    return f"{entry['percent']} %" if "percent" in entry else f"{entry['amount']} €" if "amount" in entry else ""


def _college(parts: list[str]) -> dict:
    name, seats, voice, designation = [*parts, "", "", ""][:4]
    made: dict = {"name": name, **_seats(seats)}
    if voice.casefold() not in ("", "vote", "avis"):
        raise ValueError("vote ou avis, après les sièges")
    if voice.casefold() == "avis":
        made["voting"] = False
    return made | ({"designation": designation} if designation else {})


def _seats(text: str) -> dict:
    numbers = [int(found) for found in re.findall(r"\d{1,3}", text)]
    if not text:
        return {}
    if len(numbers) == 2:
        return {"least": numbers[0], "most": numbers[1]}
    if len(numbers) != 1:
        raise ValueError("des sièges comme 4, 4 à 8, 4 au moins ou 8 au plus")
    if "plus" in text:
        return {"most": numbers[0]}
    return {"least": numbers[0]} | ({} if "moins" in text else {"most": numbers[0]})


def _seats_words(entry: dict) -> str:
    least, most = entry.get("least", 0), entry.get("most")
    if most is None:
        return f"{least} au moins" if least else ""
    return str(most) if least == most else f"{least} à {most}" if least else f"{most} au plus"


def _obligation(parts: list[str]) -> dict:
    what, days = [*parts, ""][:2]
    return {"what": what} | ({"due_days": _whole(days, "un nombre de jours, après l’obligation")} if days else {})


LINES = {
    "payments": Line(
        lambda one: [f"{one['percent']} %", MOMENTS[one["trigger"]]], _payment,
        _("Un versement par ligne : sa part, et quand. Par exemple : 70 % ; acceptation, puis : 30 % ; bilan."),
    ),
    "tranches": Line(
        lambda one: [one["label"] or COMMON_POT, f"{one['percent']} %"], _tranche,
        _("Une tranche par ligne, par exemple : Ville ; 50 %. Le tout fait 100 %."),
    ),
    "funding": Line(
        lambda one: [one["funder"], _share(one), one.get("condition", "")], _funder,
        _("Un financeur par ligne : son nom, sa part ou son montant, une condition. Par exemple : Ville ; 50 %, "
          "ou : État ; 5000 €."),
    ),
    "colleges": Line(
        lambda one: [one["name"], _seats_words(one), "vote" if one.get("voting", True) else "avis", one.get("designation", "")],
        _college,
        _("Un collège par ligne : son nom, ses sièges, vote ou avis, comment on y entre. Par exemple : Habitants ; 4 à 8 ; "
          "vote ; tirage au sort, ou : Ville ; 2 ; avis."),
    ),
    "obligations": Line(
        lambda one: [one["what"], f"{one['due_days']} jours" if "due_days" in one else ""], _obligation,
        _("Une obligation par ligne, et s’il y en a un, son délai après le projet. Par exemple : remettre un bilan ; 60 jours."),
    ),
}  # fmt: skip


def written(kind: Kind, value) -> str:
    """Return a value as its lines are typed."""
    lines = (LINES[kind.name].write(entry) for entry in kind.write(value))
    return "\n".join(" ; ".join(map(str, parts)).rstrip(" ;") for parts in lines)


def read(kind: Kind, text: str):
    """Return the value of lines typed. Raises ValueError, in French, with the line that can't be read."""
    entries = []
    for line in filter(str.strip, text.splitlines()):
        try:
            entries.append(LINES[kind.name].read([" ".join(part.split()) for part in line.split(";")]))
        except ValueError as problem:
            raise ValueError(f"{problem} (ligne « {' '.join(line.split())[:60]} »)") from problem
    return kind.read(entries)
