"""The vocabulary of acts: each kind says who may read it and how a layperson reads it.

Slices declare their kinds beside their actions. A public kind lists the payload fields that may be published: an
allow-list, so that a name can't slip into the public register.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fph.verdict import Words


@dataclass(frozen=True)
class Kind:
    """A kind of act; `sentence` is a French template on the payload's fields, an entry of the register a sentence."""

    name: str
    sentence: Words
    fields: tuple[str, ...] = ()
    public: bool = True

    @property
    def visibility(self) -> str:
        """Return the visibility its entries take."""
        return "public" if self.public else "private"


KINDS: dict[str, Kind] = {}


def kind(name: str, sentence: Words, *fields: str, public: bool = True) -> Kind:
    """Declare a kind of act, once. Raises ValueError when the name is taken."""
    if name in KINDS:
        raise ValueError(f"{name} is declared twice")
    KINDS[name] = Kind(name, sentence, fields, public)
    return KINDS[name]


class _Blank(dict):
    def __missing__(self, key):
        return "…"


def sentence(name: str, payload: dict) -> str:
    """Write an act as one French sentence."""
    declared = KINDS.get(name)
    return _(str(declared.sentence)).format_map(_Blank(payload)) if declared else name
