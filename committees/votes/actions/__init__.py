"""The vote's writers: ballots opened, cast and closed; decisions; tasks."""

from committees.votes.actions.ballots import cast, close_ballot, open_ballot
from committees.votes.actions.decisions import decide
from committees.votes.actions.erasure import forget
from committees.votes.actions.tasks import assign, entrust, finish

__all__ = ["assign", "cast", "close_ballot", "decide", "entrust", "finish", "forget", "open_ballot"]
