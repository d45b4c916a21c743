"""One line a state of each component: what it is given. A component without a line here fails a test.

`of(words)` returns {component: [(what the example shows, parameters)]}. The pieces of the frame are shown by the gallery's
own page, which is asked for signed in or not.
"""

from datetime import UTC, datetime

from django import forms
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import QueryDict

from fph.http.gallery.words import WordList
from fph.journal.history import Change, Version

CODE = "QN07511M"
TONES = ("good", "wait", "care", "bad", "info", "plain")
FRAME = ("nav_links", "site_footer", "site_header")


class Short(forms.Form):
    """One question, to be refused."""

    title = forms.CharField()


def refused(w: WordList, prefix: str) -> Short:
    """Return a form that comes back unanswered; its links lead to the fields of the forms below."""
    form = Short({f"{prefix}-other": ""}, prefix=prefix)
    form.fields["title"].label = w.title
    form.fields["title"].error_messages["required"] = w.wrong
    return form


def of(w: WordList) -> dict[str, list[tuple[str, dict]]]:
    """Return every component's examples in these words."""
    return _signs(w) | _boxes(w) | _limits(w) | _numbers(w) | _ways(w) | _answers(w) | _stories(w)


def _signs(w: WordList) -> dict:
    buttons = [(tone, {"label": w.act, "tone": tone}) for tone in ("primary", "secondary", "danger", "quiet")]
    shapes = [
        ("lien", {"label": w.act, "url": "#button"}),
        ("petit, avec un mot pour qui écoute", {"label": w.act, "small": True, "hint": w.more, "tone": "secondary"}),
        ("toute la largeur", {"label": w.act, "wide": True, "name": "do", "value": "send"}),
        ("indisponible", {"label": w.act, "disabled": True}),
    ]
    return {
        "button": buttons + shapes,
        "icon": [(name, {"name": name}) for name in TONES],
        "status_badge": [
            *((tone, {"word": w.state, "tone": tone}) for tone in TONES),
            ("un autre signe", {"word": w.state, "tone": "good", "icon": "info"}),
        ],
        "page_header": [
            ("le titre seul", {"title": w.title}),
            ("avec un surtitre et un chapeau", {"title": w.title, "kicker": w.place, "lead": w.paragraph}),
            ("grand", {"title": w.long_title, "lead": w.sentence, "big": True}),
        ],
    }


def _boxes(w: WordList) -> dict:
    whole = {"title": w.title, "url": "#card", "kicker": w.place, "text": w.sentence, "foot": w.day, "code": CODE}
    project = {"title": w.title, "url": "#project_card", "group": w.person, "summary": w.sentence, "code": CODE}
    badge = {"tone": "good", "word": w.state}
    return {
        "card": [
            ("tout", {**whole, **badge}),
            ("un titre long, sans lien", {"title": w.long_title, "text": w.paragraph, "level": 3}),
        ],
        "project_card": [
            ("accordé en partie", {**project, **badge, "granted_cents": 34000, "asked_cents": 50000}),
            ("accordé", {"title": w.title, "granted_cents": 50000, "asked_cents": 50000}),
            ("demandé", {"title": w.long_title, "asked_cents": 50000, "level": 3}),
            ("en attente", {**project, "foot": w.day}),
        ],
        "notice": [
            *((tone, {"text": w.sentence, "tone": tone}) for tone in ("info", "good", "care", "bad")),
            ("titre et lien", {"title": w.title, "text": w.paragraph, "url": "#notice", "link": w.act, "role": "status"}),
        ],
        "messages": [
            (name, {"messages": [Message(level, w.sentence)]})
            for name, level in (("information", levels.INFO), ("réussite", levels.SUCCESS),
                                ("attention", levels.WARNING), ("erreur", levels.ERROR))
        ],
        "empty_state": [
            ("une chose à faire", {"title": w.title, "text": w.paragraph, "url": "#empty_state", "label": w.act}),
            ("la première chose à faire", {"title": w.title, "text": w.sentence, "url": "#empty_state", "label": w.act,
                                           "tone": "primary", "level": 3}),
            ("rien à faire", {"title": w.title, "text": w.sentence}),
        ],
    }  # fmt: skip


def _limits(w: WordList) -> dict:
    drawn = {"path": "M0 0L300 40L260 220L40 180Z", "box_width": 324, "box_height": 244, "east_west_m": 550,
             "north_south_m": 750}  # fmt: skip
    told = {"limits_in_words": w.paragraph, "approximate": True, "source": w.sentence}
    return {
        "perimeter": [
            ("dessiné", {"perimeter": {}, "place": w.place, "outline": drawn, "name": "dessine"}),
            ("en mots", {"perimeter": {"limits_in_words": w.paragraph}, "place": w.place, "name": "mots"}),
            ("tout", {"perimeter": told, "place": w.place, "outline": drawn, "when": w.day, "name": "tout"}),
        ],
    }


def _numbers(w: WordList) -> dict:
    first, second, third = w.columns
    facts = [(third, w.day), (second, w.place), (first, ""), (w.state, 0)]
    rows = [(w.title, w.place, w.day), (w.long_title, w.place, w.day)]
    return {
        "facts": [("paires", {"items": facts}), ("séparées", {"items": facts, "ruled": True})],
        "amount_bar": [
            ("l’année", {"total_cents": 700000, "paid_cents": 224000, "reserved_cents": 50000, "left_cents": 426000}),
            ("un autre titre", {"total_cents": 700000, "paid_cents": 0, "reserved_cents": 0, "left_cents": 700000,
                                "title": w.title}),
            ("sans le grand nombre", {"total_cents": 1234567890, "paid_cents": 1234567890, "reserved_cents": 0,
                                      "left_cents": 0, "plain": True}),
        ],
        "data_table": [
            ("une table", {"caption": w.title, "headers": w.columns, "rows": rows}),
            ("sans titre visible", {"caption": w.sentence, "headers": w.columns, "rows": rows, "hide_caption": True}),
        ],
    }  # fmt: skip


def _ways(w: WordList) -> dict:
    pages, asked = Paginator(range(60), 20), QueryDict("annee=2026")
    steps = [{"title": w.title, "url": "#steps", "done": True}, {"title": w.question, "current": True},
             {"title": w.long_title, "url": "#steps"}]  # fmt: skip
    return {
        "breadcrumbs": [("le chemin", {"items": [(w.place, "#breadcrumbs"), (w.title, "#breadcrumbs")]})],
        "pagination": [
            (name, {"page": pages.page(number), "params": asked, "label": f"{w.title} {number}"})
            for name, number in (("au début", 1), ("au milieu", 2), ("à la fin", 3))
        ],
        "steps": [
            ("le pas", {"current": 1, "total": 6, "title": w.title}),
            ("avec le chemin", {"current": 2, "total": 3, "title": w.question, "items": steps}),
        ],
    }


def _answers(w: WordList) -> dict:
    choices = [("for", w.yes), ("against", w.no), ("abstain", w.neither)]
    gone = {"facts": [(w.columns[0], w.title), (w.columns[2], w.day)], "label": w.act, "csrf_token": "…"}
    return {
        "choice_list": [
            ("un vote", {"legend": w.question, "name": "vote", "choices": choices, "help": w.help}),
            ("choisi", {"legend": w.question, "name": "choisi", "choices": choices, "selected": "for"}),
            ("oublié", {"legend": w.question, "name": "oubli", "choices": choices, "error": w.wrong}),
        ],
        "confirm": [
            ("relire", {**gone, "warning": w.sentence, "back_url": "#confirm", "action": "#confirm"}),
            ("ce qui ne se défait pas", {**gone, "tone": "danger", "back_url": "#confirm", "back_label": w.way_back,
                                         "fields": [("montant", "340")]}),
        ],
        "error_summary": [
            ("un formulaire et sa suite", {"form": refused(w, "neuf"), "also": refused(w, "refus")}),
            ("des erreurs", {"errors": [{"text": w.wrong, "anchor": "id_refus-asked"}, {"text": w.sentence}]}),
        ],
    }  # fmt: skip


def _stories(w: WordList) -> dict:
    told = [
        Version(datetime(2027, 2, 11, 18, 42, tzinfo=UTC), w.person, w.sentence, (Change(w.columns[0], w.title, ""),)),
        Version(datetime(2027, 2, 10, 9, tzinfo=UTC), "", "", ()),
    ]
    events = [
        {"title": w.title, "when": w.day, "text": w.sentence, "url": "#timeline"},
        {"title": w.state, "when": w.day, "state": "now"},
        {"title": w.act, "state": "next"},
        {"title": w.no, "when": w.day, "text": w.paragraph, "state": "stopped"},
    ]
    return {
        "history": [("deux versions", {"versions": told}), ("rien encore", {"versions": []})],
        "timeline": [("chaque état", {"events": events})],
    }
