"""Writing the neighbourhood's pages, through Wagtail's own admin and our door to it."""

from django.urls import reverse

from fph.people.roles import Permission
from tests.rights.table import YES, Asked, Truth, answer, enter


def page(thing, name="wagtailadmin_pages:edit"):
    """Ask for the editor of a page, a picture or a document."""
    return Asked(name, lambda world: [getattr(world.things, thing).pk])


class TestEditSite(Truth):
    permission = Permission.EDIT_SITE
    table = """
                  published  draft  picture  document  people
    resident      -          -      -        -            -
    helper        -          -      -        -            -
    member        -          -      -        -            -
    chair         -          -      -        -            -
    secretary     -          -      -        -            -
    coordinator   -          -      -        -            -
    treasurer     -          -      -        -            -
    funder_reader -          -      -        -            -
    editor        yes        yes    yes      yes          -
    administrator -          -      -        -            -
    """
    asked = {
        "published": page("news"),
        "draft": page("draft"),
        "picture": page("picture", "wagtailimages:edit"),
        "document": page("document", "wagtaildocs:edit"),
        "people": Asked("wagtailusers_users:index", lambda world: []),
    }
    door = page("news")
    moves = "published"

    def opens(self, world, person):
        """Say whether the door opens, once the newsroom has put the person's groups in step with their mandates."""
        client = enter(person)
        client.post(reverse("newsroom"))
        return answer(world, client, person, self.door) == YES
