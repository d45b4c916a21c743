"""The writers of opinions and of the acts that follow them."""

from projects.authority.actions.acts import annul_act, record_act
from projects.authority.actions.erasure import forget
from projects.authority.actions.opinions import advise

__all__ = ["advise", "annul_act", "forget", "record_act"]
