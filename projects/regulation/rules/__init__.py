"""A règlement as data: what it may say, when each rule holds, and what it says of a file."""

from projects.regulation.rules import asking
from projects.regulation.rules.articles import Article, OwnWords
from projects.regulation.rules.checks import BLOCK, INFORM, SEVERITIES, WARN
from projects.regulation.rules.conditions import When
from projects.regulation.rules.deciding import CollegeQuorum, Deciding, QuorumRule, Seating, same_college
from projects.regulation.rules.facts import APPLICANT_TYPES, HISTORY, TERRITORIES, TYPE_WORDS, Cost, Facts
from projects.regulation.rules.parameters import PARAMETERS, SECTIONS, Parameter
from projects.regulation.rules.parts import PAID_WHEN, College, Funding, Obligation, Payment
from projects.regulation.rules.regulation import Regulation
from projects.regulation.rules.rule import OVERRIDERS, Finding, Rule, Window

__all__ = [
    "APPLICANT_TYPES", "BLOCK", "HISTORY", "INFORM", "OVERRIDERS", "PAID_WHEN", "PARAMETERS", "SECTIONS", "SEVERITIES",
    "TERRITORIES", "TYPE_WORDS", "WARN", "Article", "College", "CollegeQuorum", "Cost", "Deciding", "Facts", "Finding", "Funding",
    "Obligation", "OwnWords", "Parameter", "Payment", "QuorumRule", "Regulation", "Rule", "Seating", "When", "Window", "asking",
    "same_college",
]  # fmt: skip
