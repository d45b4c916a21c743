"""Headers on every response: what a page may load, what others may do with it, and what is never kept."""

from django.conf import settings

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self' https://checkout.stripe.com; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; manifest-src 'self'"
)
# Wagtail's editor writes inline scripts and styles; it shows its own preview in a frame.
EDITOR_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; object-src 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def unreferred(view):
    """Let nothing that a view leads to learn its address, which alone opens it. Not for a page with a form of its own:
    browsers then hide where the form comes from, and the protection against forgery refuses it."""
    view.unreferred = True
    return view


class SecurityHeaders:
    """Set what Django's own middleware leaves out; a response that set its own keeps it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer, with the headers added."""
        response = self.get_response(request)
        policy = EDITOR_POLICY if request.path.startswith("/cms/") else PUBLIC_POLICY
        if settings.HTTPS:
            policy += "; upgrade-insecure-requests"
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(getattr(request.resolver_match, "func", None), "unreferred", False):
            response.headers.setdefault("Referrer-Policy", "no-referrer")
        if is_personal(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def is_personal(request) -> bool:
    """Say whether the response was made for a person: who brought a session, or just opened one. Opens none itself."""
    session = getattr(request, "session", None)
    opened = session is not None and session.accessed and request.user.is_authenticated
    return opened or settings.SESSION_COOKIE_NAME in request.COOKIES
