"""Who decides after a vote: the committee, or the authority to which its règlement only gives an opinion."""

from committees.meetings.models import Meeting


def authority(meeting: Meeting) -> str:
    """Return the authority that decides by the version a meeting froze when it opened, or nothing: the committee does."""
    version = meeting.regulation_version
    if version is None or version.regulation.value("final_authority") != "advisory":
        return ""
    return version.regulation.value("final_authority_body") or ""
