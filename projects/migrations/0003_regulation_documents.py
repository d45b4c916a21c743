"""Rewrite each version of a règlement as the rules of a file (docs/regulation.md): the former shape had one value each."""

from django.db import migrations

PLAIN = ("filing_deadline_days", "quorum_percent", "majority", "report_due_days", "min_group_size", "payments")


def rules_of(old):
    numbers = {name: words.split()[-1] for name, words in old.get("articles", {}).items() if words}

    def rule(parameter, value, former="", when=None):
        found = {"parameter": parameter, "value": value}
        if when:
            found["when"] = when
        if number := numbers.get(former or parameter):
            found["article"] = number
        return found

    caps = old.get("caps_cents", {})
    made = [rule("applicant_types", [kind for kind in ("resident", "group", "association") if caps.get(kind)])]
    for kind, listed in caps.items():
        for rank, cents in enumerate(listed, 1):
            when = {"applicant_type": [kind]}
            if len(listed) > 1:
                when["rank"] = f"{rank}+" if rank == len(listed) else rank
            euros = cents // 100 if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02d}"
            made.append(rule("cap_per_project", euros, "caps_cents", when))
    made += [rule(name, old[name]) for name in PLAIN if name in old]
    if old.get("tranches"):
        made.append(rule("tranches", [{"label": label, "percent": percent} for label, percent in old["tranches"]]))
    made.append(rule("tie", "casting_vote" if old.get("chair_breaks_ties") else "rejected", "chair_breaks_ties"))
    made.append(rule("territory", "inside_or_residents" if old.get("within_perimeter", True) else "anywhere", "within_perimeter"))
    made.append(rule("applicant_hearing", old.get("applicant_present", "no"), "applicant_present"))
    return made


def rewrite(apps, schema_editor):
    for name in ("RegulationVersion", "HistoricalRegulationVersion"):
        for version in apps.get_model("projects", name).objects.iterator():
            if "caps_cents" in version.parameters:
                version.parameters = {"rules": rules_of(version.parameters)}
                version.save(update_fields=["parameters"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_latest_applications")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
