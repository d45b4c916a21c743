"""The funds of the north: Roubaix, Loos, Noyelles-Godault, Méricourt, Guesnain, Croix, Saint-Pol-sur-Mer, Beauvais."""

from datetime import date

from projects.regulation.rules import Cost
from tests.regulation.cases import case

CAP, WHO, THEME, WHERE = "block cap_per_project", "block applicant_types", "block themes", "block territory"
CHRISTMAS, NEW_YEAR, EVE = date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31)
UNBALANCED = (Cost("expense", 60000, "location"), Cost("own", 29999))
TRANSPORT = {"actions": frozenset({"transport"})}
FOR_ASSOCIATION = {"applicant_type": "association"}

CASES = [
    # 1 000 € per action, groups and associations alike; what another scheme can't pay for.
    case("roubaix-pic", asks="1000", cap="1000"),
    case("roubaix-pic", CAP, limit="1000", cap="1000", asks="1000,01"),
    case("roubaix-pic", applicant_type="association", asks="1000", cap="1000"),
    case("roubaix-pic", CAP, limit="1000", cap="1000", applicant_type="association", asks="2300"),
    case("roubaix-pic", WHO, applicant_type="resident"),
    case("roubaix-pic", "block not_funded_elsewhere", not_funded_elsewhere=False, cap="1000"),
    case("roubaix-pic", "inform not_funded_elsewhere", not_funded_elsewhere=None, cap="1000"),
    # Residents’ initiatives, for four kinds of small works; no cap is stated.
    case("roubaix-ftu"),
    case("roubaix-ftu", asks="10000"),
    case("roubaix-ftu", applicant_type="group"),
    case("roubaix-ftu", WHO, applicant_type="association"),
    case("roubaix-ftu", theme="Propreté et entretien"),
    case("roubaix-ftu", theme="convivialité de l’espace public"),
    case("roubaix-ftu", THEME, theme="patrimoine"),
    # A comité de quartier or a collective, whatever is asked.
    case("loos-ftu"),
    case("loos-ftu", residents=40),
    case("loos-ftu", WHO, applicant_type="resident"),
    case("loos-ftu", WHO, applicant_type="association"),
    case("loos-ftu", asks="10000"),
    case("loos-ftu", cost="300"),
    # Transport once a year per association, for culture or sport; a file one month before.
    case("noyelles-godault-fph", **TRANSPORT),
    case("noyelles-godault-fph", "block max_per_applicant_per_year", ranks={"transport": 2}, **TRANSPORT),
    case("noyelles-godault-fph", rank=2, ranks={"transport": 1}, **TRANSPORT),
    case("noyelles-godault-fph", applicant_type="group", ranks={"transport": 2}, **TRANSPORT),
    case("noyelles-godault-fph", theme="sport", **TRANSPORT),
    case("noyelles-godault-fph", THEME, theme="solidarité", **TRANSPORT),
    case("noyelles-godault-fph", theme="solidarité"),
    case("noyelles-godault-fph", filed_on=date(2026, 2, 3)),
    case("noyelles-godault-fph", "warn filing_deadline_days", limit=30, filed_on=date(2026, 2, 4)),
    # 750 € per action and per year, in the whole town.
    case("mericourt-fph", asks="750", cap="750"),
    case("mericourt-fph", CAP, "block max_cents_per_applicant_per_year", limit="750", cap="750", asks="750,01"),
    case("mericourt-fph", had_cents=45000, cap="750"),
    case("mericourt-fph", "block max_cents_per_applicant_per_year", limit="299,99", cap="750", had_cents=45001),
    case("mericourt-fph", territory="elsewhere", cap="750"),
    case("mericourt-fph", rank=3, cap="750"),
    # 900 € then 400 €, two actions a year, seven days before, within what is left.
    case("mericourt-pic", asks="900", cap="900"),
    case("mericourt-pic", CAP, limit="900", cap="900", asks="900,01"),
    case("mericourt-pic", rank=2, asks="400", cap="400"),
    case("mericourt-pic", CAP, limit="400", cap="400", rank=2, asks="400,01"),
    case("mericourt-pic", "block max_per_applicant_per_year", rank=3),
    case("mericourt-pic", filed_on=date(2026, 2, 26), cap="900"),
    case("mericourt-pic", "warn filing_deadline_days", limit=7, cap="900", filed_on=date(2026, 2, 27)),
    case("mericourt-pic", available_cents=30000, cap="900"),
    case("mericourt-pic", "warn within_available_credits", limit="299,99", cap="900", available_cents=29999),
    case("mericourt-pic", applicant_type="association", asks="900", cap="900"),
    # Fifteen days before with every paper, one of ten themes.
    case("guesnain-pic", filed_on=date(2026, 2, 18)),
    case("guesnain-pic", "warn filing_deadline_days", limit=15, filed_on=date(2026, 2, 19)),
    case("guesnain-pic", "block papers_with_file", has_papers=False),
    case("guesnain-pic", theme="transition énergétique"),
    case("guesnain-pic", THEME, theme="sport"),
    case("guesnain-pic", applicant_type="association"),
    case("guesnain-pic", WHO, applicant_type="resident"),
    # In the neighbourhood or with its residents, with a budget that balances.
    case("croix-pic"),
    case("croix-pic", territory="for_residents"),
    case("croix-pic", WHERE, territory="elsewhere"),
    case("croix-pic", "block budget_must_balance", limit="600", costs=UNBALANCED),
    case("croix-pic", applicant_type="group"),
    case("croix-pic", applicant_type="association"),
    case("croix-pic", "inform territory", territory=""),
    # Operating expenses only, four objectives, groups and associations.
    case("hauts-de-france-pic"),
    case("hauts-de-france-pic", "warn ineligible_expenses", spent_on="investissement"),
    case("hauts-de-france-pic", "inform ineligible_expenses", spent_on=""),
    case("hauts-de-france-pic", theme="activité physique et santé"),
    case("hauts-de-france-pic", THEME, theme="patrimoine"),
    case("hauts-de-france-pic", applicant_type="association"),
    case("hauts-de-france-pic", WHO, applicant_type="resident"),
    # 750 € per file, 90 % of the cost.
    case("saint-pol-sur-mer-fph", asks="750", cap="750"),
    case("saint-pol-sur-mer-fph", CAP, limit="750", cap="750", asks="750,01"),
    case("saint-pol-sur-mer-fph", asks="450", cost="500", cap="750"),
    case("saint-pol-sur-mer-fph", "block max_funding_rate", limit="450", cap="750", asks="450,01", cost="500"),
    case("saint-pol-sur-mer-fph", applicant_type="group", cap="750"),
    case("saint-pol-sur-mer-fph", applicant_type="association", cap="750"),
    # 500 € for residents, 800 € for associations, 1 500 € for theirs at the end of the year.
    case("beauvais-bourse", asks="500", cap="500"),
    case("beauvais-bourse", CAP, limit="500", cap="500", asks="500,01"),
    case("beauvais-bourse", CAP, limit="500", cap="500", asks="500,01", starts_on=CHRISTMAS),
    case("beauvais-bourse", asks="800", cap="800", **FOR_ASSOCIATION),
    case("beauvais-bourse", CAP, limit="800", cap="800", asks="800,01", **FOR_ASSOCIATION),
    case("beauvais-bourse", asks="1500", cap="1500", starts_on=CHRISTMAS, **FOR_ASSOCIATION),
    case("beauvais-bourse", CAP, limit="1500", cap="1500", asks="1500,01", starts_on=EVE, **FOR_ASSOCIATION),
    case("beauvais-bourse", CAP, limit="800", cap="800", asks="1500", starts_on=NEW_YEAR, **FOR_ASSOCIATION),
    case("beauvais-bourse", territory="elsewhere", cap="500"),
    case("beauvais-bourse", WHERE, territory="for_residents", cap="800", **FOR_ASSOCIATION),
    case("beauvais-bourse", WHO, applicant_type="resident"),
    case("beauvais-bourse", WHO, window="habitants", cap="500", **FOR_ASSOCIATION),
    case("beauvais-bourse", applicant_type=""),
    case("beauvais-bourse", WHO, window="associations", cap="800"),
]
