import math

import django.core.validators
from django.db import migrations, models


def box(apps, schema_editor):
    """Keep the rectangle around each outline already drawn, in millionths of a degree rounded outwards."""
    rows = apps.get_model("fph", "Perimeter").objects.using(schema_editor.connection.alias)
    for row in rows.exclude(geometry=None):
        polygons = row.geometry["coordinates"]
        polygons = [polygons] if row.geometry["type"] == "Polygon" else polygons
        points = [point for polygon in polygons for ring in polygon for point in ring]
        lons, lats = [point[0] * 1_000_000 for point in points], [point[1] * 1_000_000 for point in points]
        row.west, row.south = math.floor(min(lons)), math.floor(min(lats))
        row.east, row.north = math.ceil(max(lons)), math.ceil(max(lats))
        row.save(update_fields=["west", "south", "east", "north"])


class Migration(migrations.Migration):

    dependencies = [
        ('fph', '0002_register_head'),
    ]

    operations = [
        migrations.AddField(
            model_name='perimeter',
            name='east',
            field=models.IntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='perimeter',
            name='limits_in_words',
            field=models.TextField(blank=True, max_length=2000, verbose_name='limites en mots'),
        ),
        migrations.AddField(
            model_name='perimeter',
            name='north',
            field=models.IntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='perimeter',
            name='origin',
            field=models.CharField(choices=[('official', 'contour officiel'), ('drawn', 'contour dessiné'), ('typed', 'limites en mots')], default='drawn', max_length=10, verbose_name='origine'),
        ),
        migrations.AddField(
            model_name='perimeter',
            name='south',
            field=models.IntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='perimeter',
            name='west',
            field=models.IntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='historicalneighbourhood',
            name='commune',
            field=models.CharField(blank=True, max_length=120, verbose_name='commune'),
        ),
        migrations.AlterField(
            model_name='historicalneighbourhood',
            name='qpv_code',
            field=models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(QP\\d{6}|QN\\d{2}[0-9AB]\\d{2}[A-Z0-9])$', 'Le code d’un quartier prioritaire s’écrit QP075018 (2015) ou QN07511M (2024).')], verbose_name='code QPV'),
        ),
        migrations.AlterField(
            model_name='neighbourhood',
            name='commune',
            field=models.CharField(blank=True, max_length=120, verbose_name='commune'),
        ),
        migrations.AlterField(
            model_name='neighbourhood',
            name='qpv_code',
            field=models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(QP\\d{6}|QN\\d{2}[0-9AB]\\d{2}[A-Z0-9])$', 'Le code d’un quartier prioritaire s’écrit QP075018 (2015) ou QN07511M (2024).')], verbose_name='code QPV'),
        ),
        migrations.AlterField(
            model_name='perimeter',
            name='geometry',
            field=models.JSONField(blank=True, null=True, verbose_name='contour'),
        ),
        migrations.RunPython(box, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='perimeter',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['official', 'drawn', 'typed'])), name='perimeter_origin_known'),
        ),
        migrations.AddConstraint(
            model_name='perimeter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('east__isnull', False), ('geometry__isnull', False), ('north__isnull', False), ('south__isnull', False), ('west__isnull', False)), models.Q(('east__isnull', True), ('geometry__isnull', True), ('north__isnull', True), ('south__isnull', True), ('west__isnull', True), models.Q(('limits_in_words', ''), _negated=True)), _connector='OR'), name='perimeter_says_something'),
        ),
    ]
