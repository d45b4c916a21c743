"""The limits Méricourt publishes (900 € then 400 €, seven days before), on both sides, when filing and when deciding.

Source: the town's page on its PIC, « 900 EUR for the 1st action of the year », « 400 EUR for the 2nd », « at least 7 days
before the committee ».
"""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from cms.demo.mericourt import REGULATION
from committees.meetings import actions as meetings
from committees.votes import actions as votes
from fph.people.actions import open_account
from fph.people.roles import PARIS
from fph.verdict import Refused
from projects.applications.queries import meeting_for
from projects.fund import actions as funds
from projects.fund.models import Fund
from tests.committees.world import DAY, build
from tests.projects import filing

pytestmark = pytest.mark.django_db
LIMITS = [(1, 90_000, ""), (1, 90_001, "900"), (2, 40_000, ""), (2, 40_001, "400")]
CAPS = {kind: REGULATION.caps_of(kind) for kind in REGULATION.open_to}
NUMBERS = {"cap_per_project": REGULATION.article("cap_per_project").split()[-1]}
RULES = {"caps_cents": CAPS, "filing_deadline_days": REGULATION.filing_deadline_days, "articles": NUMBERS}


def test_the_demonstration_holds_what_the_source_says():
    for kind in ("resident", "group", "association"):
        assert [REGULATION.cap_cents(kind, rank) for rank in (1, 2)] == [90_000, 40_000]
    assert REGULATION.filing_deadline_days == 7
    assert REGULATION.applicant_present == "required"
    assert [percent for _label, percent in REGULATION.tranches] == [50, 50]


@pytest.mark.parametrize(("rank", "cents", "cap"), LIMITS)
def test_the_cap_of_each_rank_holds_when_filing(rank, cents, cap):
    now, fund = timezone.now(), Fund.objects.get(slug="mericourt")
    someone = open_account(email="essai@exemple.fr", name="Personne d’Essai", now=now)
    world = filing.World(someone, someone, someone, fund, fund.exercises.get())

    def ask(amount):
        words = {"requested_cents": amount, "lines": [("expense", "Jeux", amount, "autre")], "lead_name": "Personne d’Essai",
                 "starts_on": timezone.localdate() + timedelta(days=40)}  # fmt: skip
        draft = filing.draft(world, now=now, **words)
        filing.actions.attach(draft, filing.quote(), "quote", by=someone, now=now)
        return filing.actions.submit(draft, by=someone, now=now + timedelta(seconds=amount % 7))

    if rank == 2:
        ask(10_000)
    if not cap:
        assert ask(cents).state == "submitted"
        return
    with pytest.raises(Refused) as refused:
        ask(cents)
    (gap,) = refused.value.gaps
    assert f"le plafond est de {cap}\u202f€" in gap.message and "article 3" in gap.message


@pytest.mark.parametrize(("rank", "cents", "cap"), LIMITS)
def test_the_cap_of_each_rank_holds_when_deciding(rank, cents, cap):
    world = build(**RULES)
    if rank == 2:
        world.file(cents=10_000, state="granted", kind="resident")
        world.later(24 * 60)
    file = world.file(cents=200_000, kind="resident")
    item = world.item(world.meeting(), file)
    asked = {"mode": "open", "cents": cents, "by": world.chair.person, "now": world.later()}
    if not cap:
        assert votes.open_ballot(item, **asked).proposed_cents == cents
        return
    with pytest.raises(Refused, match=rf"plafond est de {cap}\u202f€ \(article 3\)"):
        votes.open_ballot(item, **asked)


@pytest.mark.parametrize(("days_before", "taken"), [(8, True), (7, True), (6, False), (0, False)])
def test_a_file_is_taken_until_seven_days_before(days_before, taken):
    world = build(**RULES)
    meets_at = DAY + timedelta(days=30)
    date, later = (
        funds.publish_date(world.fund, meets_at=at, place="Salle d’essai", by=world.by, now=DAY,
                           filing_deadline=REGULATION.filing_deadline(at.date()))
        for at in (meets_at, meets_at + timedelta(days=30))
    )  # fmt: skip
    file = world.file()
    file.submitted_at = datetime.combine(meets_at.date() - timedelta(days=days_before), time(23, 59), PARIS)
    file.save()
    assert meeting_for(file, file.submitted_at - timedelta(hours=8)) == (date if taken else later)
    meeting = meetings.plan(world.committee, date, by=world.by, now=meets_at)
    assert meeting.items.filter(application=file).exists() == taken
    if not taken:
        with pytest.raises(Refused, match="pas prêt pour cette séance"):
            world.item(meeting, file)
