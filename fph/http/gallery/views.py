"""Every component in each of its states, for those who build the pages: in light and in dark, in both directions."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from fph.http.access import demo_only, public
from fph.http.gallery import examples
from fph.http.gallery.forms import every_form
from fph.http.gallery.words import ARABIC, FRENCH
from fph.people.models import User

LIGHTS = ("clair", "sombre")


@public
@demo_only
@require_safe
def gallery(request):
    """Show the components. `?lumiere=clair|sombre`, `?langue=ar` for Arabic, `?entree=1` as someone signed in."""
    arabic = request.GET.get("langue") == "ar"
    words = ARABIC if arabic else FRENCH
    asked = request.GET.get("lumiere")
    context = {
        "components": [(name, _shown(name, given)) for name, given in sorted(examples.of(words).items())],
        "frame": examples.FRAME,
        "forms": every_form(words),
        "light": asked if asked in LIGHTS else "",
        "neighbourhood_code": examples.CODE,
    }
    if request.GET.get("entree"):
        context["user"] = User(name=words.person, email="amina@demo.example")
    with translation.override("ar" if arabic else "fr"):
        return render(request, "demo/gallery.html", context)


def _shown(name: str, given: list) -> list[tuple[str, str]]:
    return [(told, render_to_string(f"components/{name}.html", parameters)) for told, parameters in given]
