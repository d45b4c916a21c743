"""The editor, and what it publishes. Comes last of all: pages answer to whatever address nobody else has taken."""

from django.urls import include, path, re_path
from wagtail.admin import urls as editor
from wagtail.urls import serve_pattern

from cms import views
from cms.demo.doors import demo_doors
from cms.opening import views as opening

# Pages that every page of the house names; Wagtail serves them.
STANDING = {
    "help": "aide/",
    "accessibility": "accessibilite/",
    "legal": "mentions-legales/",
    "privacy": "donnees-personnelles/",
}

urlpatterns = [
    path("demo/", demo_doors, name="demo_doors"),
    path("ouvrir-un-fonds/", opening.new_fund, name="new_fund"),
    path("ouvrir-un-fonds/<slug:part>/", opening.new_fund_step, name="new_fund_step"),
    path("ouvrir-un-fonds/ouvert/<slug:fund>/", opening.fund_opened, name="fund_opened"),
    path("redaction/", views.newsroom, name="newsroom"),
    *(path(address, views.page, {"path": address}, name=name) for name, address in STANDING.items()),
    path("cms/login/", views.sign_in),
    path("cms/logout/", views.sign_out),
    path("cms/account/", views.account, name="editor_account"),
    path("cms/", include(editor)),
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    re_path(serve_pattern, views.page, name="wagtail_serve"),
]
