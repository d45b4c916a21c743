from django.core.management import call_command
from django.db import migrations


def lay(apps, schema_editor):
    """Lay the single row that is locked to append, and the shared cache that limits count in."""
    apps.get_model("fph", "RegisterHead").objects.using(schema_editor.connection.alias).get_or_create(pk=1)
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("fph", "0001_initial")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
