"""Neighbourhoods and their limits: what a list says, what people draw, who is inside."""

from fph.territories.rules.dates import A_DAY, EARLIEST, FURTHEST, first_day, last_day, may_draw, official_day
from fph.territories.rules.drawing import Outline, outline, simplified
from fph.territories.rules.importing import Addition, Change, Known, Plan, plan
from fph.territories.rules.official import (
    CODE,
    OfficialNeighbourhood,
    Skipped,
    generation,
    read_feature,
    read_features,
    readable_name,
    same_commune,
)
from fph.territories.rules.shapes import Box, box, holds_point, read_shape
from fph.territories.rules.typed import read_drawing

__all__ = [
    "A_DAY", "CODE", "EARLIEST", "FURTHEST", "Addition", "Box", "Change", "Known", "OfficialNeighbourhood", "Outline",
    "Plan", "Skipped", "box", "first_day", "generation", "holds_point", "last_day", "may_draw", "official_day", "outline", "plan",
    "read_drawing", "read_feature", "read_features", "read_shape", "readable_name", "same_commune", "simplified",
]  # fmt: skip
