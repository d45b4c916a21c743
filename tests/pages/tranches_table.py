"""The second neighbourhood, where the money is in tranches and files are examined with who carries them: its states."""

from tests.pages.world import MERICOURT

TRANCHES = {
    "NeighbourhoodPage": {"tranches": lambda g: g.read(f"/{MERICOURT}/")},
    "fund_regulation": {"tranches": lambda g: g.get("", "fund_regulation", MERICOURT)},
    "regulation_versions": {"tranches": lambda g: g.get("isaure", "regulation_versions", MERICOURT)},
    "fund_projects": {"tranches": lambda g: g.get("", "fund_projects", MERICOURT)},
    "fund_desk": {"tranches": lambda g: g.get("isaure", "fund_desk", MERICOURT)},
    "fund_report": {"tranches": lambda g: g.get("ombeline", "fund_report", MERICOURT)},
    "contributions": {"tranches": lambda g: g.get("evariste", "contributions", MERICOURT)},
    "pledge": {
        "tranches": lambda g: g.get("evariste", "pledge", MERICOURT, g.year.year),
        "error of a tranche": lambda g: g.post("evariste", "pledge", MERICOURT, g.year.year, cents="900", tranche="Rien"),
    },
    "review": {"tranches": lambda g: g.get("isaure", "review", MERICOURT, g.mericourt().file("admissible").pk)},
    "meeting": {
        "applicant awaited": lambda g: g.mericourt().desk("gontran"),
        "applicant awaited member": lambda g: g.mericourt().desk("zelie"),
        "applicant present": lambda g: g.mericourt().desk("gontran", do="came"),
        "applicant present member": lambda g: g.mericourt().desk("zelie", do="came"),
        "error of a vote without the applicant": lambda g: g.mericourt().on_the_item(
            "open_ballot", "called", mode="open", amount="380"),
        "applicant absent": lambda g: g.mericourt().on_the_item("defer", "called", reasons="Personne n’est venu."),
        "applicant expected": lambda g: g.desk("fatou"),
        "tranches decided": lambda g: g.get("gontran", "meeting", g.mericourt().evening("decided").pk),
    },
}  # fmt: skip
