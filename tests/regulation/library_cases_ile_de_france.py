"""The funds around Paris: Goutte d’Or, Aulnay, Stains, Villetaneuse, Aubervilliers, a town of the Val-de-Bièvre."""

from datetime import date

from tests.regulation.cases import case

CAP, WHO, WHERE = "block cap_per_project", "block applicant_types", "block territory"
FOR_ASSOCIATION = {"applicant_type": "association"}

CASES = [
    # 700 € per initiative, in the neighbourhood.
    case("paris-goutte-dor-fph", asks="700", cap="700"),
    case("paris-goutte-dor-fph", CAP, limit="700", cap="700", asks="700,01"),
    case("paris-goutte-dor-fph", WHERE, territory="for_residents", cap="700"),
    case("paris-goutte-dor-fph", WHERE, territory="elsewhere", cap="700"),
    case("paris-goutte-dor-fph", applicant_type="group", cap="700"),
    case("paris-goutte-dor-fph", applicant_type="association", cap="700"),
    # 800 €, residents organised or not.
    case("aulnay-sous-bois-fph", asks="800", cap="800"),
    case("aulnay-sous-bois-fph", CAP, limit="800", cap="800", asks="800,01"),
    case("aulnay-sous-bois-fph", applicant_type="group", asks="800", cap="800"),
    case("aulnay-sous-bois-fph", CAP, limit="800", cap="800", asks="800,01", applicant_type="group"),
    case("aulnay-sous-bois-fph", asks="800", cap="800", **FOR_ASSOCIATION),
    case("aulnay-sous-bois-fph", CAP, limit="800", cap="800", asks="1600", **FOR_ASSOCIATION),
    # Two guichets: 1 000 € for residents (FPH), 3 000 € for associations (FIA).
    case("stains-fph-fia", asks="1000", cap="1000"),
    case("stains-fph-fia", CAP, limit="1000", cap="1000", asks="1000,01"),
    case("stains-fph-fia", applicant_type="resident", asks="1000", cap="1000"),
    case("stains-fph-fia", asks="3000", cap="3000", **FOR_ASSOCIATION),
    case("stains-fph-fia", CAP, limit="3000", cap="3000", asks="3000,01", **FOR_ASSOCIATION),
    case("stains-fph-fia", WHO, window="fph", cap="1000", **FOR_ASSOCIATION),
    case("stains-fph-fia", WHO, window="fia", asks="3000", cap="3000"),
    case("stains-fph-fia", window="fia", asks="3000", cap="3000", **FOR_ASSOCIATION),
    # Under 3 000 €, associations acting in the neighbourhood, until 11 October 2021.
    case("villetaneuse-fia", asks="2999,99", cap="2999,99"),
    case("villetaneuse-fia", CAP, limit="2999,99", cap="2999,99", asks="3000"),
    case("villetaneuse-fia", WHO, applicant_type="resident"),
    case("villetaneuse-fia", WHO, applicant_type="group"),
    case("villetaneuse-fia", WHERE, territory="elsewhere", cap="2999,99"),
    case("villetaneuse-fia", filed_on=date(2021, 10, 11), cap="2999,99"),
    case("villetaneuse-fia", "block filing_dates", filed_on=date(2021, 10, 12), cap="2999,99"),
    # 760 €, residents and groups.
    case("aubervilliers-fil", asks="760", cap="760"),
    case("aubervilliers-fil", CAP, limit="760", cap="760", asks="760,01"),
    case("aubervilliers-fil", applicant_type="resident", asks="760", cap="760"),
    case("aubervilliers-fil", CAP, limit="760", cap="760", asks="760,01", applicant_type="resident"),
    case("aubervilliers-fil", WHO, applicant_type="association"),
    case("aubervilliers-fil", rank=4, cap="760"),
    # Micro-projects that no other scheme can pay for; no cap is stated.
    case("val-de-bievre-fish"),
    case("val-de-bievre-fish", applicant_type="group"),
    case("val-de-bievre-fish", WHO, applicant_type="association"),
    case("val-de-bievre-fish", "block not_funded_elsewhere", not_funded_elsewhere=False),
    case("val-de-bievre-fish", "inform not_funded_elsewhere", not_funded_elsewhere=None),
    case("val-de-bievre-fish", asks="10000"),
]
