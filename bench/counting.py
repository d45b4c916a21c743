"""How many queries a request took, told in a header to who asks with one."""

from django.db import connection

ASKED, TOLD = "X-Bench-Count", "X-Bench-Queries"


class CountQueries:
    """Count when asked; otherwise cost nothing but a look at the headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer, with the count when it was asked for; a streamed answer is read to its end first."""
        if ASKED not in request.headers:
            return self.get_response(request)
        count = 0

        def note(execute, *args):
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(note):
            response = self.get_response(request)
            if response.streaming:
                response.streaming_content = [b"".join(response.streaming_content)]
        response.headers[TOLD] = str(count)
        return response
