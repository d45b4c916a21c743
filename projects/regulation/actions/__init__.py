"""The règlement's writers: the versions a body adopted, and the amendments that lead to one."""

from projects.regulation.actions.amendments import (
    discard,
    drop_rule,
    propose,
    put_document,
    put_rule,
    settle,
    take_up,
    withdraw,
)
from projects.regulation.actions.erasure import forget
from projects.regulation.actions.versions import adopt

__all__ = [
    "adopt", "discard", "drop_rule", "forget", "propose", "put_document", "put_rule", "settle", "take_up", "withdraw",
]  # fmt: skip
