from django.urls import path

from fph.mail import views

urlpatterns = [
    path("demo/courrier/", views.demo_mailbox, name="demo_mailbox"),
    path("demo/courrier/<uuid:message>/", views.demo_message, name="demo_message"),
]
