from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FphConfig(AppConfig):
    """The ground floor: people, territories, money, verdicts, journal and register, mail, files."""

    name = "fph"

    def ready(self):
        """Take the triggers down before migrating, put them back after."""
        from fph import checks, triggers  # noqa: F401
        from fph.mail import actions as mail
        from fph.people import erasure

        pre_migrate.connect(triggers.drop_before_migrate, dispatch_uid="fph.triggers.drop")
        post_migrate.connect(triggers.rebuild_after_migrate, dispatch_uid="fph.triggers.rebuild")
        erasure.register(mail.forget)
