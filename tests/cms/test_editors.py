"""Who enters Wagtail's editor, on which day, and what they find: nothing of another neighbourhood."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page

from cms import actions
from cms.entrance import PAGE_WORDS, ROOMS, THING_WORDS, VIEWS
from cms.queries.newsrooms import groups_held, groups_owed
from fph.people.space import cards
from fph.territories.actions import open_neighbourhood
from fph.verdict import Refused


@pytest.fixture
def desk(client, editor):
    """Return the client of the editor of Les Tilleuls, signed in."""
    client.force_login(editor)
    return client


# --- The door -------------------------------------------------------------------------------------------


def test_a_resident_finds_no_editor(client, person, tilleuls):
    client.force_login(person("rosa"))
    for name in ("wagtailadmin_home", "wagtailadmin_explore_root", "wagtailimages:index", "newsroom"):
        assert client.get(reverse(name)).status_code == 404


def test_somebody_unknown_is_led_to_the_houses_own_door(client, tilleuls):
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_an_editor_enters_and_the_menu_is_short(desk):
    response = desk.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    for closed in ("wagtailadmin_reports:site_history", "wagtailusers_users:index", "wagtailsites:index"):
        assert reverse(closed) not in response.content.decode()
        assert desk.get(reverse(closed)).status_code == 404


def test_an_account_is_kept_in_one_place(desk):
    assert desk.get(reverse("wagtailadmin_account"))["Location"] == reverse("my_account")


def test_the_administrator_goes_everywhere(client, administrator, tilleuls):
    client.force_login(administrator)
    assert client.get(reverse("wagtailadmin_reports:site_history")).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[tilleuls.page.pk])).status_code == 200


def test_a_term_that_passes_closes_the_door_without_a_job(client, person, tilleuls, administrator, now, today):
    writer = person("elias")
    before = now - timedelta(days=40)
    actions.appoint_editor(
        writer, tilleuls.neighbourhood, starts_on=today - timedelta(days=40), ends_on=today - timedelta(days=1),
        by=administrator, now=before,
    )  # fmt: skip
    client.force_login(writer)
    assert writer.groups.exists()
    response = client.get(reverse("wagtailadmin_pages:edit", args=[tilleuls.news.pk]))
    assert response.status_code == 302
    assert response["Location"] == reverse("newsroom")
    assert "terminé" in client.get(reverse("newsroom")).content.decode()


def test_one_term_over_leaves_the_other_neighbourhood(client, person, tilleuls, halle, administrator, now, today):
    writer = person("dora")
    term = {"starts_on": today - timedelta(days=9), "by": administrator, "now": now - timedelta(days=9)}
    actions.appoint_editor(writer, tilleuls.neighbourhood, ends_on=today - timedelta(days=1), **term)
    actions.appoint_editor(writer, halle.neighbourhood, **term)
    client.force_login(writer)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    assert client.post(reverse("newsroom"))["Location"] == reverse("wagtailadmin_home")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[halle.news.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[tilleuls.news.pk])).status_code == 404


def test_a_term_to_come_opens_the_door_on_its_day(client, person, tilleuls, administrator, now, today):
    writer = person("nino")
    actions.appoint_editor(
        writer, tilleuls.neighbourhood, starts_on=today, by=administrator, now=now - timedelta(days=3)
    )
    assert not writer.groups.exists()
    client.force_login(writer)
    assert "Les Tilleuls" in client.get(reverse("newsroom")).content.decode()
    assert client.post(reverse("newsroom"), follow=True).status_code == 200
    assert writer.groups.exists()


def test_dismissing_takes_mandate_and_groups_in_one_act(client, reviewer, tilleuls, administrator, now):
    mandate = reviewer.neighbourhoodmandates.get()
    actions.dismiss_editor(mandate, by=administrator, now=now)
    assert not reviewer.groups.exists()
    client.force_login(reviewer)
    assert client.get(reverse("wagtailadmin_home")).status_code == 404


def test_a_neighbourhood_without_site_has_no_editor(person, administrator, now, today):
    place = open_neighbourhood(
        name="Le Port", slug="le-port", commune="X", insee_code="75118", by=administrator, now=now
    )
    with pytest.raises(Refused, match="pas encore ouvert"):
        actions.appoint_editor(person("zoe"), place, starts_on=today, by=administrator, now=now)


def test_an_editor_has_a_card_on_their_page(editor, today):
    assert [card.title for card in cards(editor, today)] == ["Écrire une actualité"]


# --- Groups and mandates --------------------------------------------------------------------------------


def test_groups_follow_mandates(editor, reviewer, today):
    assert groups_held(editor) == groups_owed(editor, today)
    assert len(groups_held(editor)) == 1
    assert groups_held(reviewer) == groups_owed(reviewer, today)
    assert len(groups_held(reviewer)) == 2


def test_the_check_names_who_is_in_without_a_mandate_and_mends(editor, person, tilleuls, capsys):
    call_command("check_editors")
    intruder = person("ivan")
    intruder.groups.add(tilleuls.neighbourhood.newsroom.editors)
    with pytest.raises(CommandError):
        call_command("check_editors")
    assert "ivan@cms.test est dans « Rédaction – Les Tilleuls » sans mandat" in capsys.readouterr().out
    call_command("check_editors", "--mend")
    call_command("check_editors")
    assert not intruder.groups.exists()


def test_the_check_names_who_is_out_despite_a_mandate(editor, capsys):
    editor.groups.clear()
    with pytest.raises(CommandError):
        call_command("check_editors")
    assert "edith@cms.test n’est pas dans « Rédaction – Les Tilleuls »" in capsys.readouterr().out


# --- Two neighbourhoods ---------------------------------------------------------------------------------

PAGE_VIEWS = {
    "wagtailadmin_explore": ["page"],
    "wagtailadmin_explore_results": ["page"],
    "wagtailadmin_pages:add": ["cms", "newspage", "index"],
    "wagtailadmin_pages:preview_on_add": ["cms", "newspage", "index"],
    "wagtailadmin_pages:add_subpage": ["index"],
    "wagtailadmin_pages:edit": ["news"],
    "wagtailadmin_pages:preview_on_edit": ["news"],
    "wagtailadmin_pages:view_draft": ["draft"],
    "wagtailadmin_pages:delete": ["news"],
    "wagtailadmin_pages:unpublish": ["news"],
    "wagtailadmin_pages:move": ["news"],
    "wagtailadmin_pages:move_confirm": ["news", "index"],
    "wagtailadmin_pages:set_page_position": ["news"],
    "wagtailadmin_pages:copy": ["news"],
    "wagtailadmin_pages:history": ["news"],
    "wagtailadmin_pages:history_results": ["news"],
    "wagtailadmin_pages:workflow_history": ["news"],
    "wagtailadmin_pages:usage": ["news"],
    "wagtailadmin_pages:revisions_index": ["news"],
    "wagtailadmin_pages:revisions_view": ["news", "revision"],
    "wagtailadmin_pages:revisions_revert": ["news", "revision"],
    "wagtailadmin_pages:revisions_compare": ["news", "earliest", "latest"],
    "wagtailadmin_pages:workflow_preview": ["news", "1"],
    "wagtailadmin_pages:confirm_workflow_cancellation": ["news"],
    "wagtailadmin_pages:workflow_action": ["news", "approve", "1"],
    "wagtailadmin_pages:collect_workflow_action_data": ["news", "approve", "1"],
    "wagtailadmin_pages:workflow_history_detail": ["news", "1"],
    "wagtailadmin_pages:set_privacy": ["news"],
    "wagtailadmin_pages:lock": ["news"],
    "wagtailadmin_pages:unlock": ["news"],
    "wagtailadmin_pages:convert_alias": ["news"],
    "wagtailadmin_choose_page_child": ["page"],
    "wagtailadmin_api:pages:detail": ["news"],
    "wagtailimages:edit": ["picture"],
    "wagtailimages:delete": ["picture"],
    "wagtailimages:url_generator": ["picture"],
    "wagtailimages:url_generator_output": ["picture"],
    "wagtailimages:preview": ["picture", "original"],
    "wagtailimages:image_usage": ["picture"],
    "wagtailimages:edit_multiple": ["picture"],
    "wagtailimages:delete_multiple": ["picture"],
    "wagtailimages_chooser:chosen": ["picture"],
    "wagtailimages_chooser:select_format": ["picture"],
    "wagtaildocs:edit": ["document"],
    "wagtaildocs:delete": ["document"],
    "wagtaildocs:edit_multiple": ["document"],
    "wagtaildocs:delete_multiple": ["document"],
    "wagtaildocs:document_usage": ["document"],
    "wagtaildocs_chooser:chosen": ["document"],
}
# Wagtail has no such page for news that is nobody's alias and in no workflow, nor for sizes made beforehand.
NOT_FOR_THIS_NEWS = {
    "wagtailadmin_pages:convert_alias", "wagtailimages:url_generator", "wagtailimages:url_generator_output",
    "wagtailadmin_pages:workflow_action",
    "wagtailadmin_pages:collect_workflow_action_data", "wagtailadmin_pages:workflow_history_detail",
}  # fmt: skip
QUERIED = [
    ("wagtailimages_chooser:chosen_multiple", "picture"),
    ("wagtaildocs_chooser:chosen_multiple", "document"),
    ("wagtailadmin_choose_page_chosen_multiple", "news"),
]
BULK = [
    ("wagtailcore", "page", ["delete", "move", "publish", "unpublish"], "news"),
    ("cms", "neighbourhoodimage", ["delete", "add_tags", "add_to_collection"], "picture"),
    ("cms", "neighbourhooddocument", ["delete", "add_tags", "add_to_collection"], "document"),
]
LISTINGS = [
    "wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_choose_page", "wagtailimages:index",
    "wagtailimages:index_results", "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results",
    "wagtaildocs:index", "wagtaildocs:index_results", "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results", "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results", "wagtailadmin_choose_page_search",
]  # fmt: skip


def numbers(place, words) -> list:
    """Turn the words of an address into the keys of a place's things."""
    keys = {name: getattr(place, name).pk for name in ("page", "index", "news", "draft", "picture", "document")}
    keys["revision"] = place.news.latest_revision_id or place.news.revisions.first().pk
    return [keys.get(word, word) for word in words]


def test_what_belongs_to_another_neighbourhood_is_not_found_by_any_view(desk, halle):
    found = {}
    for view, words in PAGE_VIEWS.items():
        address = reverse(view, args=numbers(halle, words))
        found[view] = {desk.get(address).status_code, desk.post(address).status_code}
    assert {view: codes for view, codes in found.items() if codes != {404}} == {}


def test_the_same_views_find_what_is_theirs(desk, tilleuls):
    found = {view: desk.get(reverse(view, args=numbers(tilleuls, words))) for view, words in PAGE_VIEWS.items()}
    lost = {view for view, response in found.items() if response.status_code not in {200, 302, 405}}
    assert lost == NOT_FOR_THIS_NEWS


def test_several_can_not_be_chosen_by_their_numbers(desk, tilleuls, halle):
    for view, thing in QUERIED:
        own, other = getattr(tilleuls, thing).pk, getattr(halle, thing).pk
        assert desk.get(reverse(view), {"id": [own, other]}).status_code == 404, view
        assert desk.get(reverse(view), {"id": own}).status_code == 200, view


def test_several_can_not_be_changed_at_once(desk, tilleuls, halle):
    for app, model, verbs, thing in BULK:
        own, other = getattr(tilleuls, thing), getattr(halle, thing)
        for verb in verbs:
            address = reverse("wagtail_bulk_action", args=[app, model, verb])
            for ids in (f"id={other.pk}", f"id={own.pk}&id={other.pk}", f"id=all&childOf={halle.index.pk}", "id=all"):
                assert desk.post(f"{address}?{ids}").status_code == 404, (address, ids)
            assert desk.get(f"{address}?id={own.pk}").status_code == 200, address
        assert type(other).objects.filter(pk=other.pk).exists()


def test_lists_show_theirs_only(desk, halle, tilleuls):
    for view in LISTINGS:
        shown = desk.get(reverse(view), {"q": "Halle"} if "search" in view else {}).content.decode()
        for thing in (halle.news, halle.draft, halle.picture, halle.document):
            assert thing.title not in shown, view


def test_lists_do_show_theirs(desk, tilleuls):
    assert tilleuls.picture.title in desk.get(reverse("wagtailimages:index")).content.decode()
    assert tilleuls.document.title in desk.get(reverse("wagtaildocs:index")).content.decode()
    assert tilleuls.draft.title in desk.get(reverse("wagtailadmin_explore", args=[tilleuls.index.pk])).content.decode()


def test_the_explorer_lists_theirs_only(desk, halle, tilleuls):
    listing = reverse("wagtailadmin_api:pages:listing")
    assert desk.get(listing).status_code == 404
    assert desk.get(listing, {"for_explorer": 1, "child_of": halle.index.pk}).status_code == 404
    assert desk.get(listing, {"translation_of": halle.news.pk}).status_code == 404
    shown = desk.get(listing, {"for_explorer": 1, "child_of": tilleuls.index.pk}).content.decode()
    assert tilleuls.news.title in shown
    assert desk.get(reverse("wagtailadmin_api:images:listing")).status_code == 404


def test_a_page_can_not_be_moved_or_copied_across(desk, tilleuls, halle):
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[tilleuls.news.pk, halle.index.pk])
    assert desk.post(confirm).status_code == 404
    copy = reverse("wagtailadmin_pages:copy", args=[tilleuls.news.pk])
    asked = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": halle.index.pk}
    assert desk.post(copy, asked).status_code == 200
    assert not Page.objects.filter(slug="copie").exists()


def test_numbers_that_are_none_are_not_found(desk):
    for nonsense in ("0", "abc", "-1", "1e3", "٣", "9" * 30):
        assert desk.get(reverse("wagtailimages_chooser:chosen_multiple"), {"id": nonsense}).status_code == 404, nonsense


def test_every_word_by_which_the_editors_views_name_a_thing_is_known():
    words = {word for view, word in words_of_editors_views()}
    assert words - PAGE_WORDS - THING_WORDS == {
        # Of a page already named, or checked by Wagtail against the person.
        "revision_id", "revision_id_a", "revision_id_b", "task_state_id", "workflow_state_id", "uploaded_file_id",
        "session_id", "object_id", "task_id",
        # Not things.
        "content_type_app_name", "content_type_model_name", "app_label", "model_name", "action", "action_name",
        "filter_spec",
    }  # fmt: skip


def words_of_editors_views(resolver=None, path="", room=""):
    """Yield (view name, word) for every captured part of an address an editor may ask for."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            yield from words_of_editors_views(found, path + str(found.pattern), room or found.namespace or "")
        elif path.startswith("cms/") and (room in ROOMS or found.name in VIEWS):
            yield from ((found.name, word) for word in found.pattern.regex.groupindex)


def test_groups_can_not_see_more_than_their_workflow(tilleuls, halle):
    assert tilleuls.news.get_workflow() == tilleuls.neighbourhood.newsroom.workflow
    assert halle.news.get_workflow() == halle.neighbourhood.newsroom.workflow
