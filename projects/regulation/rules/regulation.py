"""A règlement: its rules, its guichets, its articles; and which rule speaks for a file.

Where several rules set the same parameter, the most precise one decides: the one with the most conditions. Two rules
with as many conditions, that could both hold for one file and say different things, contradict each other: such a
règlement is not adopted, and both articles are named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from projects.regulation.rules import checks, consistency, deciding
from projects.regulation.rules.articles import (
    Article,
    OwnWords,
    article_of,
    covers,
    default_article,
    numbers_taken,
    order,
)
from projects.regulation.rules.checks import Breach, Unknown
from projects.regulation.rules.conditions import actions_met
from projects.regulation.rules.deciding import Deciding
from projects.regulation.rules.facts import APPLICANT_TYPES, TYPE_WORDS, Facts
from projects.regulation.rules.parameters import PARAMETERS, Parameter
from projects.regulation.rules.rule import Finding, Rule, Window
from projects.regulation.rules.simple import shortest, with_values
from projects.regulation.rules.values import bare

NOTHING = Facts()


@dataclass(frozen=True)
class Regulation:
    """One version of a règlement. What it does not say has the product's default."""

    rules: tuple[Rule, ...] = ()
    windows: tuple[Window, ...] = ()
    own_words: tuple[tuple[str, OwnWords], ...] = ()
    title: str = ""
    source: str = ""

    # --- Which rule speaks ---

    def rule(self, parameter: str, facts: Facts = NOTHING) -> Rule | None:
        """Return the rule that decides a parameter for a file: the most precise of those that hold, or None."""
        holding = [rule for rule in self._by_parameter.get(parameter, ()) if rule.when.holds(facts)]
        return max(holding, key=lambda rule: rule.precision, default=None)

    def value(self, parameter: str, facts: Facts = NOTHING) -> Any:
        """Return what a parameter is worth for a file: the deciding rule's value, else the product's default."""
        rule = self.rule(parameter, facts)
        return rule.value if rule else PARAMETERS[parameter].default

    @cached_property
    def _by_parameter(self) -> Mapping[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.parameter, []).append(rule)
        return found

    def window_of(self, facts: Facts) -> str:
        """Return the guichet a file goes to: the one it names, or the first for its type of applicant."""
        if facts.window:
            return facts.window
        return next((one.code for one in self.windows if facts.applicant_type in one.applicant_types), "")

    # --- A file against it ---

    def findings(self, facts: Facts) -> list[Finding]:
        """Return what the rules say of a file, in the order of the règlement's parameters."""
        facts = replace(facts, window=self.window_of(facts))
        if wrong_door := self._wrong_window(facts):
            return [wrong_door]
        return [found for parameter in PARAMETERS.values() if (found := self._finding(parameter, facts))]

    def _wrong_window(self, facts: Facts) -> Finding | None:
        window = next((one for one in self.windows if one.code == facts.window), None)
        welcome = window and (not facts.applicant_type or facts.applicant_type in window.applicant_types)
        if not facts.window or welcome:
            return None
        label = f"Il n’y a pas de guichet « {facts.window} » dans ce règlement."
        if window:
            label = f"Le guichet « {window.label} » n’aide pas {TYPE_WORDS[facts.applicant_type]}."
        return Finding("applicant_types", self.number("applicant_types"), checks.BLOCK, label, "applicant_type")

    def _finding(self, parameter: Parameter, facts: Facts) -> Finding | None:
        rule = self.rule(parameter.name, facts)
        if (not rule and parameter.default is None) or not parameter.check:
            return None
        seen = replace(facts, deadline=self.last_filing_day(facts)) if parameter.check is checks.deadline else facts
        if rule and rule.when.action:
            counted = {bare(name): count for name, count in facts.ranks.items()}
            met = map(bare, actions_met(rule.when.action, facts))
            seen = replace(seen, rank=max((counted.get(one, 1) for one in met), default=1))
        found = parameter.check(rule.value if rule else parameter.default, seen)
        if found is None:
            return None
        unknown = isinstance(found, Unknown)
        severity = checks.INFORM if unknown else rule.effect if rule else parameter.severity
        message = (rule and rule.message) or (f"À vérifier : {found.message[0].lower()}{found.message[1:]}" if unknown
                                              else found.message)  # fmt: skip
        limits = (found.limit_cents, found.limit_days) if isinstance(found, Breach) else (None, None)
        said = (parameter.name, self.number(parameter.name, rule), severity, message, found.field)
        return Finding(*said, *limits, override=rule.override if rule else ())

    def cap_cents(self, applicant_type: str, rank: int = 1, facts: Facts | None = None) -> int | None:
        """Return the most a file may ask, in cents; None when that type of applicant may not, or no cap is set."""
        asking = replace(facts or Facts(), applicant_type=applicant_type, rank=rank)
        asking = replace(asking, window=self.window_of(asking))
        return self.value("cap_per_project", asking) if applicant_type in self.open_to else None

    @property
    def open_to(self) -> tuple[str, ...]:
        """Return the types of applicant that may ask, at one guichet or another."""
        allowed = {one for rule in self._by_parameter.get("applicant_types", ()) for one in rule.value}
        windows = {one for window in self.windows for one in window.applicant_types} or set(APPLICANT_TYPES)
        return tuple(one for one in APPLICANT_TYPES if one in (allowed or windows) and one in windows)

    # --- What the rest of the house asks ---

    @property
    def filing_deadline_days(self) -> int:
        """Return the days between the last day to file and the meeting."""
        return self.value("filing_deadline_days")

    @property
    def quorum_percent(self) -> int:
        """Return the share of the members with a vote who must be present."""
        return self.value("quorum_percent")

    @property
    def deciding(self) -> Deciding:
        """Return how the committee decides."""
        return Deciding(self)

    @property
    def tranches(self) -> tuple[tuple[str, int], ...]:
        """Return how each grant draws on the year's tranches, as (label, percent); empty when the money is one."""
        return self.value("tranches") or ()

    @property
    def report_due_days(self) -> int:
        """Return the days between the end of the action and its report."""
        return self.value("report_due_days")

    @property
    def min_group_size(self) -> int:
        """Return how many residents a group names at least."""
        return self.value("min_group_size")

    @property
    def applicant_present(self) -> str:
        """Return whether the committee hears the applicant: `no`, `expected`, or `required`."""
        return self.value("applicant_hearing")

    def asks(self, *parameters: str) -> bool:
        """Say whether the règlement says something of one of these parameters."""
        return any(name in self._by_parameter for name in parameters)

    def looks_at(self, condition: str) -> bool:
        """Say whether a rule depends on that condition."""
        return condition in self._looked_at

    @cached_property
    def _looked_at(self) -> frozenset[str]:
        return frozenset(name for rule in self.rules for name, _value in rule.when.written)

    def filing_deadline(self, meeting_day: date) -> date:
        """Return the last day to file for a meeting, for any file: the given number of whole days before it."""
        return checks.last_day(self.filing_deadline_days, meeting_day)

    def last_filing_day(self, facts: Facts) -> date | None:
        """Return the last day to file for the meeting a file aims at; None when none is known.

        The day published holds, but where a rule for some files has days of its own: they gain what it adds for all.
        """
        rule, published = self.rule("filing_deadline_days", facts), facts.deadline
        if not facts.meets_on or (published and not (rule and rule.when.written)):
            return published
        own = checks.last_day(self.value("filing_deadline_days", facts), facts.meets_on)
        return own + max(published - self.filing_deadline(facts.meets_on), timedelta()) if published else own

    def payments_cents(self, granted_cents: int, facts: Facts | None = None) -> list[tuple[str, int]]:
        """Share a file's grant into its payments, in order, without losing a cent: (trigger, cents)."""
        shares = self.value("payments", facts or NOTHING)
        parts = [granted_cents * one.percent // 100 for one in shares]
        parts[-1] += granted_cents - sum(parts)
        return [(one.trigger, part) for one, part in zip(shares, parts, strict=True)]

    # --- Its articles ---

    def number(self, parameter: str, rule: Rule | None = None) -> str:
        """Return the number of the article where a rule is written; without one, of the default's, else of the first."""
        if rule:
            return rule.article or self._numbers[rule.parameter, False]
        default = self._numbers.get((parameter, True))
        return default or next((one.number for one in self.articles if parameter in one.parameters), "")

    def article(self, parameter: str, facts: Facts = NOTHING) -> str:
        """Return « article 4 » for the rule that decides a parameter; nothing while the product's default holds."""
        rule = self.rule(parameter, facts) or next(iter(self._by_parameter.get(parameter, ())), None)
        return f"article {self.number(parameter, rule)}" if rule else ""

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, bool], str]:
        return numbers_taken(self.rules, [number for number, _own in self.own_words], self._left_aside)

    @property
    def _left_aside(self) -> frozenset[str]:
        """Return the parameters whose rules leave some file aside: the product's default then holds for it."""
        windows = frozenset(one.code for one in self.windows)
        return frozenset(name for name in PARAMETERS if not covers(self._by_parameter.get(name, ()), windows))

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order of its number: those the règlement numbers, its others, the defaults."""
        own, grouped = dict(self.own_words), {}
        for rule in self.rules:
            grouped.setdefault(self.number(rule.parameter, rule), []).append(rule)
        defaults = {number: PARAMETERS[name] for (name, silent), number in self._numbers.items() if silent}
        labels = {one.code: one.label for one in self.windows}
        return tuple(
            default_article(number, defaults[number])
            if number in defaults
            else article_of(number, grouped.get(number, []), own.get(number, OwnWords()), labels)
            for number in sorted({*grouped, *own, *defaults}, key=order)
        )

    # --- Whether it holds together ---

    def at_odds(self) -> list[str]:
        """Return, in French, why its rules can't hold together, each reason once; nothing when they do."""
        return list(consistency.at_odds(self))

    def unfinished(self) -> list[str]:
        """Return, in French, what a règlement has yet to say before a body can adopt it."""
        found = []
        if not self.asks("cap_per_project"):
            found.append("Le règlement dit jusqu’à combien on peut demander : ajoutez un plafond.")
        if self.value("final_authority") == "advisory" and not self.value("final_authority_body"):
            found.append("Un comité qui donne un avis nomme l’autorité qui décide : ajoutez-la.")
        return [*found, *deciding.unfinished(self)]

    def check(self) -> None:
        """Raise ValueError with French sentences when it can't be adopted."""
        if found := [*self.at_odds(), *self.unfinished()]:
            raise ValueError("\n".join(found))

    # --- From a few values ---

    @classmethod
    def of(
        cls, *, caps_cents: Mapping[str, list[int]], articles: Mapping[str, str] | None = None, **values
    ) -> "Regulation":
        """Return a règlement made of simple values: `caps_cents[type]` lists the caps of the 1st, 2nd… project of a year.

        The last one holds for the following projects; a type without any may not ask. The other words are parameters.
        `articles` gives the number of a parameter's article.
        """
        return cls().with_values(caps_cents, articles or {}, values)

    def with_values(
        self, caps_cents: Mapping[str, list[int]] | None, articles: Mapping[str, str], values: Mapping[str, Any]
    ) -> "Regulation":
        """Return this règlement with these simple values in place of its own; rules with other conditions stay.

        So does what a rule says besides its value. Without `caps_cents`, caps and who may ask stay as they are.
        """
        return replace(self, rules=with_values(self.rules, caps_cents, articles, values))

    @property
    def caps_are_simple(self) -> bool:
        """Say whether caps, and who may ask, depend at most on who asks and on the rank in the year."""
        about = ("cap_per_project", "applicant_types")
        return not self.windows and all(rule.is_simple for name in about for rule in self._by_parameter.get(name, ()))

    def caps_of(self, applicant_type: str) -> list[int]:
        """Return the caps of the 1st, 2nd… project of a year, in cents, as `of` takes them."""
        ranks = [1, *(rule.when.rank.first for rule in self._by_parameter.get("cap_per_project", ()) if rule.when.rank)]
        caps = [self.cap_cents(applicant_type, rank) for rank in range(1, max(ranks) + 1)]
        return shortest([cents for cents in caps if cents is not None])
