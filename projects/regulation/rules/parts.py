"""Values of a règlement made of several entries: payments, tranches, funders, colleges, obligations."""

from collections.abc import Callable
from dataclasses import dataclass

from fph.money import euros
from projects.fund.rules import COMMON_POT
from projects.regulation.rules.values import (
    LONGEST_LABEL,
    MONEY_SCHEMA,
    PERCENT_SCHEMA,
    TEXT_SCHEMA,
    Kind,
    and_words,
    choice,
    counted,
    entry,
    list_schema,
    object_schema,
    read_flag,
    read_list,
    read_money,
    read_text,
    whole,
    write_money,
)

_share = whole(1, 100, "un pourcentage entier, de 1 à 100")
PAID_WHEN = {"acceptance": "à l’acceptation de l’aide", "report": "à la remise du bilan"}
_moment = choice("moment", PAID_WHEN)


@dataclass(frozen=True)
class Payment:
    """A part of the grant: its percent, and what sets it free (`acceptance` or `report`)."""

    percent: int
    trigger: str


def _read_payments(raw):
    fields = {"percent": _share, "trigger": _moment.read}
    found = read_list(raw, lambda one: Payment(**entry(one, fields, ("percent", "trigger"))), "une liste de versements")
    if sum(one.percent for one in found) != 100:
        raise ValueError("des versements qui font 100 %")
    return found


def _payments_words(value):
    return ", puis ".join(f"à {one.percent}\u00a0% {PAID_WHEN[one.trigger]}" for one in value)


def _read_tranches(raw):
    fields = {"label": lambda text: "" if text == "" else read_text(text, LONGEST_LABEL), "percent": _share}
    found = read_list(
        raw, lambda one: tuple(entry(one, fields, ("label", "percent")).values()), "une liste de tranches"
    )
    if sum(percent for _label, percent in found) != 100:
        raise ValueError("des tranches qui font 100 %")
    if len({label for label, _percent in found}) < len(found):
        raise ValueError("une tranche par intitulé")
    return found


def _tranches_words(value):
    return and_words(
        f"à {percent}\u00a0% sur {f'la tranche « {label} »' if label else f'le {COMMON_POT}'}"
        for label, percent in value
    )


@dataclass(frozen=True)
class Funding:
    """Who feeds the fund, for which share or amount, on what condition."""

    funder: str
    percent: int | None = None
    amount_cents: int | None = None
    condition: str = ""

    def __str__(self):
        part = (
            f" à {self.percent}\u00a0%"
            if self.percent
            else f" pour {euros(self.amount_cents)}"
            if self.amount_cents
            else ""
        )
        return f"{self.funder}{part}{f' ({self.condition})' if self.condition else ''}"


def _read_funding(raw):
    fields: dict[str, Callable] = {"funder": read_text, "percent": _share, "amount": read_money, "condition": read_text}

    def one(each):
        read = entry(each, fields, ("funder",))
        return Funding(read["funder"], read.get("percent"), read.get("amount"), read.get("condition", ""))

    found = read_list(raw, one, "une liste de financeurs")
    if sum(each.percent or 0 for each in found) > 100:
        raise ValueError("des parts qui ne passent pas 100 %")
    return found


def _write_funding(value):
    written = ({"funder": each.funder, "percent": each.percent,
                "amount": each.amount_cents and write_money(each.amount_cents), "condition": each.condition}
               for each in value)  # fmt: skip
    return [{name: part for name, part in each.items() if part} for each in written]


@dataclass(frozen=True)
class College:
    """A college of the committee: with a vote or a say only; its seats, at least and at most; how people get there.

    `substitutes`: each holder of a seat has a substitute who sits when they can't (Noyelles: « titulaire, suppléant »).
    """

    name: str
    voting: bool = True
    least: int = 0
    most: int | None = None
    designation: str = ""
    substitutes: bool = False

    def __str__(self):
        seats = (
            counted(self.least, "siège", "sièges") if self.least == self.most
            else f"au moins {self.least}" if self.least and not self.most
            else f"{self.most} au plus" if self.most and not self.least
            else f"de {self.least} à {self.most} sièges" if self.most else ""
        )  # fmt: skip
        told = ", ".join(
            filter(
                None,
                [
                    seats,
                    "" if self.voting else "voix consultative",
                    "avec des suppléants" if self.substitutes else "",
                    self.designation,
                ],
            )
        )
        return f"{self.name} ({told})" if told else self.name


def _read_colleges(raw):
    seats = whole(0, 200, "un nombre de sièges")
    fields: dict[str, Callable] = {
        "name": read_text,
        "voting": read_flag,
        "least": seats,
        "most": seats,
        "designation": read_text,
        "substitutes": read_flag,
    }
    found = read_list(raw, lambda one: College(**entry(one, fields, ("name",))), "une liste de collèges")
    if any(one.most is not None and one.most < one.least for one in found):
        raise ValueError("un maximum de sièges qui ne soit pas sous le minimum")
    if not any(one.voting for one in found):
        raise ValueError("au moins un collège qui vote")
    return found


def _write_colleges(value):
    plain = College("")
    written = ({"name": one.name, "voting": one.voting, "least": one.least, "most": one.most,
                "designation": one.designation, "substitutes": one.substitutes} for one in value)  # fmt: skip
    return [{n: v for n, v in one.items() if n == "name" or v != getattr(plain, n)} for one in written]


@dataclass(frozen=True)
class Obligation:
    """Something to do after the aid: what, within how many days of the end of the action."""

    what: str
    due_days: int | None = None

    def __str__(self):
        return f"{self.what}{f', dans les {self.due_days} jours qui suivent le projet' if self.due_days else ''}"


def _read_obligations(raw):
    fields = {"what": read_text, "due_days": whole(1, 730, "un nombre de jours, de 1 à 730")}
    return read_list(raw, lambda one: Obligation(**entry(one, fields, ("what",))), "une liste d’obligations")


def _write_obligations(value):
    return [{"what": one.what} | ({"due_days": one.due_days} if one.due_days else {}) for one in value]


PAYMENTS = Kind(
    "payments", _read_payments, lambda value: [{"percent": one.percent, "trigger": one.trigger} for one in value],
    _payments_words,
    list_schema(object_schema(("percent", "trigger"), percent=PERCENT_SCHEMA, trigger=_moment.schema)),
)  # fmt: skip
TRANCHES = Kind(
    "tranches",
    _read_tranches,
    lambda value: [{"label": label, "percent": percent} for label, percent in value],
    _tranches_words,
    list_schema(
        object_schema(
            ("label", "percent"), label={"type": "string", "maxLength": LONGEST_LABEL}, percent=PERCENT_SCHEMA
        )
    ),
)
FUNDING = Kind(
    "funding", _read_funding, _write_funding, lambda value: and_words(map(str, value)),
    list_schema(object_schema(("funder",), funder=TEXT_SCHEMA, percent=PERCENT_SCHEMA, amount=MONEY_SCHEMA,
                                condition=TEXT_SCHEMA)),
)  # fmt: skip
COLLEGES = Kind(
    "colleges", _read_colleges, _write_colleges, lambda value: " ; ".join(map(str, value)),
    list_schema(object_schema(("name",), name=TEXT_SCHEMA, voting={"type": "boolean"}, designation=TEXT_SCHEMA,
                                substitutes={"type": "boolean"},
                                least={"type": "integer", "minimum": 0}, most={"type": "integer", "minimum": 0})),
)  # fmt: skip
OBLIGATIONS = Kind(
    "obligations", _read_obligations, _write_obligations, lambda value: " ; ".join(map(str, value)),
    list_schema(object_schema(("what",), what=TEXT_SCHEMA, due_days={"type": "integer", "minimum": 1})),
)  # fmt: skip
