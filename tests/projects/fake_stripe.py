"""A loopback Stripe: the few endpoints the house uses, strict on what it is asked, and the bells it rings.

It answers the real `stripe` client over HTTP. What it does not know, it refuses as Stripe would: 400 with a message.
"""

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl, urlsplit

import stripe

KEY, SECRET = "sk_test_essai", "whsec_essai"
CREATE = {
    "mode", "submit_type", "locale", "client_reference_id", "success_url", "cancel_url", "customer_email",
    "line_items[0][quantity]", "line_items[0][price_data][currency]", "line_items[0][price_data][unit_amount]",
    "line_items[0][price_data][product_data][name]",
}  # fmt: skip
NEEDED = CREATE - {"customer_email"}


class Wrong(Exception):
    """The request is not one that Stripe would accept."""

    def __init__(self, message, status=400, code=None):
        super().__init__(message)
        self.status, self.code = status, code


@dataclass
class Stripe:
    """What stands at Stripe: checkouts, and the charges that paid them."""

    url: str = ""
    sessions: dict = field(default_factory=dict)
    charges: dict = field(default_factory=dict)
    requests: list = field(default_factory=list)
    kept: dict = field(default_factory=dict)
    down: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: count = field(default_factory=lambda: count(1))

    # --- What happens there -----------------------------------------------------------------------------

    def pay(self, session_id, **changes):
        """Let the donor pay; `changes` bend what was asked (amount_total, currency, client_reference_id)."""
        session = self.sessions[session_id]
        intent, charge = f"pi_{next(self.numbers)}", f"ch_{next(self.numbers)}"
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent, **changes}
        self.charges[charge] = {
            "id": charge, "object": "charge", "payment_intent": intent, "amount": session["amount_total"],
            "amount_refunded": 0, "refunded": False,
        }  # fmt: skip
        return charge

    def wait(self, session_id):
        """Let the donor choose a means of payment that answers later."""
        self.sessions[session_id] |= {"status": "complete", "payment_status": "unpaid"}

    def expire(self, session_id):
        """Let the checkout's time run out."""
        self.sessions[session_id]["status"] = "expired"

    def give_back(self, charge_id, cents=None):
        """Refund a charge, whole or in part, as the account's owner may do at Stripe."""
        charge = self.charges[charge_id]
        left = charge["amount"] - charge["amount_refunded"]
        if not left:
            raise Wrong("already refunded", code="charge_already_refunded")
        charge["amount_refunded"] += min(cents or left, left)
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]

    def charge_of(self, session_id):
        """Return the id of the charge that paid a checkout."""
        intent = self.sessions[session_id]["payment_intent"]
        return next(c["id"] for c in self.charges.values() if c["payment_intent"] == intent)

    # --- Bells --------------------------------------------------------------------------------------------

    def bell(self, kind, object_id, **changes):
        """Return the body of an event about an object; each call is an event of its own."""
        event = {
            "id": f"evt_{next(self.numbers)}", "object": "event", "type": kind, "livemode": False,
            "data": {"object": {"id": object_id, "object": kind.rpartition(".")[0]}}, **changes,
        }  # fmt: skip
        return json.dumps(event)

    # --- Endpoints ------------------------------------------------------------------------------------------

    def answer(self, method, address, words, headers):
        """Answer a request, once for an idempotency key."""
        with self.lock:
            self.requests.append((method, address, words))
            if self.down:
                raise Wrong("down", 500)
            if headers.get("Authorization") != f"Bearer {KEY}":
                raise Wrong("no such key", 401)
            once = headers.get("Idempotency-Key")
            if method == "POST" and not once:
                raise Wrong("the house always names what it creates")
            if once in self.kept and self.kept[once][0] != words:
                raise Wrong("the key names another request", code="idempotency_error")
            if once in self.kept:
                return self.kept[once][1]
            found = self._route(method, address, words)
            if method == "POST":
                self.kept[once] = (words, dict(found))
            return found

    def _route(self, method, address, words):
        path = urlsplit(address).path
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return self._create(words)
        if (method, path) == ("GET", "/v1/checkout/sessions"):
            return self._list(words)
        if (method, path) == ("POST", "/v1/refunds"):
            return self._refund(words)
        if method == "GET" and (found := re.fullmatch(r"/v1/checkout/sessions/(cs_\w+)", path)):
            return self._one(self.sessions, found[1])
        if method == "GET" and (found := re.fullmatch(r"/v1/charges/(ch_\w+)", path)):
            return self._one(self.charges, found[1])
        raise Wrong(f"no such address: {method} {path}", 404)

    def _create(self, words):
        if extra := set(words) - CREATE:
            raise Wrong(f"unknown parameters: {sorted(extra)}")
        if missing := NEEDED - set(words):
            raise Wrong(f"missing parameters: {sorted(missing)}")
        if (words["mode"], words["submit_type"], words["locale"]) != ("payment", "donate", "fr"):
            raise Wrong("not a gift in French")
        if not all(words[name].startswith("http") for name in ("success_url", "cancel_url")):
            raise Wrong("addresses are absolute")
        made = {
            "id": f"cs_test_{next(self.numbers)}", "object": "checkout.session", "status": "open",
            "payment_status": "unpaid", "payment_intent": None, "client_reference_id": words["client_reference_id"],
            "amount_total": int(words["line_items[0][price_data][unit_amount]"]),
            "currency": words["line_items[0][price_data][currency]"], "livemode": False,
        }  # fmt: skip
        made["url"] = f"https://checkout.stripe.com/c/pay/{made['id']}"
        self.sessions[made["id"]] = made
        return made

    def _list(self, words):
        if set(words) != {"payment_intent", "limit"}:
            raise Wrong("listed by payment intent only")
        data = [s for s in self.sessions.values() if s["payment_intent"] == words["payment_intent"]]
        return {"object": "list", "data": data, "has_more": False, "url": "/v1/checkout/sessions"}

    def _refund(self, words):
        if set(words) != {"payment_intent"}:
            raise Wrong("a gift is refunded whole")
        charge = next((c for c in self.charges.values() if c["payment_intent"] == words["payment_intent"]), None)
        if charge is None:
            raise Wrong("no such payment intent", 404)
        self.give_back(charge["id"])
        return {"id": f"re_{next(self.numbers)}", "object": "refund", "status": "succeeded", **words}

    @staticmethod
    def _one(table, name):
        if name not in table:
            raise Wrong(f"no such object: {name}", 404, "resource_missing")
        return table[name]


def sign(body, secret=SECRET, at=None):
    """Return the header that signs a body, as of a moment (seconds, now by default)."""
    return stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=int(at or time.time()))


def handler(fake):
    """Return a class that answers HTTP from a fake."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.reply(urlsplit(self.path).query)

        def do_POST(self):
            self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def reply(self, query):
            words = dict(parse_qsl(query, keep_blank_values=True))
            try:
                status, body = 200, fake.answer(self.command, self.path, words, self.headers)
            except Wrong as wrong:
                error = {"message": str(wrong), "type": "invalid_request_error", "code": wrong.code}
                status, body = wrong.status, {"error": error}
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.send_header("Stripe-Should-Retry", "false")
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *words):
            """Say nothing."""

    return Handler


@contextmanager
def serving():
    """Serve a new fake on a free port of this computer."""
    fake = Stripe()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(fake))
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
