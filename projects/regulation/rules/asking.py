"""What a règlement has to hear of a file, beyond what every fund asks: the guichet, the kinds of action, where, the kinds
of expense.

Nothing is asked that no rule looks at: a fund with one guichet, and no condition on these, asks none of them. Words are the
règlement's own. Source: rule-taxonomy, §1 and §2; practice, §3.1.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from projects.regulation.rules.facts import Facts
from projects.regulation.rules.regulation import NOTHING, Regulation
from projects.regulation.rules.rule import Rule, Window
from projects.regulation.rules.values import bare

OTHER = "autre"
EXPENSES = ("eligible_expenses", "ineligible_expenses")


def doors(regulation: Regulation, applicant_type: str) -> tuple[Window, ...]:
    """Return the guichets where that type of applicant may ask; all of them while the type is not said."""
    return tuple(one for one in regulation.windows if not applicant_type or applicant_type in one.applicant_types)


def heard(regulation: Regulation, facts: Facts) -> Facts:
    """Return a file as a règlement hears it: its words kept, those of another version left out, as if not said.

    A file that fits one guichet only is placed there. The tranches are those its guichet draws on.
    """
    here = doors(regulation, facts.applicant_type)
    window = facts.window if facts.window in {one.code for one in here} else here[0].code if len(here) == 1 else ""
    kinds = [*_expense_words(regulation.rules), OTHER]
    found = replace(
        facts,
        window=window,
        actions=frozenset(_kept(facts.actions, _action_words(regulation.rules))),
        costs=tuple(replace(cost, category="".join(_kept([cost.category], kinds))) for cost in facts.costs),
    )
    drawn = tranches(regulation, found)
    return replace(found, tranches=frozenset(label for label, _percent in drawn if label))


def placed(regulation: Regulation, facts: Facts) -> Facts:
    """Return a file at the guichet it goes to: the one it says, or the first for its type of applicant."""
    found = heard(regulation, facts)
    return replace(found, window=regulation.window_of(found))


def undecided(regulation: Regulation, facts: Facts) -> bool:
    """Say whether a file has yet to choose between several guichets."""
    return len(doors(regulation, facts.applicant_type)) > 1 and not heard(regulation, facts).window


def action_kinds(regulation: Regulation, facts: Facts) -> tuple[str, ...]:
    """Return the kinds of action to ask a file about: the words of the conditions that could hold for it."""
    return _action_words(rule for rule in regulation.rules if _concerns(rule, facts))


def asks_where(regulation: Regulation, facts: Facts) -> bool:
    """Say whether to ask a file where it takes place: a rule, or a condition, that could hold for it looks at that."""
    if any(rule.when.territory for rule in regulation.rules if _concerns(rule, facts)):
        return True
    return any(rule.value != "anywhere" for rule in _speaking(regulation, "territory", facts))


def expense_kinds(regulation: Regulation, facts: Facts) -> tuple[str, ...]:
    """Return the kinds of expense to choose from: those the règlement pays for, those it leaves out, then « autre »."""
    rules = [rule for name in EXPENSES for rule in _speaking(regulation, name, facts)]
    words = _expense_words(rules)
    return _distinct([*words, OTHER]) if words else ()


def tranches(regulation: Regulation, facts: Facts = NOTHING) -> tuple[tuple[str, int], ...]:
    """Return how a file's grant draws on the year's tranches, as (label, percent); empty when the money is one."""
    return regulation.value("tranches", facts) or ()


def all_tranches(regulation: Regulation) -> tuple[str, ...]:
    """Return the label of every tranche that a grant may draw on, at one guichet or another; the common pot is « »."""
    rules = [rule for rule in regulation.rules if rule.parameter == "tranches"]
    return _distinct(label for rule in rules for label, _percent in rule.value)


def varies(regulation: Regulation, parameter: str) -> bool:
    """Say whether what is said of a parameter depends on the file."""
    return any(rule.when.written for rule in regulation.rules if rule.parameter == parameter)


def depends_on_window(regulation: Regulation, parameter: str) -> bool:
    """Say whether what is said of a parameter differs from one guichet to another."""
    return any(rule.when.window for rule in regulation.rules if rule.parameter == parameter)


def _concerns(rule: Rule, facts: Facts) -> bool:
    """Say whether a rule could hold for a file, by who asks and at which guichet: what is not said yet leaves it open."""
    types, windows = rule.when.applicant_type, rule.when.window
    return (not types or not facts.applicant_type or facts.applicant_type in types) and (
        not windows or facts.window in windows
    )


def _speaking(regulation: Regulation, parameter: str, facts: Facts) -> list[Rule]:
    """Return the rules that decide a parameter for a file, or may come to: one that holds and is passed over does not."""
    deciding = regulation.rule(parameter, facts)
    return [
        rule
        for rule in regulation.rules
        if rule.parameter == parameter and _concerns(rule, facts) and (rule is deciding or not rule.when.holds(facts))
    ]


def _action_words(rules: Iterable[Rule]) -> tuple[str, ...]:
    return _distinct(word for rule in rules for word in rule.when.action or ())


def _expense_words(rules: Collection[Rule]) -> tuple[str, ...]:
    return _distinct(word for name in EXPENSES for rule in rules if rule.parameter == name for word in rule.value)


def _kept(words: Iterable[str], known: Iterable[str]) -> list[str]:
    wanted = {bare(one) for one in known}
    return [one for one in words if bare(one) in wanted]


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for one in words:
        found.setdefault(bare(one), one)
    return tuple(found.values())
