"""The door of Wagtail's editor: who enters, on which day, and whose pages, pictures and documents they find there.

Wagtail asks its groups and knows no terms; several of its views (history, previews, choosers, usage) ask nothing.
So nobody but the platform's administrators enters unless their groups are those their mandates owe them that day, and
whatever an address or its query names that the person may not work on is not found, whichever view is asked for it.
"""

import re
from collections import defaultdict

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.queries.newsrooms import groups_held, groups_owed
from fph.people.proof import SAFE, ask_again, is_fresh
from fph.people.roles import paris_day

DOOR = "/cms/"
# What an editor needs. The rest (people, groups, sites, redirects, reports, settings) is the administrators'.
ROOMS = {
    "wagtailadmin_pages", "wagtailimages", "wagtailimages_chooser", "wagtaildocs", "wagtaildocs_chooser",
    "wagtailadmin_editing_sessions",
}  # fmt: skip
VIEWS = {
    "wagtailadmin_home", "wagtailadmin_explore", "wagtailadmin_explore_root", "wagtailadmin_explore_results",
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_logout", "wagtailadmin_login",
    "wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link", "wagtailadmin_dismissibles", "wagtail_bulk_action",
    "wagtailadmin_api:pages:detail", "editor_account",
}  # fmt: skip
CLOSED = {"wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results"}
# The words by which Wagtail's addresses and queries name pages, and things of the room they stand in.
PAGE_WORDS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "child_of", "childOf", "translation_of"}
THING_WORDS = {"pk", "id", "image_id", "document_id", "doc_id"}
# Where Wagtail changes who may do what, and the parameter by which any of its lists becomes a file.
PEOPLE, EXPORT = {"wagtailusers_users", "wagtailusers_groups"}, "export"
NUMBER = re.compile(r"[0-9]{1,18}")
USING = {"change", "delete", "choose"}


class Entrance:
    """Middleware at the door of Wagtail's editor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Go on: everything is asked in `process_view`, which knows the view."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let the administrators and those who have not signed in go on to Wagtail; check everybody else."""
        user = request.user
        if not request.path.startswith(DOOR) or not user.is_authenticated:
            return None
        if user.is_superuser:
            return ask_again(request) if touches_people(request) and not is_fresh(request) else None
        owed, held = groups_owed(user, paris_day(timezone.now())), groups_held(user)
        if not owed and not held:
            raise Http404
        if owed != held:
            return redirect("newsroom")
        if not (is_for_editors(request) and finds_only_its_own(request, kwargs)):
            raise Http404
        return None


def touches_people(request) -> bool:
    """Say whether an administrator changes people or their rights, or takes a list away."""
    match = request.resolver_match
    rights = bool(PEOPLE & set(match.namespaces)) or match.kwargs.get("model_name") in ("user", "group")
    return EXPORT in request.GET or (rights and request.method not in SAFE)


def is_for_editors(request) -> bool:
    """Say whether the view asked for is one an editor needs."""
    match = request.resolver_match
    if match.view_name == "wagtailadmin_api:pages:listing":
        return bool({"for_explorer", "translation_of"} & request.GET.keys())
    room = match.namespaces[0] if match.namespaces else ""
    return match.view_name not in CLOSED and (room in ROOMS or match.view_name in VIEWS)


def finds_only_its_own(request, kwargs) -> bool:
    """Say whether every page, picture and document the address names is one the person may work on."""
    named = defaultdict(set)
    for word, value in [*kwargs.items(), *((word, v) for word, vs in request.GET.lists() for v in vs)]:
        if word in PAGE_WORDS:
            named[Page].add(str(value))
        elif word in THING_WORDS:
            named[model_of(request.resolver_match)].add(str(value))
    return all(_are_own(request.user, model, keys) for model, keys in named.items())


def model_of(match) -> type:
    """Return the model of the things a room of Wagtail's editor names by a bare key."""
    room = match.kwargs.get("model_name") or (match.namespaces[0] if match.namespaces else "")
    if room in ("wagtailimages", "wagtailimages_chooser", get_image_model()._meta.model_name):
        return get_image_model()
    if room in ("wagtaildocs", "wagtaildocs_chooser", get_document_model()._meta.model_name):
        return get_document_model()
    return Page


def own(user, model):
    """Return the rows of a model a person may work on in Wagtail's editor."""
    policy = policy_registry.get_by_type(model)
    if model is Page:
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, USING)


def _are_own(user, model, keys) -> bool:
    if not all(NUMBER.fullmatch(key) for key in keys):
        return False
    return own(user, model).filter(pk__in=keys).distinct().count() == len(keys)
