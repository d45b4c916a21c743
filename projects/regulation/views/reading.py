"""The règlement and what is proposed of it, as anybody reads them."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fph.http.access import public
from fph.http.kept import for_all
from fph.people.roles import paris_day
from projects.regulation import access, queries
from projects.regulation.models import RegulationVersion
from projects.regulation.rules import Article, Regulation, Rule
from projects.regulation.rules.amendment import key_of
from projects.regulation.rules.difference import difference


@public
@for_all
@require_safe
def fund_regulation(request, fund):
    """The règlement in force: numbered articles, the committee's own words beside, its adoption, the other versions."""
    now = timezone.now()
    found = access.fund_open_to_all(fund)
    return _read(request, found, queries.in_force(found, paris_day(now)), now)


@public
@for_all
@require_safe
def regulation_version(request, fund, number: int):
    """Another version: past, or to come."""
    found = access.fund_open_to_all(fund)
    return _read(request, found, access.version_of(found, number), timezone.now())


def _read(request, fund, version: RegulationVersion | None, now):
    listed = list(queries.versions(fund))
    place = listed.index(version) if version else 0
    after, before = listed[:place][-1:], listed[place + 1 : place + 2]
    today = paris_day(now)
    current = next((one for one in listed if one.in_force_from <= today), None)
    context = {
        "fund": fund, "version": version, "is_current": version == current,
        "is_to_come": version and version.in_force_from > today,
        "articles": articles(version.regulation) if version else [],
        "until": after[0] if after else None, "earlier": before[0] if before else None, "current": current,
        "changes": difference(before[0].regulation, version.regulation) if version and before else [],
        "others": [one for one in listed if one != version],
        "may_propose": version and access.may_propose(request.user, fund, now),
        "neighbourhood_code": fund.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/regulation/reading.html", context)


def articles(regulation: Regulation) -> list[tuple[Article, list[tuple[str, str]]]]:
    """Return each article with its rules: the key of each, and its sentence. A default has its parameter's name as key."""
    labels = {one.code: one.label for one in regulation.windows}
    rules: dict[str, list[Rule]] = {}
    for rule in regulation.rules:
        rules.setdefault(regulation.number(rule.parameter, rule), []).append(rule)
    return [
        (article, [(article.parameters[0], article.text)] if article.by_default
         else [(key_of(rule), rule.said(labels) or rule.of.title) for rule in rules.get(article.number, [])])
        for article in regulation.articles
    ]  # fmt: skip


@public
@for_all
@require_safe
def amendments(request, fund):
    """What was proposed to change in the règlement, and what became of it."""
    now = timezone.now()
    found = access.fund_open_to_all(fund)
    context = {
        "fund": found, "amendments": queries.amendments(found), "may_propose": access.may_propose(request.user, found, now),
        "neighbourhood_code": found.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/regulation/amendments.html", context)


@public
@for_all
@require_safe
def amendment(request, fund, number: int):
    """One proposal: what it changes, in words, and where it stands. Its reasons are for the committee."""
    now = timezone.now()
    found = access.fund_open_to_all(fund)
    proposal = access.amendment_of(found, number)
    last = queries.latest(found)
    context = {
        "fund": found, "amendment": proposal, "last": last, "is_stale": last.pk != proposal.base_id,
        "may_propose": access.may_propose(request.user, found, now),
        "may_withdraw": access.may_withdraw(request.user, proposal, now),
        "neighbourhood_code": found.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/regulation/amendment.html", context)
