"""Lay the floor's tables and its pages: `python -m bench.floor.build`."""

import django
from django.core.management import call_command


def main() -> None:
    """Make the root, a site, and a home of twenty pages, each of ten blocks."""
    django.setup()
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page, Site

    from bench.floor.models import FloorPage

    call_command("migrate", run_syncdb=True, verbosity=0)
    Locale.objects.get_or_create(language_code="en")
    kind = ContentType.objects.get_for_model(Page)
    root = Page.add_root(instance=Page(title="Root", slug="root", content_type=kind))
    text = [("text", f"<p>Block {number}. " + "Neighbours meet in the yard. " * 6 + "</p>") for number in range(10)]
    home = root.add_child(instance=FloorPage(title="Home", slug="home", body=text))
    for number in range(20):
        home.add_child(instance=FloorPage(title=f"Page {number}", slug=f"page-{number}", body=text))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)


if __name__ == "__main__":
    main()
