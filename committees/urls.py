"""Every address of this room."""

urlpatterns = []
