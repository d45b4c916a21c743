"""Words for amounts and dates, and the neighbourhood's cloth, for every template: `{% load fph %}`."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from fph import money

PARIS = ZoneInfo("Europe/Paris")
register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """Cents as people write them: 125000 → « 1 250 € », 125050 → « 1 250,50 € »; nothing for None."""
    return "" if cents is None or cents == "" else money.euros(int(cents))


@register.filter
def day_words(day: date | None, length: str = "long") -> str:
    """A day in words: « jeudi 11 février 2027 », or « jeudi 11 février » when `length` is "short"."""
    if not day:
        return ""
    day = _in_paris(day)
    number = "1\\e\\r" if day.day == 1 else "j"
    return date_format(day, f"l {number} F" if length == "short" else f"l {number} F Y")


@register.filter
def hour_words(moment: datetime | None) -> str:
    """The hour in Paris of an aware datetime: « 19 h », « 19 h 04 »."""
    if not moment:
        return ""
    local = _in_paris(moment)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}" if local.minute else f"{local.hour}\u00a0h"


@register.filter
def moment_words(moment: datetime | None, length: str = "short") -> str:
    """A moment in words, Paris time: « jeudi 11 février, 19 h 30 »; with its year when `length` is "long"."""
    return f"{day_words(moment, length)}, {hour_words(moment)}" if moment else ""


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


def _in_paris(day: date) -> date:
    return day.astimezone(PARIS) if isinstance(day, datetime) else day
