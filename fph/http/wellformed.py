"""What no browser sends is refused at the door: one place for all views, since no form reads it."""

from django.core.exceptions import BadRequest

LENGTH_DIGITS = 15


class WellFormed:
    """Answer 400 to a length that is no number, and to an address or a cookie with a NUL, which no table can be asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Go on, or raise BadRequest, which the house's own page tells."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if whole_number(length, LENGTH_DIGITS) is None:
            raise BadRequest("the length of the request is no number")
        said = [request.path, *request.COOKIES.values()]
        if any("\x00" in text for text in said) or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL in the address or in a cookie")
        return self.get_response(request)


def whole_number(text: str, digits: int = 9) -> int | None:
    """Read a whole number from an address, of so many digits at most; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
