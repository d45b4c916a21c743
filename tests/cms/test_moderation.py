"""Writing, submitting, reviewing and publishing through Wagtail's own editor; what a picture must say."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms import actions, pictures
from cms.models import NeighbourhoodImage, NewsPage
from fph.verdict import Refused

from .conftest import photo


@pytest.fixture
def desk(editor):
    """Return the client of the editor of Les Tilleuls, signed in."""
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


@pytest.fixture
def review(reviewer):
    """Return the client of the reviewer of Les Tilleuls, signed in."""
    signed_in = Client()
    signed_in.force_login(reviewer)
    return signed_in


def written(blocks=(), **changes) -> dict:
    """Return what the form of a piece of news posts."""
    body = streamfield(blocks or [("text", rich_text("<p>On y danse.</p>"))])
    return (
        nested_form_data(
            {
                "title": "Bal du samedi",
                "slug": "bal",
                "date": "2026-11-20",
                "summary": "Venez.",
                "picture": "",
                "body": body,
            }
        )
        | changes
    )


def add(desk, place, **posted):
    return desk.post(reverse("wagtailadmin_pages:add", args=["cms", "newspage", place.index.pk]), posted)


def test_an_editor_submits_and_a_reviewer_publishes(desk, review, tilleuls, client):
    assert add(desk, tilleuls, **written(**{"action-submit": "1"})).status_code == 302
    page = NewsPage.objects.get(slug="bal")
    assert not page.live
    assert page.current_workflow_task.name == "Relecture – Les Tilleuls"
    task = TaskState.objects.get(status="in_progress")
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert desk.post(approve).status_code in {302, 403}
    assert not NewsPage.objects.get(pk=page.pk).live
    review.post(approve)
    assert client.get("/les-tilleuls/actualites/bal/").status_code == 200


def test_an_editor_can_not_publish_by_asking(desk, tilleuls):
    add(desk, tilleuls, **written(**{"action-publish": "1"}))
    assert not NewsPage.objects.get(slug="bal").live


def test_a_reviewer_publishes_alone(review, tilleuls):
    add(review, tilleuls, **written(**{"action-publish": "1"}))
    assert NewsPage.objects.get(slug="bal").live


def test_nobody_publishes_a_picture_without_words(review, tilleuls):
    silent = ("picture", {"image": tilleuls.picture.pk, "alt_text": "", "decorative": ""})
    response = add(review, tilleuls, **written([silent], **{"action-publish": "1"}))
    assert response.status_code == 200
    assert not NewsPage.objects.filter(slug="bal").exists()
    spoken = ("picture", {"image": tilleuls.picture.pk, "alt_text": "Le bal", "decorative": ""})
    assert add(review, tilleuls, **written([spoken], **{"action-publish": "1"})).status_code == 302


def test_a_decorative_picture_says_nothing(review, tilleuls, client):
    ornament = ("picture", {"image": tilleuls.picture.pk, "alt_text": "", "decorative": "on"})
    add(review, tilleuls, **written([ornament], **{"action-publish": "1"}))
    assert 'alt=""' in client.get("/les-tilleuls/actualites/bal/").content.decode()


@pytest.mark.parametrize("where", ["front", "picture", "document"])
def test_the_other_neighbourhoods_files_can_not_be_used_by_their_number(review, tilleuls, halle, where):
    posted = {
        "front": written(picture=halle.picture.pk),
        "picture": written([("picture", {"image": halle.picture.pk, "alt_text": "x", "decorative": ""})]),
        "document": written([("document", halle.document.pk)]),
    }[where]
    response = add(review, tilleuls, **posted, **{"action-publish": "1"})
    assert response.status_code == 200
    assert "de votre quartier" in response.content.decode()


def test_uploads_ask_for_words_and_keep_no_place(desk, tilleuls):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (48.0, 53.0, 0.0)
    exif[0x010F] = "Appareil"
    collection = tilleuls.neighbourhood.newsroom.collection.pk
    posted = {"title": "Vue", "file": photo(exif=exif), "collection": collection, "description": ""}
    assert desk.post(reverse("wagtailimages:add"), posted).status_code == 200
    assert not NeighbourhoodImage.objects.filter(title="Vue").exists()
    posted |= {"file": photo(exif=exif), "description": "La rue vue d’en haut"}
    assert desk.post(reverse("wagtailimages:add"), posted).status_code == 302
    kept = Image.open(NeighbourhoodImage.objects.get(title="Vue").file)
    assert not kept.getexif()


def test_uploads_go_to_their_own_collection_only(desk, tilleuls, halle):
    posted = {
        "title": "Vue",
        "file": photo(),
        "description": "x",
        "collection": halle.neighbourhood.newsroom.collection.pk,
    }
    desk.post(reverse("wagtailimages:add"), posted)
    assert not NeighbourhoodImage.objects.filter(
        title="Vue", collection__newsroom__neighbourhood=halle.neighbourhood
    ).exists()


@pytest.mark.parametrize("name", ["dessin.svg", "dessin.jpg"])
def test_a_drawing_that_can_hold_a_script_is_refused(desk, tilleuls, name):
    drawing = SimpleUploadedFile(
        name, b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "image/svg+xml"
    )
    posted = {
        "title": "Dessin",
        "file": drawing,
        "description": "x",
        "collection": tilleuls.neighbourhood.newsroom.collection.pk,
    }
    assert desk.post(reverse("wagtailimages:add"), posted).status_code == 200
    assert not NeighbourhoodImage.objects.filter(title="Dessin").exists()


def test_a_picture_that_can_not_be_read_says_so():
    with pytest.raises(ValidationError):
        pictures.bare(SimpleUploadedFile("x.jpg", b"\xff\xd8\xff\xe0 cut"))
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, "GIF")
    with pytest.raises(ValidationError, match="JPEG, PNG et WebP"):
        pictures.bare(SimpleUploadedFile("x.gif", out.getvalue()))


def test_a_picture_without_words_is_refused(tilleuls, administrator, now):
    with pytest.raises(Refused, match="Décrivez"):
        actions.add_picture(tilleuls.neighbourhood, photo(), title="x", description=" ", by=administrator, now=now)
