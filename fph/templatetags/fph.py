"""Words for amounts and dates, and the neighbourhood's cloth, for every template: `{% load fph %}`."""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from fph import money
from fph.dates import day_words, hour_words, moment_words

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """Cents as people write them: 125000 → « 1 250 € », 125050 → « 1 250,50 € »; nothing for None."""
    return "" if cents is None or cents == "" else money.euros(int(cents))


register.filter("day_words", day_words)
register.filter("hour_words", hour_words)
register.filter("moment_words", moment_words)


@register.simple_tag
def cloth_band(code: str | None) -> str:
    """The neighbourhood's cloth as a band across the page; nothing without a code."""
    return _cloth(code, "band")


@register.simple_tag
def cloth_edge(code: str | None) -> str:
    """The neighbourhood's cloth as the thin hem of a card; nothing without a code."""
    return _cloth(code, "edge")


def _cloth(code: str | None, kind: str) -> str:
    if not code:
        return ""
    try:
        address = reverse("cloth" if kind == "band" else "cloth_edge", args=[code])
    except NoReverseMatch:
        return ""
    return format_html('<img class="cloth cloth-{}" src="{}" alt="">', kind, address)
