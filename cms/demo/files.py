"""The life of each project of the demonstration: written, filed, read, then carried after the grant."""

from cms.demo.papers import quote, receipt
from cms.demo.place import Project
from projects.applications import actions as applications
from projects.followup import actions as followup
from projects.regulation.rules.asking import OTHER


def file(demo, project: Project, days: int, starts: int):
    """Write a file and bring it to the committee, or as far as its story goes."""
    owner, coordinator = demo.who[project.by], demo.holder("coordinator")
    draft = applications.start(demo.fund, by=owner, now=demo.at(days, 18))
    demo.files[project.title] = draft
    for step, data in answers(demo, project, starts):
        applications.save_step(draft, step, data, by=owner, now=demo.at(days, 18, 20))
    if project.until == "draft":
        return
    applications.attach(draft, quote(project), "quote", by=owner, now=demo.at(days, 18, 30))
    if project.until == "withdrawn":
        applications.submit(draft, by=owner, now=demo.at(days, 18, 42))
        applications.withdraw(draft, by=owner, now=demo.at(days + 1, 9))
        return
    applications.submit(draft, by=owner, now=demo.at(days, 18, 42))
    if project.until == "to_complete":
        applications.ask_correction(
            draft,
            "Pouvez-vous préciser où auront lieu les répétitions s’il pleut ?",
            by=coordinator,
            now=demo.at(days + 2),
        )
    elif project.until == "inadmissible":
        applications.declare_inadmissible(draft, project.reasons, by=coordinator, now=demo.at(days + 2))
    elif project.until != "submitted":
        applications.admit(draft, by=coordinator, now=demo.at(days + 2))


def answers(demo, project: Project, starts: int):
    """Yield what the applicant answers at each step, as the form's steps take it."""
    owner = demo.who[project.by]
    yield "vous", {
        "applicant_type": project.kind, "lead_name": owner.name, "lead_email": owner.email,
        "lead_phone": owner.phone or "06 00 00 00 00", "lead_address": demo.place.street,
        "organisation_name": project.organisation, "rna": demo.place.rna_of(project.organisation),
        "host_name": demo.place.associations[0] if project.kind == "group" else "",
        "residents": [(name, demo.place.street) for name in project.group],
    }  # fmt: skip
    yield "projet", {
        "title": project.title, "summary": project.summary, "benefit": project.benefit,
        "theme": demo.year.themes.get(label=demo.place.themes[project.theme]), "is_renewal": False, "renewal_note": "",
    }  # fmt: skip
    yield "dates", {
        "place": project.place, "starts_on": demo.day(starts), "ends_on": demo.day(starts),
        "people_reached": project.people,
    }  # fmt: skip
    kind = (OTHER,) if demo.place.regulation.asks("ineligible_expenses") else ()
    lines = [("expense", label, amount * 100, *kind) for label, amount in project.expenses]
    if project.own:
        lines.append(("own", "Participation du groupe", project.own * 100))
    yield "budget", {"requested_cents": project.asked * 100, "lines": lines}
    yield "verification", {
        "accepts_regulation": True, "declares_not_for_profit": True, "declares_unpaid": True,
        "declares_not_funded": True,
    }  # fmt: skip


def follow_up(demo, project: Project, days: int):
    """Carry a granted project as far as its story goes."""
    steps = ("granted", "accepted", "paid", "reported", "closed")
    reach = steps.index(project.until)
    application, owner, treasurer = demo.files[project.title], demo.who[project.by], demo.holder("treasurer")
    application.refresh_from_db()
    if reach >= 1:
        channel = {"group": "host"}.get(project.kind, "holder")
        payee = application.host_name or application.organisation_name or owner.name
        award = followup.accept(application, channel=channel, payee=payee, by=owner, now=demo.at(days + 2))
    if reach >= 2:
        order = followup.order_payment(award, trigger="acceptance", by=treasurer, now=demo.at(days + 4))
        followup.confirm_payment(order, paid_on=demo.day(days + 8), bank_reference=f"VIR {application.number}",
                                 by=treasurer, now=demo.at(days + 8))  # fmt: skip
    if reach >= 3:
        report = followup.save_report(
            application,
            {"narrative": "Tout s’est passé comme prévu, et la pluie a attendu le soir.",
             "people_reached": project.people + 8, "spent_cents": project.spent * 100},
            by=owner, now=demo.at(days + project.after_days + 10),
        )  # fmt: skip
        followup.add_receipt(report, supplier="Fournisseurs du quartier", amount_cents=project.spent * 100,
                             upload=receipt(project), by=owner, now=demo.at(days + project.after_days + 10))  # fmt: skip
        followup.submit_report(report, by=owner, now=demo.at(days + project.after_days + 10, 11))
    if reach >= 4:
        followup.accept_report(report, by=demo.holder("coordinator"), now=demo.at(days + project.after_days + 15))
