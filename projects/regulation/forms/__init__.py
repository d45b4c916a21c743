"""Forms of the règlement: a version adopted, the year's themes, a rule to change, a proposal."""

from projects.regulation.forms.proposal import PasteForm, ProposalForm
from projects.regulation.forms.rule import ParameterForm, RuleForm
from projects.regulation.forms.versions import CapsField, RegulationForm, ThemesForm, TranchesField

__all__ = [
    "CapsField", "ParameterForm", "PasteForm", "ProposalForm", "RegulationForm", "RuleForm", "ThemesForm",
    "TranchesField",
]  # fmt: skip
