"""The territories' writers: neighbourhoods opened and drawn one by one, or read from the official list."""

from fph.territories.actions.importing import import_neighbourhoods
from fph.territories.actions.opening import draw_perimeter, name_commune, open_neighbourhood

__all__ = ["draw_perimeter", "import_neighbourhoods", "name_commune", "open_neighbourhood"]
