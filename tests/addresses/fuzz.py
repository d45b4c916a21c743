"""Requests that no browser sends, made from a seed: the same number gives the same request everywhere.

Names of fields are read from the forms that our pages show, from the classes of our forms and from the views' own
code, so that a new field is tried without a line here.
"""

import ast
import json
import random
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote_from_bytes

from bs4 import BeautifulSoup
from django import forms
from django.urls import reverse

from projects.applications import rules
from tests.addresses.enumerated import ADDRESSES, Address
from tests.addresses.town import ACTORS
from tests.house.source import modules
from tests.house.url_rights import OPENED
from tests.projects import fake_stripe

SEED = 1993
LONG = "A" * 1_000_000
# The classic breakers of numbers, days and text columns.
WORST = ["\x00", "a\x00b", "9" * 5000, "9" * 400, str(2**63), "-1", "1e309", "NaN", "²", "٣", "０１２", "0001-01-01",
         "9999-12-31", "2027-02-29", "\ud800", "http://[", "a" * 5000, "", "not-a-uuid", "9999999999,99"]  # fmt: skip
# Lone surrogates are written as the bytes of UTF-8 that no decoder takes.
NASTY = [
    "", " ", "\x00", "a\x00b", "\ud800", "x\udfffy", "\u202ealiéné\u202c", "👩‍👩‍👧‍👦🏳️‍🌈", "e\u0301té", "été", "\ufeff", "\uffff",
    "1e309", "-1e309", "NaN", "Infinity", "-1", "-0", "0", "1_000", "1,5", "0x10", "²", "٣", "０１２", "1" * 30, "9" * 400,
    "9" * 5000, str(2**31), str(2**63 - 1), str(2**63), "-" + str(2**63), "9999999999,99", "0,001",
    "9999-12-31", "0001-01-01", "2027-02-29", "2028-02-29", "0000-00-00", "10000-01-01", "2027-03-28T02:30", "31/12/9999",
    "true", "null", "[]", "{}", "[object Object]", "'; DROP TABLE fph_user;--", "<script>alert(1)</script>", "{{7*7}}",
    "%00", "%s%n", "..", "../../etc/passwd", "//evil.example", "http://[", "\r\nX-Injected: 1", "\\", "é" * 300, "a" * 256,
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", "remove:", "remove:" + "f" * 32, "file:\x00", "up:nowhere", LONG,
]  # fmt: skip
PLAIN = {"date": "2027-03-02", "number": "5", "email": "essai@exemple.fr", "checkbox": "on", "tel": "06 00 00 00 01"}
FILES = [
    ("devis.pdf", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF\n", "application/pdf"), ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
    ("\x00.pdf", b"%PDF-1.7", "application/pdf"), ("../../x.pdf", b"%PDF-1.7 %%EOF", "x"), ("é" * 300 + ".pdf", b"", ""),
    ("r\u202efdp.exe", b"MZ" * 100, "text/html"), ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 64, "image/jpeg"),
    ("", b"x", "text/plain"), ("photo.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "image/heic"),
]  # fmt: skip


@dataclass(frozen=True)
class Request:
    """A request to send: by whom, how, where, with what."""

    actor: str
    method: str
    url: str
    data: bytes = b""
    content_type: str = "application/x-www-form-urlencoded"
    headers: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)
    query: str = ""

    def __str__(self):
        return f"{self.actor} {self.method} {self.url[:120]}?{self.query[:80]} {self.data[:160]!r} {str(self.headers)[:120]}"


# --- Names ----------------------------------------------------------------------------------------------


@cache
def names_in_code(where: str = "") -> tuple[dict[str, None], dict[str, None]]:
    """Return the names our views (or those of one module) read from a query, and those they read from a form."""
    asked: dict[str, dict[str, None]] = {"GET": {} if where else {"page": None, "next": None}, "POST": {}}
    for module in modules():
        for node in ast.walk(module.tree) if where in ("", module.name) else ():
            inside = getattr(node, "func", None) if isinstance(node, ast.Call) else node
            around = getattr(inside, "value", None)
            word = node.args[0] if isinstance(node, ast.Call) and node.args else getattr(node, "slice", None)
            if getattr(around, "attr", "") in asked and isinstance(word, ast.Constant) and isinstance(word.value, str):
                asked[around.attr][word.value] = None
    return asked["GET"], asked["POST"]


@cache
def names_of_forms() -> tuple[str, ...]:
    """Return the names of the fields of every form of ours."""
    found, waiting = {}, [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.split(".")[0] in ("fph", "projects", "committees", "cms"):
            found |= dict.fromkeys(getattr(one, "base_fields", {}))
    return tuple(sorted(found))


def forms_shown(page: bytes) -> dict[str, list[tuple[str, str]]]:
    """Return the fields of each form of a page, filled as somebody would, by the address it goes to."""
    found: dict[str, list] = {}
    for form in BeautifulSoup(page, "html.parser").select("form[method=post]"):
        fields = [filled(one) for one in form.select("input[name], select[name], textarea[name], button[name]")]
        found.setdefault(form.get("action", ""), []).extend(one for one in fields if one[0] != "csrfmiddlewaretoken")
    return found


def filled(element) -> tuple[str, str]:
    """Return a field with what it shows, or with something of its kind."""
    if element.name == "select":
        options = [one["value"] for one in element.select("option[value]") if one["value"]]
        return element["name"], options[0] if options else ""
    shown = element.get("value") or element.get_text()
    kind = "number" if element.get("inputmode") in ("decimal", "numeric") else element.get("type", "text")
    return element["name"], shown or PLAIN.get(kind, "Un mot")


# --- Requests -------------------------------------------------------------------------------------------


class Maker:
    """Makes requests from numbers, for one town: `shown` are the forms by address, `methods` what each name answers."""

    def __init__(self, town, shown: dict[str, list[tuple[str, str]]], methods: dict[str, set[str]]):
        self.town, self.shown, self.methods = town, shown, methods
        self.posted = {name for name, answered in methods.items() if "POST" in answered}

    def request(self, number: int) -> Request:
        """Return the request of that number: addresses in turn, the rest drawn from the seed."""
        chance = random.Random(f"{SEED}:{number}")
        address = ADDRESSES[number % len(ADDRESSES)]
        if address.name not in self.posted and chance.random() < 0.5:
            address = chance.choice([one for one in ADDRESSES if one.name in self.posted])
        anywhere = [self.query, self.path, self.cookies, self.headers]
        sent = [self.form] * 8 + [self.multipart] * 3 + [self.other, self.crowd]
        kinds = [*anywhere, *sent] if address.name in self.posted else [*anywhere] * 5 + sent[:1]
        make = self.bell if address.name == "stripe_webhook" else chance.choice(kinds)
        return make(address, self.actor(address, chance), chance)

    def actor(self, address: Address, chance) -> str:
        """Return who asks: mostly somebody who finds the thing."""
        opened = OPENED.get(address.name)
        who = {"owner": ["owner"], "fund": ["both"], "committee": ["chair"], "neighbourhood": ["editor"]}
        entitled = [one for scope, them in who.items() if opened and getattr(opened, scope) for one in them]
        return chance.choice([*entitled * 60, *ACTORS])

    def url(self, address: Address, chance=None) -> str:
        """Return the address, filled; with chance, one of the form's steps."""
        if address.name == "application_step" and chance:
            draft = self.town.alpha.files["draft"]
            return reverse(address.name, args=[draft.pk, chance.choice(rules.STEPS).slug])
        return address.filled(self.town.alpha)

    def fields(self, address: Address, url: str, chance) -> list[tuple[str, str]]:
        """Return a form's fields, some of them spoiled."""
        own = list(address.body(self.town.alpha).items())
        fields = [*self.shown.get(url, []), *own]
        known = [*dict(fields)] or [chance.choice(names_of_forms())]
        spoiled = chance.sample(known, min(len(known), chance.choice((1, 1, 2, 3))))
        fields = [(name, nasty(chance) if name in spoiled else value) for name, value in fields]
        extra = [chance.choice([*names_in_code()[1], *names_of_forms()]) for _turn in range(chance.choice((0, 1, 3)))]
        return [*fields, *((name + chance.choice(("", "", "[]")), nasty(chance)) for name in extra)]

    def method(self, address, chance) -> str:
        """Return a method that the address answers."""
        return chance.choice(("GET", "POST", "POST") if address.name in self.posted else ("GET",))

    def form(self, address, actor, chance) -> Request:
        """Post a form with spoiled fields."""
        url = self.url(address, chance)
        return Request(actor, "POST", url, encoded(self.fields(address, url, chance)))

    def query(self, address, actor, chance) -> Request:
        """Ask with a spoiled query: known names, strange values, the same name twice."""
        names = [
            *[*names_in_code(address.view.__module__)[0]] * 3,
            *names_in_code()[0],
            "depenses",
            "recettes",
            chance.choice(names_of_forms()),
        ]
        pairs = [(chance.choice(names), nasty(chance, most=20_000)) for _turn in range(chance.choice((1, 2, 4)))]
        return Request(actor, chance.choice(("GET", "HEAD")), self.url(address), query=encoded(pairs).decode())

    def path(self, address, actor, chance) -> Request:
        """Ask for an address with one of its parameters spoiled."""
        if not address.parameters:
            spoiled = self.url(address) + quoted(nasty(chance, most=3000))
        else:
            word = chance.choice(address.parameters)
            good = quoted(str(address.value(word, self.town.alpha)), safe="/-_.")
            spoiled = self.url(address).replace(good, quoted(nasty(chance, most=20_000)), 1)
        return Request(actor, self.method(address, chance), spoiled)

    def multipart(self, address, actor, chance) -> Request:
        """Post files where words are awaited, words where files are, and bodies cut anywhere."""
        url, lines = self.url(address, chance), b""
        for name, value in [*self.fields(address, url, chance), ("file", ""), ("receipt-file", "")]:
            called, content, kind = chance.choice(FILES)
            head = b'--limit\r\nContent-Disposition: form-data; name="' + raw(name) + b'"'
            if chance.random() < 0.3 or "file" in name:
                head += b'; filename="' + raw(called) + b'"\r\nContent-Type: ' + kind.encode()
                value = content.decode("latin-1")
            lines += head + b"\r\n\r\n" + raw(value) + b"\r\n"
        lines += b"--limit--\r\n"
        if chance.random() < 0.3:
            lines = lines[: chance.randrange(len(lines))]
        kinds = ["multipart/form-data; boundary=limit"] * 5 + [
            "multipart/form-data", "multipart/form-data; boundary=" + "x" * 300, "multipart/form-data; boundary=é",
            "multipart/form-data; boundary=other", "multipart/form-data; boundary=limit; charset=utf-16",
        ]  # fmt: skip
        return Request(actor, "POST", url, lines, chance.choice(kinds))

    def cookies(self, address, actor, chance) -> Request:
        """Ask with cookies nobody was given."""
        odd = [*NASTY[:-1], '"abcdefgh\\000"', '"\\303"', "x" * 4000, ";;;=", '"', "a" * 32, "{}"]
        names = ("session", "csrf", "messages", "django_language", "a b", "\x7f")
        given = {chance.choice(names): chance.choice(odd) for _turn in range(2)}
        return Request(chance.choice((actor, "anonymous")), self.method(address, chance), self.url(address),
                       encoded(self.fields(address, self.url(address), chance)), cookies=given)  # fmt: skip

    def headers(self, address, actor, chance) -> Request:
        """Ask with headers no browser sends."""
        odd = [one for one in NASTY if len(one) < 10_000 and "\n" not in one]
        known = ["Host", "Accept-Language", "Accept", "Content-Length", "HX-Request", "HX-Current-URL", "HX-Target",
                 "HX-Boosted", "If-None-Match", "If-Modified-Since", "Referer", "Origin", "X-Forwarded-For", "Range",
                 "X-Forwarded-Proto", "X-Requested-With", "User-Agent", "Stripe-Signature", "Authorization"]  # fmt: skip
        values = {chance.choice(known): chance.choice([*odd, "nulle-part.example", "localhost:99999", "[::1", "W/\"x\"",
                                                       "Sun, 99 Foo 99999 99:99:99 GMT", "bytes=-1", "fr;q=1e309"])
                  for _turn in range(chance.choice((1, 2)))}  # fmt: skip
        return Request(actor, self.method(address, chance), self.url(address),
                       encoded(self.fields(address, self.url(address), chance)), headers=values)  # fmt: skip

    def other(self, address, actor, chance) -> Request:
        """Post something that is no form: JSON, XML, half of UTF-8, another charset, nothing at all."""
        kinds = ["application/json", "text/xml", "application/x-www-form-urlencoded; charset=utf-16", "", "é",
                 "application/x-www-form-urlencoded; charset=nonsense", "application/octet-stream"]  # fmt: skip
        bodies = [b"", b"\xff\xfe\x00", b"%", b"=&=&=", b"a=%ED%A0%80", b'{"a": ' * 500, json.dumps([[]] * 9).encode()]
        return Request(actor, "POST", self.url(address), chance.choice(bodies), chance.choice(kinds))

    def crowd(self, address, actor, chance) -> Request:
        """Post ten thousand fields, or one name a thousand times."""
        if chance.random() < 0.5:
            return Request(actor, "POST", self.url(address), b"&".join(b"f%d=1" % one for one in range(10_000)))
        url = self.url(address, chance)
        fields = self.fields(address, url, chance)
        return Request(actor, "POST", url, encoded([one for one in fields for _turn in range(40)][:1900]))

    def bell(self, _address, actor, chance) -> Request:
        """Ring Stripe's bell with a body that Stripe would not write, signed as Stripe does, or not."""
        body = chance.choice([*events(), *NO_EVENT])
        signature = chance.choice([fake_stripe.sign(body), fake_stripe.sign(body), "t=,v1=", "t=" + "9" * 5000, ""])
        return Request(actor, "POST", reverse("stripe_webhook"), raw(body), "application/json",
                       {"Stripe-Signature": signature})  # fmt: skip


NO_EVENT = ["[" * 2000, "\x00", '{"id": 1e999}', "NaN", "x" * 300_000, "", "[]", "null"]


def events() -> list[str]:
    """Return bells as Stripe writes them but for one word of each."""
    event = {"id": "evt_1", "type": "checkout.session.completed", "livemode": False}
    odd = [None, [], {}, 1e309, -1, True, "a" * 121, "a" * 120, "\x00", "\ud800", "é", "", [[]] * 3, {"id": {}}]
    told = [
        {**event, "data": {"object": {"id": "cs_alpha"}}, word: value} for word in [*event, "data"] for value in odd
    ]
    told += [{**event, "data": {"object": {"id": value}}} for value in odd]
    return [json.dumps(one) for one in told]


def nasty(chance, most: int = len(LONG)) -> str:
    """Return a value to spoil a field with; the longest come seldom."""
    value = chance.choice([one for one in NASTY if len(one) < (most if chance.random() < 0.1 else 10_000)])
    return unicodedata.normalize(chance.choice(("NFC", "NFD")), value) if chance.random() < 0.1 else value


def raw(text: str) -> bytes:
    """Return text as bytes, lone surrogates included."""
    return text.encode("utf-8", "surrogatepass")


def quoted(text: str, safe: str = "") -> str:
    """Return text as an address writes it."""
    return quote_from_bytes(raw(text), safe=safe)


def encoded(pairs) -> bytes:
    """Return pairs as a form writes them."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()
