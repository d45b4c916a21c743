"""Every component in its states: valid, labelled, and nothing a strict policy would refuse."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.defaults import server_error

from fph.journal.history import Change, Version
from fph.people.models import User
from fph.territories.rules import Outline

TEMPLATES = Path(__file__).parents[2] / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
HOSTILE = '<b onclick="x">"&'


class Amount(forms.TextInput):
    template_name = "django/forms/widgets/money.html"


class Idea(forms.Form):
    title = forms.CharField(label="Titre", help_text="Quelques mots.")
    story = forms.CharField(label="Récit", widget=forms.Textarea, required=False)
    asked = forms.CharField(label="Montant demandé", widget=Amount)
    bearer = forms.ChoiceField(
        label="Qui porte le projet ?",
        choices=[("a", "Un groupe"), ("b", "Une association")],
        widget=forms.RadioSelect,
        help_text="Un groupe compte au moins trois personnes.",
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes", required=False, choices=[("a", "Enfance")], widget=forms.CheckboxSelectMultiple
    )
    quote = forms.FileField(label="Devis", required=False)
    read = forms.BooleanField(label="J’ai lu le règlement")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Le budget n’est pas équilibré.")


def component(name: str, /, **context) -> BeautifulSoup:
    return BeautifulSoup(render_to_string(f"components/{name}.html", context), "html.parser")


def page(user=None, path="/", **context) -> BeautifulSoup:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return BeautifulSoup(render_to_string("base.html", context, request), "html.parser")


SAMPLES = {
    "amount_bar": {"total_cents": 700000, "paid_cents": 224000, "reserved_cents": 50000, "left_cents": 426000},
    "breadcrumbs": {"items": [("Roubaix", "/roubaix/"), (HOSTILE, "/p/")]},
    "button": {"label": HOSTILE, "url": "/a/?b=1&c=2"},
    "card": {"title": HOSTILE, "url": "/", "text": "Texte", "code": "QN07511M", "tone": "good", "word": "Financé"},
    "choice_list": {"legend": HOSTILE, "name": "vote", "choices": [("o", "Oui"), ("n", "Non")], "error": "Choisissez."},
    "confirm": {"facts": [("Montant", "620 €")], "warning": "Définitif.", "label": "Envoyer", "csrf_token": "jeton"},
    "data_table": {"caption": "Projets", "headers": ["Projet", "Montant"], "rows": [[HOSTILE, "340 €"]]},
    "empty_state": {"title": "Rien", "text": "Une idée suffit.", "url": "/", "label": "Écrire"},
    "error_summary": {"errors": [{"text": HOSTILE, "anchor": "id_title"}, {"text": "Trop tard."}]},
    "facts": {"items": [("Séance", "jeudi"), ("Lieu", ""), ("Voix", 0)]},
    "icon": {"name": "good"},
    "messages": {"messages": []},
    "nav_links": {},
    "notice": {"text": HOSTILE, "tone": "care", "title": "À savoir"},
    "page_header": {"title": HOSTILE, "kicker": "Projet", "lead": "Une phrase."},
    "pagination": {"page": Paginator(range(60), 20).page(2), "params": QueryDict("q=vélo&page=2"), "label": "Projets"},
    "perimeter": {
        "perimeter": {"limits_in_words": HOSTILE, "approximate": True, "source": HOSTILE},
        "place": HOSTILE,
        "outline": Outline("M0 0L600 0L0 600Z", 600, 600, 900, 900),
        "when": "En vigueur depuis hier.",
    },
    "project_card": {"title": HOSTILE, "url": "/", "granted_cents": 34000, "asked_cents": 50000, "code": "QN07511M"},
    "site_footer": {},
    "site_header": {},
    "status_badge": {"tone": "good", "word": "Financé"},
    "steps": {"current": 2, "total": 6, "title": "Le projet", "items": [{"title": "Vous", "url": "/", "done": True}]},
    "history": {
        "versions": [
            Version(datetime(2027, 2, 11, tzinfo=UTC), HOSTILE, "", (Change(HOSTILE, HOSTILE, ""),)),
            Version(datetime(2027, 2, 10, tzinfo=UTC), "Une personne", "ouverture", ()),
        ]
    },
    "timeline": {"events": [{"title": HOSTILE, "when": "hier"}, {"title": "Réponse", "state": "next"}]},
}


def faults(soup: BeautifulSoup) -> list[str]:
    """Name what is wrong in the tree: repeated or missing ids, fields without label, inline style or script."""
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    pointed = [
        name for tag in soup.find_all(attrs={"aria-describedby": True}) for name in tag["aria-describedby"].split()
    ]
    labels = [tag["for"] for tag in soup.find_all("label", attrs={"for": True})]
    fields = [
        tag for tag in soup.find_all(["input", "select", "textarea"]) if tag.get("type") not in ("hidden", "submit")
    ]
    return (
        [f"id twice: {name}" for name in set(ids) if ids.count(name) > 1]
        + [f"points nowhere: {name}" for name in (*pointed, *labels) if name not in ids]
        + [f"no label: {tag}" for tag in fields if tag.get("id") not in labels]
        + [f"inline: {tag}" for tag in soup.find_all(lambda tag: any(k == "style" or k[:2] == "on" for k in tag.attrs))]
        + [f"inline script: {tag}" for tag in soup.find_all("script") if not tag.get("src")]
    )


def test_every_component_has_a_sample_here():
    assert sorted(SAMPLES) == COMPONENTS


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_begins_with_its_parameters_and_is_told_in_the_readme(name):
    assert (TEMPLATES / "components" / f"{name}.html").read_text().startswith("{% comment %}\n")
    assert f"`{name}`" in (TEMPLATES / "components" / "README.md").read_text()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_sound_and_escapes_what_it_is_given(name):
    soup = component(name, **SAMPLES[name])
    assert faults(soup) == []
    assert not soup.find("b")


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_renders_without_its_optional_parameters(name):
    assert faults(component(name)) == []


def test_the_bar_adds_up_and_is_told_in_words():
    bar = component("amount_bar", **SAMPLES["amount_bar"])
    assert [rect["width"] for rect in bar.svg.find_all("rect")] == ["1000", "320", "71"]
    assert bar.svg.find(class_="bar-reserved")["x"] == "320"
    assert "2\u202f240\u202f€ versés" in bar.svg["aria-label"]
    assert bar.find(class_="figure-number").text == "4\u202f260\u202f€"


def test_an_empty_envelope_is_an_empty_bar():
    bar = component("amount_bar", total_cents=0, paid_cents=0, reserved_cents=0, left_cents=0)
    assert bar.svg.find(class_="bar-paid")["width"] == "0"


def test_facts_keep_a_zero_and_leave_out_what_is_empty():
    assert [dt.text for dt in component("facts", **SAMPLES["facts"]).find_all("dt")] == ["Séance", "Voix"]


def test_cells_of_a_table_carry_their_header_for_phones():
    table = component("data_table", **SAMPLES["data_table"])
    assert table.td["data-label"] == "Montant"
    assert table.tbody.th["scope"] == "row"


def test_a_project_says_what_was_granted_on_what_was_asked():
    foot = component("project_card", **SAMPLES["project_card"]).find(class_="card-foot")
    assert foot.text == "340\u202f€ accordés sur 500\u202f€"


@pytest.mark.parametrize(
    "facts, words",
    [
        ({"granted_cents": 50000, "asked_cents": 50000}, "500\u202f€ accordés"),
        ({"asked_cents": 50000}, "500\u202f€ demandés"),
        ({"asked_cents": 50000, "foot": "En comité le 11 février"}, "En comité le 11 février"),
    ],
)
def test_a_project_says_where_it_stands(facts, words):
    assert component("project_card", title="Fête", **facts).find(class_="card-foot").text == words


def test_links_of_pages_keep_the_search():
    links = [link["href"] for link in component("pagination", **SAMPLES["pagination"]).find_all("a")]
    assert links == ["?q=v%C3%A9lo&page=1", "?q=v%C3%A9lo&page=3"]


def test_a_confirmation_posts_with_its_token():
    form = component("confirm", **SAMPLES["confirm"]).form
    assert form["method"] == "post"
    assert form.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"] == "jeton"


@pytest.mark.parametrize("data", [None, {}, {"title": "Fête", "asked": "12"}], ids=["fresh", "empty", "partial"])
def test_a_form_ties_labels_helps_and_errors_to_its_fields(data):
    soup = BeautifulSoup(str(Idea(data)), "html.parser")
    assert faults(soup) == []
    assert soup.find("label", attrs={"for": "id_title"}).text.split() == ["Titre", "(obligatoire)"]
    assert soup.find("label", attrs={"for": "id_story"}).text.split() == ["Récit", "(facultatif)"]


def test_help_and_error_stand_before_the_field_they_describe():
    soup = BeautifulSoup(str(Idea({})), "html.parser")
    field = soup.find("input", id="id_title")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"].split() == ["id_title_helptext", "id_title_error"]
    order = [tag["id"] for tag in soup.find_all(id=re.compile("^id_title"))]
    assert order == ["id_title_helptext", "id_title_error", "id_title"]


def test_radios_stand_in_a_fieldset_with_a_legend():
    fieldset = BeautifulSoup(str(Idea({})), "html.parser").find("fieldset")
    assert fieldset.legend.text.startswith("Qui porte le projet ?")
    assert fieldset["aria-describedby"].split() == ["id_bearer_helptext", "id_bearer_error"]
    assert len(fieldset.find_all("input", type="radio")) == 2


def test_an_amount_shows_its_unit():
    soup = BeautifulSoup(str(Idea()), "html.parser")
    assert soup.find("input", id="id_asked").find_next_sibling("span").text == "€"


def test_the_summary_takes_focus_and_leads_to_each_field():
    soup = BeautifulSoup(str(Idea({})), "html.parser")
    summary = soup.find(class_="error-summary")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert summary.has_attr("autofocus")
    assert "Le budget n’est pas équilibré." in summary.text
    targets = [link["href"][1:] for link in summary.find_all("a")]
    assert targets == ["id_title", "id_asked", "id_bearer_0", "id_read"]
    assert all(soup.find(id=target) for target in targets)


def test_a_valid_form_has_no_summary():
    assert not BeautifulSoup(str(Idea()), "html.parser").find(class_="error-summary")


def test_a_page_has_its_landmarks_its_language_and_a_way_past_the_menu(settings):
    settings.FPH_DEMO = False
    soup = page()
    assert soup.html["lang"] == "fr"
    assert soup.find("a", class_="skip")["href"] == f"#{soup.main['id']}"
    assert soup.header and soup.footer and soup.find("nav")["aria-label"]
    assert faults(soup) == []
    assert not soup.find(class_="demo-banner")
    assert not soup.find(class_="cloth")


def test_a_visitor_is_told_of_no_one_signed_in():
    assert "Se déconnecter" not in page().text


def test_who_is_signed_in_is_shown():
    assert "Awa Exemple" in page(User(email="awa@example.org", name="Awa Exemple")).header.text


def test_the_neighbourhood_gives_the_page_its_cloth():
    assert page(neighbourhood_code="QN07511M").find("img", class_="cloth-band")["src"] == "/tissu/QN07511M.svg"


def test_the_demo_says_so(settings):
    settings.FPH_DEMO = True
    banner = page().find(class_="demo-banner")
    assert "inventés" in banner.text
    assert banner.a["href"] == "/demo/"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429"])
def test_an_error_page_says_what_to_do(name):
    soup = BeautifulSoup(render_to_string(f"{name}.html"), "html.parser")
    assert faults(soup) == []
    assert len(soup.find_all("h1")) == 1
    assert soup.main.find("a", class_="button-primary")["href"] == "/"


def test_the_failure_page_needs_nothing():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "{%" not in (TEMPLATES / "500.html").read_text()
    assert faults(BeautifulSoup(response.content, "html.parser")) == []
