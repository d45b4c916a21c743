"""The pages of the committee and of its meetings: their states, as in `table.py`."""

from tests.pages.world import SLUG

COMMITTEE = {
    "committee": {
        "full": lambda g: g.get("fatou", "committee", SLUG),
        "open": lambda g: g.evening("opened") and g.get("claire", "committee", SLUG),
        "empty": lambda g: g.new_committee("committee"),
    },
    "committee_history": {"full": lambda g: g.get("fatou", "committee_history", SLUG)},
    "roles": {
        "full": lambda g: g.get("admin", "roles", SLUG),
        "error": lambda g: g.post("admin", "roles", SLUG, role="chair"),
        "empty": lambda g: g.new("admin", "roles"),
    },
    "plan_meeting": {
        "full": lambda g: g.free_date() and g.get("claire", "plan_meeting", SLUG),
        "error": lambda g: g.free_date() and g.post("claire", "plan_meeting", SLUG),
        "empty": lambda g: g.get("claire", "plan_meeting", SLUG),
    },
    "agenda": {
        "full": lambda g: g.get("claire", "agenda", g.meeting().pk),
        "error": lambda g: g.post("claire", "agenda", g.meeting().pk, do="add"),
        "empty": lambda g: g.meeting().items.all().delete() and g.get("claire", "agenda", g.meeting().pk),
        "proposals": lambda g: g.proposal() and g.get("claire", "agenda", g.meeting().pk),
        "hours": lambda g: g.post(
            "claire", "agenda", g.meeting().pk, do="hearings", starts="18:30", every_minutes="10"
        ),
        "error of hours": lambda g: g.post("claire", "agenda", g.meeting().pk, do="hearings", starts="25 h"),
        "closed": lambda g: g.get("claire", "agenda", g.meeting(closed=True).pk),
    },
    "meeting_history": {"full": lambda g: g.get("fatou", "meeting_history", g.meeting().pk)},
    "meeting": {
        "planned": lambda g: g.get("fatou", "meeting", g.meeting().pk),
        "planned member": lambda g: g.get("amina", "meeting", g.meeting().pk),
        "empty": lambda g: g.meeting().items.all().delete() and g.get("fatou", "meeting", g.meeting().pk),
        "opened": lambda g: g.get("fatou", "meeting", g.evening("opened").pk),
        "full": lambda g: g.get("fatou", "meeting", g.evening("called").pk),
        "voting": lambda g: g.get("fatou", "meeting", g.evening("voting").pk),
        "voting member": lambda g: g.get("amina", "meeting", g.evening("voting").pk),
        "hands": lambda g: g.get("fatou", "meeting", g.evening("voting", mode="show_of_hands").pk),
        "decided": lambda g: g.get("fatou", "meeting", g.evening("decided").pk),
        "error of a question": lambda g: g.on_the_item("open_ballot", "called", mode="open", amount="rien"),
        "error of a count": lambda g: g.wrong_hands(),
        "error of a delay": lambda g: g.on_the_item("defer", "called"),
        "error of a task": lambda g: g.on_the_item("assign_task", "called"),
        "amending": lambda g: g.get("fatou", "meeting", g.amending().pk),
        "amending what changed": lambda g: g.get("fatou", "meeting", g.amending(stale=True).pk),
        "refused": lambda g: g.post("fatou", "open_meeting", g.evening("opened").pk),
        "closed": lambda g: g.get("fatou", "meeting", g.evening("closed").pk),
    },
    "member_vote": {
        "planned": lambda g: g.get("amina", "member_vote", g.meeting().pk),
        "waiting": lambda g: g.get("amina", "member_vote", g.evening("opened").pk),
        "full": lambda g: g.get("amina", "member_vote", g.evening("voting").pk),
        "adviser": lambda g: g.get("denis", "member_vote", g.evening("voting").pk),
        "hands": lambda g: g.get("amina", "member_vote", g.evening("voting", mode="show_of_hands").pk),
        "error": lambda g: g.vote(),
        "done": lambda g: g.vote(choice="for"),
        "decided": lambda g: g.get("amina", "member_vote", g.evening("decided").pk),
        "closed": lambda g: g.get("amina", "member_vote", g.evening("closed").pk),
    },
    "close_meeting": {
        "full": lambda g: g.get("fatou", "close_meeting", g.evening("decided").pk),
        "empty": lambda g: g.get("fatou", "close_meeting", g.evening("opened").pk),
    },
    "minutes": {
        "full": lambda g: g.get("fatou", "minutes", g.meeting(closed=True).pk),
        "done": lambda g: g.post("lucien", "add_erratum", g.meeting(closed=True).pk, text="Lire : 9 présents."),
    },
    "add_erratum": {
        "full": lambda g: g.get("lucien", "add_erratum", g.meeting(closed=True).pk),
        "error": lambda g: g.post("lucien", "add_erratum", g.meeting(closed=True).pk),
    },
    "public_minutes": {"full": lambda g: g.get("", "public_minutes", g.meeting(closed=True).minutes.pk)},
}
