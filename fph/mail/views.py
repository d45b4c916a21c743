from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from fph.http.access import demo_only, public
from fph.mail import queries


@public
@demo_only
@require_safe
def demo_mailbox(request):
    """Every message the demonstration wrote, the latest first."""
    return render(request, "demo/mailbox.html", {"mails": queries.messages_written()[:200]})


@public
@demo_only
@require_safe
def demo_message(request, message):
    """One message, as its reader received it."""
    mail = get_object_or_404(queries.messages_written(), pk=message)
    return render(request, "demo/message.html", {"mail": mail})
