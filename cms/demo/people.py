"""The demonstration's people: all invented, all with an address at `demo.example`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Someone of the demonstration: a short key, a name, and what they may say of themselves."""

    key: str
    name: str
    phone: str = ""

    @property
    def email(self) -> str:
        """Return the address, which leads nowhere."""
        return f"{self.key}@demo.example"


# Residents who apply.
RESIDENTS = [
    Person("nadia", "Nadia Verdoyant", "06 00 00 00 01"),
    Person("moussa", "Moussa Lafeuille", "06 00 00 00 02"),
    Person("lucie", "Lucie Painblanc", "06 00 00 00 03"),
    Person("ibrahim", "Ibrahim Beaumarché"),
    Person("teresa", "Teresa Dufournil"),
    Person("samir", "Samir Rosedesvents"),
]
# Each with their college, their role and the body they sit for.
COMMITTEE = [
    (Person("fatou", "Fatou Belhorizon"), "residents", "chair", ""),
    (Person("lucien", "Lucien Passerelle"), "residents", "secretary", ""),
    (Person("amina", "Amina Clairétang"), "residents", "member", ""),
    (Person("georges", "Georges Vieuxpuits"), "residents", "member", ""),
    (Person("mei", "Mei Ruisselet"), "residents", "member", ""),
    (Person("koffi", "Koffi Grandchemin"), "residents", "member", ""),
    (Person("helene", "Hélène Tournesol"), "associations", "member", "Les Ateliers du Square"),
    (Person("rachid", "Rachid Montagnard"), "associations", "member", "Cuisine et Compagnie"),
    (Person("solange", "Solange Petitbois"), "associations", "member", "La Lecture à Voix Haute"),
    (Person("denis", "Denis Aubépine"), "institutions", "member", "Ville de Paris"),
    (Person("yasmine", "Yasmine Hautefeuille"), "institutions", "member", "État – préfecture de région"),
]
# Each with their role on the fund and the body they speak for.
FUND = [
    (Person("claire", "Claire Quatrevents"), "coordinator", ""),
    (Person("hassan", "Hassan Boisjoli"), "treasurer", ""),
    (Person("josette", "Josette Bonaccueil"), "helper", ""),
    (Person("vincent", "Vincent Fontaine-Basse"), "funder_reader", "Ville de Paris"),
    (Person("ines", "Inès Largeplaine"), "funder_reader", "État – préfecture de région"),
]
EDITORS = [(Person("paul", "Paul Écritoire"), False), (Person("claire", "Claire Quatrevents"), True)]
ADMINISTRATOR = Person("admin", "Camille Gardien-Phare")
ASSOCIATIONS = ["Les Ateliers du Square", "Cuisine et Compagnie", "La Lecture à Voix Haute"]


def everyone() -> list[Person]:
    """Return each person once."""
    listed = [ADMINISTRATOR, *RESIDENTS, *(p for p, *_ in COMMITTEE), *(p for p, *_ in FUND), *(p for p, _ in EDITORS)]
    return list(dict.fromkeys(listed))
