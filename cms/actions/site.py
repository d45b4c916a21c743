"""Opening the site and a neighbourhood's part of it, and publishing for it."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms import pictures
from cms.actions import texts
from cms.models import (
    HomePage,
    NeighbourhoodImage,
    NeighbourhoodPage,
    NewsIndexPage,
    NewsPage,
    Newsroom,
    StandardPage,
)
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.verdict import Refused

kind("site.opened", "Le site du quartier {neighbourhood} est ouvert.", "neighbourhood")

PAGES = {"editors": ("add_page", "change_page"), "reviewers": ("add_page", "change_page", "publish_page")}
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
FILE_APPS = ("wagtailimages", "wagtaildocs")


@action
def open_home(*, by, now: datetime) -> HomePage:
    """Open the site: its door and its standing pages, in the place of Wagtail's welcome. Again, it changes nothing."""
    if home := HomePage.objects.first():
        return home
    root = Page.get_first_root_node()
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    Workflow.objects.all().delete()
    home = HomePage(title=_("Accueil"), slug="accueil", introduction=texts.INTRODUCTION)
    home = put_online(home, under=root, by=by, now=now)
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, **_address()})
    root.get_children().exclude(pk=home.pk).delete()
    for slug, (title, introduction, body) in texts.STANDING.items():
        page = StandardPage(title=title, slug=slug, introduction=introduction, body=[("text", body)])
        put_online(page, under=home, by=by, now=now)
    return home


@action
def open_site(neighbourhood, *, headline: str, introduction: str, by, now: datetime) -> NeighbourhoodPage:
    """Open a neighbourhood's page, its news and its newsroom. Raises Refused when it has them already."""
    if Newsroom.objects.filter(neighbourhood=neighbourhood).exists():
        raise Refused(_("Le site de ce quartier est déjà ouvert."))
    page = NeighbourhoodPage(
        title=neighbourhood.name, slug=neighbourhood.slug, neighbourhood=neighbourhood, headline=headline,
        introduction=introduction,
    )  # fmt: skip
    page = put_online(page, under=open_home(by=by, now=now), by=by, now=now)
    put_online(NewsIndexPage(title=_("Actualités"), slug="actualites"), under=page, by=by, now=now)
    _open_newsroom(neighbourhood, page)
    record("site.opened", neighbourhood, by=by, now=now, neighbourhood=neighbourhood.name)
    return page


@action
def publish_news(index: NewsIndexPage, *, title: str, date: date, summary: str, body: str, by, now: datetime,
                 picture: NeighbourhoodImage | None = None) -> NewsPage:  # fmt: skip
    """Publish a piece of news; `body` is plain text, a blank line between paragraphs."""
    paragraphs = "".join(f"<p>{escape(part.strip())}</p>" for part in body.split("\n\n") if part.strip())
    news = NewsPage(title=title, date=date, summary=summary, picture=picture, body=[("text", paragraphs)])
    return put_online(news, under=index, by=by, now=now)


@action
def add_picture(neighbourhood, upload, *, title: str, description: str, by, now: datetime) -> NeighbourhoodImage:
    """Keep a picture in a neighbourhood's collection, bare of what it does not show.

    Raises Refused when it can't be read or has no description.
    """
    if not description.strip():
        raise Refused(_("Décrivez l’image en une phrase, pour les personnes qui ne la voient pas."))
    try:
        kept = pictures.bare(upload)
    except ValidationError as problem:
        raise Refused(problem.messages[0]) from problem
    collection = Newsroom.objects.get(neighbourhood=neighbourhood).collection
    return NeighbourhoodImage.objects.create(
        title=title, description=description, file=kept, collection=collection, uploaded_by_user=by
    )


def _address() -> dict:
    seen = urlsplit(settings.SITE_ADDRESS)
    port = seen.port or (443 if seen.scheme == "https" else 80)
    return {"hostname": seen.hostname, "port": port, "site_name": settings.WAGTAIL_SITE_NAME}


@action
def put_online(page: Page, *, under: Page, by, now: datetime) -> Page:
    """Put a new page under another and publish it."""
    page.owner = by
    page = Page.objects.get(pk=under.pk).add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    return page


def _open_newsroom(neighbourhood, page: NeighbourhoodPage) -> Newsroom:
    collection = Collection.get_first_root_node().add_child(instance=Collection(name=_free_name(neighbourhood)))
    groups = {
        role: _open_group(f"{title} – {_free_name(neighbourhood)}", page, collection, PAGES[role])
        for role, title in (("editors", _("Rédaction")), ("reviewers", _("Relecture")))
    }
    workflow = _open_workflow(page, groups["reviewers"])
    return Newsroom.objects.create(neighbourhood=neighbourhood, collection=collection, workflow=workflow, **groups)


def _free_name(neighbourhood) -> str:
    """Return its name, with its address when another neighbourhood has that name."""
    namesakes = type(neighbourhood).objects.filter(name=neighbourhood.name).exclude(pk=neighbourhood.pk)
    return f"{neighbourhood.name} ({neighbourhood.slug})"[:130] if namesakes.exists() else neighbourhood.name


def _open_group(name: str, page, collection, page_rights) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=page_rights):
        GroupPagePermission.objects.create(group=group, page=page.page_ptr, permission=right)
    for right in Permission.objects.filter(content_type__app_label__in=FILE_APPS, codename__in=FILES):
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=right)
    return group


def _open_workflow(page, reviewers: Group) -> Workflow:
    task = GroupApprovalTask.objects.create(name=reviewers.name)
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name=reviewers.name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page.page_ptr)
    return workflow
