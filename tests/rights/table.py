"""The engine of the truth tables: role × permission × state, through the real views, on the days a term begins and ends.

Each file beside it is one permission: its table, and how each column is asked. In a cell, `yes`: it is done, or shown;
`no`: it is there, and refused in words; `-`: it is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fph.dates import PARIS
from fph.journal.queries import head
from fph.people.actions import end
from fph.people.roles import HOLDS, Permission, Role
from tests.addresses.town import Town, ask
from tests.rights import world as worlds
from tests.rights.world import World

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # days of 23 and of 25 hours
YES, NO, ABSENT = "yes", "no", "-"


@dataclass(frozen=True)
class Asked:
    """How a column is asked: the address, its arguments and what is posted, from the world; GET when nothing is."""

    name: str
    args: Callable[[World], list] = lambda world: [world.things.fund.slug]
    body: Callable[[World], dict] | None = None
    before: Callable[[World, object], None] | None = None


def enter(person) -> Client:
    """Return a browser where that person is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def answer(world: World, client: Client, person, asked: Asked) -> str:
    """Ask as the person signed in there, and say in a word what came of it; nothing is kept."""
    url = reverse(asked.name, args=asked.args(world))
    method, body = ("GET", None) if asked.body is None else ("POST", asked.body(world))
    with transaction.atomic():
        if asked.before:
            asked.before(world, person)
        size = head()[0]
        response = ask(client, method, url, body, keep=True)
        grown = head()[0] > size
        transaction.set_rollback(True)
    assert response.status_code in (200, 302, 303, 404, 422), (response.status_code, url, response.exc_info)
    if response.status_code == 404:
        return ABSENT
    done = grown if method == "POST" else response.status_code == 200
    return YES if done else NO


class Truth:
    """A permission's truth. `door` is a page that it opens; `moves` the act that is tried while the clock moves."""

    permission: Permission
    table: str
    asked: dict[str, Asked]
    door: Asked
    moves: str

    @classmethod
    def rows(cls) -> dict[str, dict[str, str]]:
        """Return role → column → cell."""
        lines = [line.split() for line in cls.table.strip().splitlines()]
        return {role: dict(zip(lines[0], cells, strict=True)) for role, *cells in lines[1:]}

    @classmethod
    def holders(cls) -> list[Role]:
        """Return the roles that hold the permission."""
        return [role for role in Role if cls.permission in HOLDS[role]]

    @classmethod
    def cases(cls) -> dict[str, list]:
        """Return what each word of the tests below goes through."""
        return {"role": list(Role), "holder": cls.holders(), "last_day": [SPRING, AUTUMN]}

    # --- The table ----------------------------------------------------------------------------------------

    def test_every_role_has_its_line_and_every_column_its_question(self):
        rows = self.rows()
        assert set(rows) == {role.value for role in Role}
        assert all(set(cells) == set(self.asked) for cells in rows.values())
        for role in self.holders():
            assert YES in rows[role].values(), f"{role} holds {self.permission} and may nothing"

    def test_what_the_role_may_in_each_state(self, town: Town, role):
        found = self.told(town.alpha, town.alpha.who[role])
        assert found == self.rows()[role]

    def test_a_role_held_elsewhere_gives_nothing_here(self, town: Town, holder):
        assert set(self.told(town.alpha, town.beta.who[holder]).values()) == {ABSENT}

    def told(self, world: World, person) -> dict[str, str]:
        """Ask every column as a person."""
        client = enter(person)
        return {column: answer(world, client, person, asked) for column, asked in self.asked.items()}

    # --- The term -----------------------------------------------------------------------------------------

    def newcomer(self, town: Town, role: Role, **term):
        """Return (person, mandate): somebody who holds that role for a term."""
        town.alpha.now = timezone.now() - timedelta(hours=1)
        person = worlds.account(town.alpha, f"nouvelle-{role}")
        return person, worlds.confide(town.alpha, person, role, **term)

    def opens(self, world: World, person) -> bool:
        """Say whether the permission's door opens."""
        return answer(world, enter(person), person, self.door) == YES

    def test_a_term_opens_on_its_first_day_and_closes_after_its_last(self, town: Town, time, holder, last_day):
        first = last_day - timedelta(days=10)
        person, _mandate = self.newcomer(town, holder, starts_on=first, ends_on=last_day)
        told = []
        for day, hour in ((first - timedelta(days=1), (23, 59, 59)), (first, (0, 0, 0)), (last_day, (0, 0, 0)),
                          (last_day, (23, 59, 59)), (last_day + timedelta(days=1), (0, 0, 0))):  # fmt: skip
            time.strikes(day, *hour)
            told.append(self.opens(town.alpha, person))
        assert told == [False, True, True, True, False]

    def test_a_term_that_passes_between_the_page_and_the_act_refuses_it(self, town: Town, time, holder, last_day):
        """The day is Paris's, whatever its hours: the second before midnight does it, the second after does not."""
        person, _mandate = self.newcomer(town, holder, ends_on=last_day)
        time.strikes(last_day, 23, 59, 58)
        client, act = enter(person), self.asked[self.moves]
        assert answer(town.alpha, client, person, self.door) == YES
        assert answer(town.alpha, client, person, act) == YES
        time.passes(seconds=3)
        assert time.at.astimezone(PARIS).date() == last_day + timedelta(days=1)
        assert answer(town.alpha, client, person, act) != YES
        assert answer(town.alpha, client, person, self.door) != YES

    def test_a_role_that_was_ended_closes_at_once(self, town: Town, holder):
        person, mandate = self.newcomer(town, holder)
        assert self.opens(town.alpha, person)
        end(mandate, by=town.alpha.admin, now=timezone.now())
        assert not self.opens(town.alpha, person)

    def test_a_closed_account_opens_nothing(self, town: Town, holder):
        person, _mandate = self.newcomer(town, holder)
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        client = Client()
        client.force_login(person)
        response = client.get(reverse(self.door.name, args=self.door.args(town.alpha)))
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("account_login"))
