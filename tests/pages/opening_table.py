"""The pages that open a fund: their states, as in `table.py`. Each step is reached by filling those before it."""

from tests.pages.world import SLUG

PLACE = {
    "place": "nouveau", "place_name": "Le Vieux Moulin", "commune": "Saint-Étienne", "insee_code": "42218",
    "carrier": "Fédération des centres sociaux", "carrier_kind": "association", "scheme": "FPH",
    "fund": "Fonds de participation du Vieux Moulin",
}  # fmt: skip
LOIRE = {
    "rule_0": "1500", "rule_1": "group", "rule_2": "3", "rule_3": "le quartier", "rule_4": "rolling", "rule_5": "month",
    "rule_6": "on_demand", "rule_8": "Saint-Étienne\nRoanne\nle Forez", "rule_9": "expected",
    "window_saint-etienne": "Saint-Étienne", "window_roanne": "Roanne", "window_forez": "Forez",
    "college_0_name": "habitants", "college_0_voting": "on", "college_1_name": "institutions", "college_1_voting": "on",
    "college_1_least": "2", "college_1_most": "2", "adopted_by_body": "Le comité", "adopted_on": "2026-01-12",
    "in_force_from": "2026-01-12",
}  # fmt: skip
PEOPLE = {
    "coordinator_name": "Cosme Larrieu", "coordinator_email": "cosme@exemple.fr", "rows": "3",
    **{f"committee_{turn}_{part}": place for turn, place in enumerate(("Saint-Étienne", "Roanne", "le Forez"))
       for part in ("name", "sector")},
    "committee_0_members": "Amina Riviere ; amina@exemple.fr ; habitants ; présidence\nJo Pré ; jo@exemple.fr",
}  # fmt: skip
ANSWERS = {"quartier": PLACE, "modele": {"model": "loire-fph"}, "regles": LOIRE, "personnes": PEOPLE, "seances": {}}


def meetings(g) -> dict:
    """Return a first meeting in forty days."""
    return {"day_0": g.day(40), "hour_0": "18:00", "place_0": "Maison de quartier"}


def filled(g, until: str, **more):
    """Return a browser of the administrator's in which the steps before one are filled; `more` changes the answers."""
    client = g.client("admin")
    for slug, answers in ANSWERS.items():
        if slug == until:
            break
        given = answers | (meetings(g) if slug == "seances" else {}) | more.get(slug, {})
        client.post(f"/ouvrir-un-fonds/{slug}/", given)
    return client


def at(g, slug: str, **more):
    """Return a step, the steps before it filled."""
    return filled(g, slug, **more).get(f"/ouvrir-un-fonds/{slug}/", follow=True)


def sent(g, slug: str, changes: dict | None = None, **more):
    """Return what a step answers to its usual answers, changed."""
    answers = ANSWERS.get(slug, {}) | (changes or {})
    return filled(g, slug, **more).post(f"/ouvrir-un-fonds/{slug}/", answers, follow=True)


def opened_meanwhile(g):
    """Return the last screen's answer when somebody else takes the fund's address first."""
    client = filled(g, "verification")
    g.fund.__class__.objects.filter(pk=g.fund.pk).update(slug="le-vieux-moulin")
    return client.post("/ouvrir-un-fonds/verification/", follow=True)


OPENING = {
    "new_fund": {
        "empty": lambda g: g.get("admin", "new_fund"),
        "full": lambda g: filled(g, "regles").get("/ouvrir-un-fonds/", follow=True),
    },
    "new_fund_step": {
        "place": lambda g: at(g, "quartier"),
        "place found": lambda g: sent(g, "quartier", {"words": "goutte", "do": "search", "place": ""}),
        "place not found": lambda g: sent(g, "quartier", {"words": "nulle part", "do": "search"}),
        "place, error": lambda g: sent(g, "quartier", {"insee_code": "42", "carrier": "", "fund": "", "siret": "1"}),
        "shelf": lambda g: at(g, "modele"),
        "shelf searched": lambda g: filled(g, "modele").get("/ouvrir-un-fonds/modele/", {"mots": "loire"}),
        "shelf, nothing found": lambda g: filled(g, "modele").get("/ouvrir-un-fonds/modele/", {"mots": "zzz"}),
        "shelf, error": lambda g: sent(g, "modele", {"model": ""}),
        "rules": lambda g: at(g, "regles"),
        "rules from the minimum": lambda g: at(g, "regles", modele={"model": "minimum"}),
        "rules, error": lambda g: sent(g, "regles", {"rule_0": "beaucoup", "college_1_most": "1", "adopted_on": g.day(3)}),
        "people": lambda g: at(g, "personnes"),
        "people, one committee more": lambda g: sent(g, "personnes", {"do": "more"}),
        "people, error": lambda g: sent(g, "personnes", {"committee_1_members": "Zoé", "coordinator_email": "zoe"}),
        "dates": lambda g: at(g, "seances"),
        "dates, error": lambda g: sent(g, "seances", {"day_0": g.day(1), "hour_0": "", "day_1": g.day(2)}),
        "to read again": lambda g: at(g, "verification"),
        "error of an address taken meanwhile": lambda g: opened_meanwhile(g),
    },
    "fund_opened": {
        "full": lambda g: sent(g, "verification"),
        "older": lambda g: g.get("admin", "fund_opened", SLUG),
    },
}  # fmt: skip
