"""What the logs say of an error: where and of which kind, not what it says, for its text may name a person."""

import logging
import traceback
from copy import copy


class Discreet(logging.Formatter):
    """Writes the trace of an exception and its kind, and leaves out its message.

    A database quotes the row that it refuses (« Key (email)=(…) already exists »), a parser what was typed.
    """

    def format(self, record) -> str:
        """Return a line of the log; the text that another formatter left on the record is not taken over."""
        record = copy(record)
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei) -> str:
        """Return the traces of an exception and of what caused it, the last one last."""
        return "\n".join(self._one(error) for error in self._chain(ei[1]))

    def _chain(self, error: BaseException | None) -> list[BaseException]:
        if error is None:
            return []
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return [*self._chain(before), error]

    def _one(self, error: BaseException) -> str:
        frames = "".join(traceback.format_tb(error.__traceback__))
        return f"Traceback (most recent call last):\n{frames}{type(error).__module__}.{type(error).__qualname__}"
