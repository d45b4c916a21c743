"""O7: what a person says of themselves is read by those this page names, and by nobody else, wherever it may leak.

Sources of the table: privacy notes §5.1 (who sees what) and §5.2 (what is published).
"""

import logging

import pytest
from django.test import Client
from django.utils import timezone

from fph.files.models import private_storage
from fph.journal.models import RegisterEntry
from fph.mail.models import OutboxMessage
from tests.house.test_tables import PUBLIC_CONTENT, tables
from tests.privacy import crawl
from tests.privacy.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VIEWERS = {
    "anonymous": "anybody",
    "lucie": "another resident",
    "josette": "a helper of the fund",
    "vincent": "a funder's reader",
    "paul": "an editor of the neighbourhood",
    "manager": "who confides the fund's roles",
    "amina": "a member of the committee",
    "fatou": "its chair",
    "lucien": "its secretary",
    "claire": "the coordinator",
    "hassan": "the treasurer",
    "elsewhere": "chair, coordinator, treasurer and reader of another fund",
}
ALL = frozenset(VIEWERS)
NOBODY: frozenset[str] = frozenset()
STAFF = frozenset({"claire", "hassan"})
COMMITTEE = frozenset({"amina", "fatou", "lucien"})
INSIDE = COMMITTEE | {"claire"}
READERS = COMMITTEE | STAFF

ASKED = dict.fromkeys(
    ("lead_name", "lead_address", "title", "summary", "benefit", "place", "renewal_note"), READERS
) | dict.fromkeys(("lead_email", "lead_phone"), STAFF)  # fmt: skip
OF_ASSOCIATIONS, OF_GROUPS = ("organisation_name", "siret", "rna"), ("host_name", "host_siret")
AS_GROUP = dict.fromkeys(OF_GROUPS, READERS) | dict.fromkeys(OF_ASSOCIATIONS, NOBODY)
AS_ASSOCIATION = dict.fromkeys(OF_ASSOCIATIONS, READERS) | dict.fromkeys(OF_GROUPS, NOBODY)


def of_file(who: str, columns: dict, **others) -> dict[str, frozenset]:
    return {f"{who}:Application.{name}": seen for name, seen in columns.items()} | {
        f"{who}:{name.replace('__', '.')}": seen for name, seen in others.items()
    }


WHO_SEES: dict[str, frozenset[str]] = {
    # An account: its owner; the name where the person asks for something or sits.
    "applicant:User.name": READERS,
    "applicant:User.email": STAFF,
    "applicant:User.phone": NOBODY,
    "member:User.name": INSIDE | {"manager"},
    "member:User.email": NOBODY,
    "member:User.phone": NOBODY,
    # A file that was granted, by a group: the public reads the project's name and the reasons written for it.
    **of_file("granted", ASKED | AS_GROUP | {"title": ALL}, BudgetLine__label=READERS, GroupResident__name=READERS,
              GroupResident__street=READERS, CorrectionRequest__message=READERS, CorrectionRequest__answer=READERS,
              DecisionText__reasons=INSIDE, DecisionText__conditions=INSIDE, DecisionText__public_reasons=ALL,
              Override__reason=READERS),
    # A file that was refused, by an association: nothing of it is public but the reasons written for it.
    **of_file("refused", ASKED | AS_ASSOCIATION, BudgetLine__label=READERS, GroupResident__name=NOBODY,
              GroupResident__street=NOBODY, CorrectionRequest__message=READERS, CorrectionRequest__answer=READERS,
              DecisionText__reasons=INSIDE, DecisionText__conditions=INSIDE, DecisionText__public_reasons=ALL),
    "refused:RulingText.reason": STAFF,
    # A draft is its owner's.
    **of_file("draft", dict.fromkeys((*ASKED, *AS_GROUP), NOBODY), BudgetLine__label=NOBODY,
              GroupResident__name=NOBODY, GroupResident__street=NOBODY),
    # Documents: the committee reads quotes; bank details are for who pays or checks; pictures carry no author.
    "granted:StoredFile.name": READERS,
    "granted:paper": READERS,
    "granted:photo": NOBODY,
    "refused:StoredFile.name": READERS,
    "refused:paper": READERS,
    "refused:photo": NOBODY,
    "bank:StoredFile.name": STAFF,
    # After the grant: who checks and who pays.
    "granted:Award.payee": STAFF,
    "granted:ClosingReport.narrative": STAFF,
    "granted:ReportReceipt.supplier": STAFF,
    "granted:report message": NOBODY,
    "receipt:StoredFile.name": STAFF,
    "receipt:paper": STAFF,
    # What was typed in a meeting about a member.
    "member:Task.what": INSIDE,
    "member:Erratum.text": INSIDE,
    # Why a member proposes to change the règlement: who sits, and who records it. Its title is published.
    "member:Amendment.why": INSIDE | {"manager"},
    "member:Amendment.title": ALL,
    # A donor, to whom money must be given back; the address that a fund publishes.
    "donor:Gift.donor_name": STAFF,
    "donor:Gift.donor_email": STAFF,
    "fund:Fund.contact_email": ALL,
}  # fmt: skip
# Allowed, and not shown today: nothing to see in the crawl.
NOT_SHOWN = {"applicant:User.email", "donor:Gift.donor_email", "granted:Award.payee"}
# Personal columns that no canary fills, each with its reason.
NO_CANARY = {
    "User.password": "a hash; sign-in is by code",
    "JournalPayload.body": "holds the other fields' words: looked for in every page of the register and history",
    "OutboxMessage.to": "messages are read below",
    "OutboxMessage.subject": "messages are read below",
    "OutboxMessage.body": "messages are read below",
    "StoredFile.content": "a random name on the disk; what the file holds has its own words",
    "OpenSession.browser": "two words at most (Firefox, Windows), read by their owner alone: see fph/test_sessions.py",
    "Vote.choice": "one of three",
    "Task.who": "the member's own name",
    "MinutesFacts.internal": "holds no word: see MinutesWord.text",
    "MinutesWord.text": "holds the other fields' words: read in the minutes",
}


@pytest.fixture
def world():
    before = RegisterEntry.objects.count()
    world = build(timezone.now())
    world.entries = range(before + 1, RegisterEntry.objects.count() + 1)
    return world


@pytest.fixture
def heard(caplog):
    """Keep every line of every log, down to the least."""
    caplog.set_level(logging.DEBUG)
    return lambda: [caplog.handler.format(record) for record in caplog.records]


def test_every_personal_column_has_its_canary(world):
    ours = [model for model in tables() if not issubclass(model, PUBLIC_CONTENT)]
    columns = {f"{model.__name__}.{name}" for model in ours for name in vars(model).get("PERSONAL", ())}
    filled = {label.split(":", 1)[1] for label in world.words}
    assert not columns - filled - set(NO_CANARY), "give each a word in world.py and a line here, or its reason"
    assert not set(NO_CANARY) - columns, "these are gone, or plain"
    assert set(world.words) == set(WHO_SEES)


def visit(world, who: str, posts: set[str]) -> set[str]:
    """Read all that a viewer can, `posts` aside, and return the labels of what was seen."""
    client, addresses = Client(), [address for address in crawl.ours(world, public=False) if address not in posts]
    if who != "anonymous":
        client.force_login(world.people[who])
    public = crawl.ours(world, public=True)
    # A proposal is public, and says why to the committee alone.
    addresses += public if who in ("anonymous", "lucie") else [one for one in public if "/propositions/" in one]
    if who == "paul":
        addresses += crawl.editors_rooms()
    return set().union(*(crawl.read(client, address, world.words, posts) for address in addresses))


def test_a_word_is_read_by_those_the_table_names(world, heard):
    posts: set[str] = set()
    seen = {who: visit(world, who, posts) for who in VIEWERS}
    leaks = [
        f"{label} is read by {VIEWERS[who]}" for who in VIEWERS for label in seen[who] if who not in WHO_SEES[label]
    ]
    assert not leaks, "\n".join(sorted(leaks))
    stale = [
        f"{label} is no longer read by {VIEWERS[who]}"
        for label, allowed in WHO_SEES.items()
        if label not in NOT_SHOWN
        for who in ({"anonymous"} if allowed == ALL else allowed)
        if label not in seen[who]
    ]
    assert not stale, "\n".join(sorted(stale))
    lines = [line for line in heard() for word in world.words.values() if word in line]
    assert not lines, "\n".join(lines)


def test_a_message_says_to_others_what_they_may_read(world):
    keys = {person.email: who for who, person in world.people.items() if who in VIEWERS}
    told = OutboxMessage.objects.filter(to__in=keys, written_at__gte=world.at(-61))
    leaks = [
        f"{label} is written to {VIEWERS[keys[mail.to]]} in {mail.event}"
        for mail in told
        for label, word in world.words.items()
        if word in f"{mail.subject}\n{mail.body}" and keys[mail.to] not in WHO_SEES[label]
    ]
    assert told and not leaks, "\n".join(leaks)


def test_a_picture_kept_says_neither_who_took_it_nor_where(world):
    for who in ("granted", "refused"):
        for joined in world.files[who].attachments.filter(file__content_type="image/jpeg"):
            with private_storage().open(joined.file.content.name) as kept:
                content = kept.read()
            assert b"Exif" not in content and world.words[f"{who}:photo"].encode() not in content


def test_the_owner_reads_all_of_it(world):
    """The canary of the crawl: it does read what is there."""
    client = Client()
    client.force_login(world.people["applicant"])
    seen = set().union(*(crawl.read(client, address, world.words) for address in crawl.ours(world, public=False)))
    mine = {label for label in WHO_SEES if label.startswith(("granted:Application", "draft:Application"))}
    assert {label for label in mine - seen if label.split(".")[1] not in OF_ASSOCIATIONS} == set()
