"""The règlement on paper: a real PDF by the browser, read back."""

import re
import subprocess

import pytest

from projects.regulation.models import RegulationVersion

pytestmark = [pytest.mark.django_db, pytest.mark.once]
A4 = (595, 842)  # points


def printed(eye, response, path) -> list[str]:
    """Print an answer on A4, keep the PDF there, and return its pages as read."""
    eye.show(response, 1440)
    path.write_bytes(eye.page.pdf(prefer_css_page_size=True, print_background=False))
    size = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", size).groups())
    assert (round(width), round(height)) == A4
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"[ \t\u00a0\u202f]+", " ", page) for page in text.split("\f") if page.strip()]


def test_the_reglement_prints_whole_and_alone(goutte, eye, tmp_path):
    pages = printed(eye, goutte.get("", "fund_regulation", goutte.fund.slug), tmp_path / "reglement.pdf")
    version = RegulationVersion.objects.filter(fund=goutte.fund).first()
    whole = re.sub(r"\s+", " ", " ".join(pages))
    for article in version.regulation.articles:
        assert f"Article {article.number} " in whole, article.number
    assert len(pages) > 1
    for page in pages:
        assert goutte.fund.name in " ".join(page.split()), "each page says whose règlement it is"
        assert "version 1" in page
    for screen in ("Se connecter", "Imprimer", "Lien vers", "Accessibilité", "Proposer un projet"):
        assert screen not in whole


def test_no_article_is_cut_in_two(goutte, eye, tmp_path):
    pages = printed(eye, goutte.get("", "fund_regulation", goutte.fund.slug), tmp_path / "reglement.pdf")
    version = RegulationVersion.objects.filter(fund=goutte.fund).first()
    flat = [re.sub(r"\s+", "", page) for page in pages]
    for article in version.regulation.articles:
        if not article.own_words:
            last = re.sub(r"\s+", "", article.sentences[-1])
            first = re.sub(r"\s+", "", f"Article {article.number} {article.title}")
            assert any(first in page and last in page for page in flat), f"article {article.number} stands on one page"
