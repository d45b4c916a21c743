"""The funds further south and east: Marseille, Lyon, Vienne, Loire, Grenoble, Toulouse, Tonneins, Kingersheim."""

from datetime import date

from tests.regulation.cases import case

CAP, WHO, WHERE = "block cap_per_project", "block applicant_types", "block territory"
RENEWAL = frozenset({"renewal"})

CASES = [
    # Groups of residents, through a carrier; no cap is stated.
    case("marseille-fph"),
    case("marseille-fph", "inform applicant_conditions", residents=12),
    case("marseille-fph", WHO, applicant_type="resident"),
    case("marseille-fph", WHO, applicant_type="association"),
    case("marseille-fph", asks="10000"),
    case("marseille-fph", cost="300"),
    # A different project each year, whose holders are not paid; a group goes through a support structure.
    case("lyon-fil"),
    case("lyon-fil", "block novelty", history=RENEWAL),
    case("lyon-fil", history=frozenset({"first_time"})),
    case("lyon-fil", "warn ineligible_expenses", spent_on="Rémunération des porteurs du projet"),
    case("lyon-fil", "inform applicant_conditions", applicant_type="group"),
    case("lyon-fil", "inform ineligible_expenses", "inform applicant_conditions", spent_on=""),
    case("lyon-fil", WHO, applicant_type="resident"),
    # 800 € and half of the cost.
    case("vienne-condrieu-fph", asks="800", cost="1600", cap="800"),
    case("vienne-condrieu-fph", CAP, limit="800", cap="800", asks="800,01"),
    case("vienne-condrieu-fph", "block max_funding_rate", limit="300", cap="800", asks="300,01", cost="600"),
    case("vienne-condrieu-fph", "block max_funding_rate", limit="299,99", cap="800", asks="300", cost="599,99"),
    case("vienne-condrieu-fph", applicant_type="group", cap="800"),
    case("vienne-condrieu-fph", WHO, applicant_type="association"),
    # 1 500 €, three residents at least.
    case("loire-fph", asks="1500", cap="1500"),
    case("loire-fph", CAP, limit="1500", cap="1500", asks="1500,01"),
    case("loire-fph", residents=3, cap="1500"),
    case("loire-fph", "block min_group_size", residents=2, cap="1500"),
    case("loire-fph", WHO, applicant_type="resident"),
    case("loire-fph", WHO, applicant_type="association"),
    case("loire-fph", window="roanne", asks="1500", cap="1500"),
    # From 300 € to 3 000 €, four themes, two days of 2015, anywhere.
    case("grenoble-alpes-fpi", asks="3000", cap="3000"),
    case("grenoble-alpes-fpi", CAP, limit="3000", cap="3000", asks="3000,01"),
    case("grenoble-alpes-fpi", asks="300", cap="3000"),
    case("grenoble-alpes-fpi", "block floor_per_project", limit="300", cap="3000", asks="299,99"),
    case("grenoble-alpes-fpi", "block themes", theme="sport", cap="3000"),
    case("grenoble-alpes-fpi", filed_on=date(2015, 3, 26), cap="3000"),
    case("grenoble-alpes-fpi", "block filing_dates", filed_on=date(2015, 3, 27), cap="3000"),
    case("grenoble-alpes-fpi", territory="elsewhere", cap="3000"),
    case("grenoble-alpes-fpi", WHO, applicant_type="resident"),
    # 800 €, residents.
    case("toulouse-fiph", asks="800", cap="800"),
    case("toulouse-fiph", CAP, limit="800", cap="800", asks="800,01"),
    case("toulouse-fiph", applicant_type="group", asks="800", cap="800"),
    case("toulouse-fiph", CAP, limit="800", cap="800", asks="800,01", applicant_type="group"),
    case("toulouse-fiph", WHO, applicant_type="association"),
    case("toulouse-fiph", asks="800", cost="800", cap="800"),
    # 500 €, anyone, for a project of the neighbourhood.
    case("tonneins-fph", asks="500", cap="500"),
    case("tonneins-fph", CAP, limit="500", cap="500", asks="500,01"),
    case("tonneins-fph", applicant_type="group", cap="500"),
    case("tonneins-fph", applicant_type="association", cap="500"),
    case("tonneins-fph", WHERE, territory="for_residents", cap="500"),
    case("tonneins-fph", WHERE, territory="elsewhere", cap="500"),
    # A new project of a person or a group, anywhere in the town; an association is asked first.
    case("kingersheim-fic"),
    case("kingersheim-fic", applicant_type="group"),
    case("kingersheim-fic", WHO, applicant_type="association"),
    case("kingersheim-fic", "block novelty", history=RENEWAL),
    case("kingersheim-fic", territory="elsewhere"),
    case("kingersheim-fic", "inform applicant_conditions", history=frozenset({"first_time"})),
]
