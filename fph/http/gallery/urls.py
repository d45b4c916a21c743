from django.urls import path

from fph.http.gallery import views

urlpatterns = [path("", views.gallery, name="gallery")]
