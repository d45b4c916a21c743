"""The tables of every parameter in docs/regulation.md: `python -m tests.regulation.parameters_table` prints them anew."""

from projects.regulation.rules import PARAMETERS, SECTIONS, Parameter

HEAD = "| paramètre | | sorte | par défaut | sévérité |\n|---|---|---|---|---|"
KINDS = {
    "money": "montant", "percent": "pourcentage", "days": "jours", "count": "nombre", "flag": "oui ou non", "text": "texte",
    "texts": "textes", "dates": "dates", "payments": "versements", "tranches": "tranches", "funding": "financeurs",
    "colleges": "collèges", "college_quorums": "quorums de collèges", "obligations": "obligations",
}  # fmt: skip


def kind_words(parameter: Parameter) -> str:
    """Return the kind of its value, as the table says it, with its codes where there are some."""
    schema = parameter.kind.schema
    if codes := schema.get("enum"):
        return f"un mot de : {codes_words(codes)}"
    if codes := schema.get("items", {}).get("enum"):
        return f"des mots de : {codes_words(codes)}"
    return KINDS[parameter.kind.name]


def codes_words(codes) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def row(parameter: Parameter) -> str:
    """Return its line of the table."""
    default = "" if parameter.default is None else _plain(parameter.kind.write(parameter.default))
    severity = f"`{parameter.severity}`" if parameter.check else ""
    cells = (f"`{parameter.name}`", parameter.title, kind_words(parameter), default, severity)
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _plain(value) -> str:
    if isinstance(value, bool):
        return f"`{'true' if value else 'false'}`"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return f"{value['percent']} % à `{value['trigger']}`" if isinstance(value, dict) else f"`{value}`"


def table() -> str:
    """Return the whole table in Markdown, a section after the other."""
    parts = []
    for section, title in SECTIONS.items():
        rows = [row(one) for one in PARAMETERS.values() if one.section == section]
        parts.append("\n".join([f"### {title}\n", HEAD, *rows]))
    return "\n\n".join(parts)


def sentences() -> str:
    """Return what is read of each word, and of each yes or no, in Markdown."""
    rows = ["| paramètre | valeur | ce qui se lit |", "|---|---|---|"]
    for parameter in PARAMETERS.values():
        for value in _values(parameter):
            rows.append(f"| `{parameter.name}` | {_plain(value)} | {parameter.said(parameter.kind.read(value))} |")
    return "\n".join(rows)


def _values(parameter: Parameter) -> list:
    if parameter.kind.name == "flag":
        return [True, False]
    schema = parameter.kind.schema
    return schema.get("enum") or [[code] for code in schema.get("items", {}).get("enum", ())]


if __name__ == "__main__":
    print(table(), sentences(), sep="\n\n")
