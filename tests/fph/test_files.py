"""Files that people send: what is taken in, what is taken out of them, and how they leave."""

import io
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from fph.files import actions, content, rules
from fph.files.models import StoredFile
from fph.files.views import download
from fph.journal.actions import action, if_undone
from fph.people.models import User
from fph.verdict import Refused

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DOCX = f"{rules.OOXML}.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return out.getvalue()


def picture(form: str, mode="RGB", size=(60, 40), **options) -> bytes:
    out = io.BytesIO()
    made = Image.new(mode, size, 200 if mode == "L" else (200, 30, 30, 255)[: len(mode)])
    made.putpixel((0, 0), 0 if mode == "L" else (0, 0, 255, 255)[: len(mode)])
    made.save(out, form, **options)
    return out.getvalue()


def located() -> Image.Exif:
    """What a telephone writes: where, which way up, by whom."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = 6, "CANARI-AUTEUR", "CANARI-LEGENDE"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (48.0, 53.0, 12.0)
    return exif


SOUND = {
    "devis.pdf": (PDF, "application/pdf"),
    "photo.JPG": (picture("JPEG"), "image/jpeg"),
    "photo.jpeg": (picture("JPEG", "L"), "image/jpeg"),
    "plan.png": (picture("PNG", "RGBA"), "image/png"),
    "plan.webp": (picture("WEBP"), "image/webp"),
    "lettre.odt": (archive({"mimetype": ODT.encode(), "content.xml": b"<x/>"}), ODT),
    "tableau.ods": (
        archive({"mimetype": ODT.replace("text", "spreadsheet").encode()}), ODT.replace("text", "spreadsheet")
    ),
    "lettre.docx": (archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), DOCX),
    "tableau.xlsx": (
        archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), f"{rules.OOXML}.spreadsheetml.sheet"
    ),
}  # fmt: skip
ENCRYPTED_ODT = archive({"mimetype": ODT.encode(), "META-INF/manifest.xml": b"<manifest:encryption-data/>"})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
MALICIOUS = {
    "vide.pdf": (b"", "vide"),
    "page.pdf": (HTML, "Ce type de fichier"),
    "page.html": (HTML, "Ce type de fichier"),
    "dessin.svg": (SVG, "Ce type de fichier"),
    "dessin.png": (SVG, "Ce type de fichier"),
    "programme.pdf": (b"MZ" + b"\0" * 200, "Ce type de fichier"),
    "virus.com": (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "Ce type de fichier"),
    "chose.zip": (archive({"a.txt": b"a"}), "Ce type de fichier"),
    "imbrique.docx": (archive({"b.zip": archive({"c": b"c"})}), "Ce type de fichier"),
    "anime.gif": (b"GIF89a" + b"\0" * 50, "Ce type de fichier"),
    "scan.tiff": (picture("TIFF"), "Ce type de fichier"),
    "liste.csv": (b"=HYPERLINK(1);2", "Ce type de fichier"),
    "photo.pdf": (picture("JPEG"), "Renommez-le"),
    "double.pdf.exe": (PDF, "Renommez-le"),
    "sans-fin": (PDF, "Renommez-le"),
    "devis.docx": (PDF, "Renommez-le"),
    "coupe.pdf": (PDF[:40], "abîmé"),
    "secret.pdf": (PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root"), "mot de passe"),
    "secret.odt": (ENCRYPTED_ODT, "mot de passe"),
    "secret.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mot de passe"),
    "ancien.doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mot de passe"),
    "macro.docx": (
        archive({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "bombe.docx": (archive({"[Content_Types].xml": b"", "word/document.xml": b"\0" * (101 << 20)}), "trop de choses"),
    "miettes.docx": (archive({f"{n}": b"" for n in range(2_001)}), "trop de choses"),
    "cassee.docx": (b"PK\x03\x04" + b"\0" * 300, "abîmé"),
    "coupee.jpg": (picture("JPEG", size=(600, 400))[:400], "abîmé"),
    "coupee.png": (picture("PNG", size=(600, 400))[:60], "abîmé"),
    "faux.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "abîmé"),
}


@pytest.fixture
def person(db):
    return User.objects.create_user("claire@exemple.test", name="Claire Inventée")


def send(person, name, body):
    return actions.store(SimpleUploadedFile(name, body, content_type="text/plain"), by=person, now=NOW)


def kept(stored) -> bytes:
    with stored.content.open("rb") as file:
        return file.read()


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_kept_under_its_true_type_and_a_random_name(person, name):
    body, content_type = SOUND[name]
    stored = send(person, name, body)
    assert (stored.name, stored.content_type, stored.stored_by) == (name.lower(), content_type, person)
    assert "photo" not in stored.content.name and "." not in stored.content.name
    assert stored.size == len(kept(stored)) and len(stored.sha256) == 64


@pytest.mark.parametrize("name", MALICIOUS)
def test_what_is_not_sound_is_refused_with_words_and_leaves_no_row(person, name):
    body, words = MALICIOUS[name]
    with pytest.raises(Refused, match=words):
        send(person, name, body)
    assert not StoredFile.objects.filter(stored_by=person).exists()


@pytest.mark.parametrize(
    ("size", "allowed"), [(0, False), (1, True), (rules.MAX_BYTES, True), (rules.MAX_BYTES + 1, False)]
)
def test_a_file_holds_something_and_ten_megabytes_at_most(size, allowed):
    assert bool(rules.may_arrive(size)) is allowed


def test_the_refusal_of_a_heavy_file_says_its_weight_and_the_limit():
    assert "10,5 Mo" in (reason := rules.may_arrive(int(10.5 * rules.MEGABYTE)).reason) and "10 Mo" in reason


@pytest.mark.parametrize(("width", "allowed"), [(8_000, True), (8_001, False)])
def test_a_picture_has_forty_million_pixels_at_most(width, allowed):
    assert bool(rules.may_be_drawn(width, 5_000)) is allowed


@pytest.mark.parametrize("side", [6_500, 20_000])
def test_a_picture_too_large_is_refused_before_it_is_opened(person, side):
    bomb = io.BytesIO()
    Image.new("1", (side, side)).save(bomb, "PNG")
    with pytest.raises(Refused, match="40 millions"):
        send(person, "bombe.png", bomb.getvalue())


# A HEIC photo says in its container, not in its Exif, which way up it stands; libheif turns it when it opens it.
@pytest.mark.parametrize(("name", "form", "size"), [
    ("a.jpg", "JPEG", (32, 64)), ("a.png", "PNG", (32, 64)), ("a.webp", "WEBP", (32, 64)), ("a.heic", "HEIF", (64, 32)),
])  # fmt: skip
def test_a_photo_forgets_where_and_by_whom_it_was_made_and_stands_upright(person, name, form, size):
    stored = send(person, name, picture(form, exif=located(), size=(64, 32)))
    body = kept(stored)
    with Image.open(io.BytesIO(body)) as seen:
        assert seen.size == size, "turned as the telephone was held"
        assert not dict(seen.getexif()) and not seen.info.get("exif")
    assert b"CANARI" not in body and b"Exif" not in body


def test_a_heic_photo_is_kept_as_a_jpeg(person):
    stored = send(person, "IMG_0042.HEIC", picture("HEIF", size=(64, 64)))
    assert (stored.name, stored.content_type) == ("IMG_0042.jpg", "image/jpeg")


def test_what_follows_a_picture_and_what_is_written_in_it_is_dropped(person):
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Comment", "CANARI")
    body = picture("PNG", pnginfo=text, icc_profile=b"CANARI" * 30) + b"<?php CANARI ?>"
    assert b"CANARI" not in kept(send(person, "plan.png", body))


def test_a_large_photo_is_brought_down_to_a_readable_size(person):
    with Image.open(io.BytesIO(kept(send(person, "a.jpg", picture("JPEG", size=(4_000, 2_000)))))) as seen:
        assert seen.size == (3_000, 1_500)


def test_transparency_is_kept(person):
    with Image.open(io.BytesIO(kept(send(person, "a.png", picture("PNG", "RGBA"))))) as seen:
        assert seen.mode == "RGBA"


@pytest.mark.parametrize(("sent", "shown"), [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    (r"C:\Users\moi\devis.PDF", "devis.pdf"),
    ("a\r\nb\x00.pdf", "a b.pdf"),
    ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
    (".pdf", "pdf.pdf"),
    ("", "document.pdf"),
    ("...", "document.pdf"),
    ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
    ('a"b;c.pdf', "abc.pdf"),
    ("fête 🎉.pdf", "fête 🎉.pdf"),
    ("e\u0301te\u0301.pdf", "été.pdf"),
])  # fmt: skip
def test_a_name_is_made_safe_and_stays_readable(sent, shown):
    assert rules.clean_name(sent, rules.KINDS["application/pdf"]) == shown


@pytest.mark.parametrize(
    ("size", "words"), [(10, "1 ko"), (350 * 1024, "350 ko"), (2_516_582, "2,4 Mo"), (1 << 20, "1 Mo")]
)
def test_a_size_is_written_in_words(size, words):
    assert rules.size_in_words(size) == words


def test_a_file_leaves_as_a_download_that_no_browser_opens_in_our_name(person):
    response = download(send(person, "devis été.pdf", PDF))
    assert b"".join(response.streaming_content) == PDF
    assert (
        response["Content-Disposition"].startswith("attachment")
        and "devis%20%C3%A9t%C3%A9.pdf" in response["Content-Disposition"]
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_an_erased_file_has_no_name_and_no_content_and_is_not_found(person, django_capture_on_commit_callbacks):
    stored = send(person, "devis.pdf", PDF)
    path = content_path(stored)
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(stored, by=person, now=NOW)
    assert not path.exists()
    stored.refresh_from_db()
    assert (stored.name, str(stored.content)) == ("", "")
    with pytest.raises(Http404):
        download(stored)


def test_a_file_leaves_the_disk_with_the_act_that_is_refused(person):
    held = []

    @action
    def take_in(by, *, refused_at):
        held.append(content_path(send(by, "devis.pdf", PDF)))
        with suppress(Refused):
            _within(by, refused_at == "inside")
        if refused_at == "outside":
            raise Refused("non")

    @action
    def _within(by, refused):
        held.append(content_path(send(by, "devis.pdf", PDF)))
        if refused:
            raise Refused("non")

    for refused_at, left in (("", [True, True]), ("inside", [True, False]), ("outside", [False, False])):
        held.clear()
        with suppress(Refused):
            take_in(person, refused_at=refused_at)
        assert [path.exists() for path in held] == left, refused_at


def test_nothing_is_undone_outside_an_act():
    with pytest.raises(RuntimeError, match="within an @action"):
        if_undone(lambda: None)


def content_path(stored):
    from pathlib import Path

    return Path(stored.content.path)


def test_a_pdf_protected_far_inside_is_seen_across_pieces():
    body = b"%PDF-1.7\n" + b"x" * (content.CHUNK - 12) + b"/Encrypt 1 0 R" + b"%%EOF"
    with pytest.raises(Refused, match="mot de passe"):
        content.check_pdf(io.BytesIO(body))
