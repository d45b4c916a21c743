"""French spaces in what people typed: `{% load typography %}`."""

import re

from django import template

register = template.Library()
NARROW = "\u202f"
BEFORE, AFTER = re.compile(r" (?=[?!;:»])"), re.compile(r"(?<=«) ")


@register.filter
def bound(text: str) -> str:
    """Bind the marks that French sets apart to their word, so that no line begins with « ? »."""
    return AFTER.sub(NARROW, BEFORE.sub(NARROW, str(text)))
