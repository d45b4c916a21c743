"""The questions of each step of opening a fund."""

from cms.opening.forms.dates import DatesForm
from cms.opening.forms.model import ModelForm
from cms.opening.forms.people import PeopleForm
from cms.opening.forms.place import PlaceForm
from cms.opening.forms.regulation import RulesForm

__all__ = ["DatesForm", "ModelForm", "PeopleForm", "PlaceForm", "RulesForm"]
