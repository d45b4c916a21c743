import django.core.validators
import django.db.models.deletion
import fph.files.models
import fph.people.rules
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'Un compte existe déjà avec cette adresse.'}, max_length=254, unique=True, verbose_name='adresse e-mail')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='prénom et nom')),
                ('language', models.CharField(default='fr', max_length=10, verbose_name='langue')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('is_active', models.BooleanField(default=True, verbose_name='compte ouvert')),
                ('is_staff', models.BooleanField(default=False, verbose_name='administration')),
                ('is_service', models.BooleanField(default=False, verbose_name='compte de service')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='inscription')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='effacé le')),
                ('erased_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'personne',
                'verbose_name_plural': 'personnes',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='user_erased_fact'), models.CheckConstraint(condition=models.Q(('is_service', False), ('is_active', False), _connector='OR'), name='user_service_no_login')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('kind', models.CharField(choices=[('association', 'association'), ('commune', 'ville'), ('state', 'État'), ('region', 'région'), ('department', 'département'), ('landlord', 'bailleur social'), ('foundation', 'fondation'), ('other', 'autre organisme')], default='association', max_length=20, verbose_name='nature')),
                ('siret', models.CharField(blank=True, max_length=14, validators=[fph.people.rules.validate_siret], verbose_name='SIRET')),
                ('rna', models.CharField(blank=True, max_length=10, validators=[fph.people.rules.validate_rna], verbose_name='RNA')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
            ],
            options={
                'verbose_name': 'organisme',
                'verbose_name_plural': 'organismes',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('siret', ''), _negated=True), fields=('siret',), name='organisation_siret_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['association', 'commune', 'state', 'region', 'department', 'landlord', 'foundation', 'other'])), name='organisation_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='taille en octets')),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.FileField(storage=fph.files.models.private_storage, upload_to=fph.files.models.random_name)),
                ('stored_at', models.DateTimeField()),
                ('stored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'fichier',
                'verbose_name_plural': 'fichiers',
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor', models.UUIDField()),
                ('fund', models.UUIDField(db_index=True, null=True)),
                ('kind', models.CharField(max_length=60)),
                ('subject_type', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('private', 'Privé')], max_length=10)),
                ('commitment', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'écriture du journal',
                'verbose_name_plural': 'écritures du journal',
                'indexes': [models.Index(fields=['kind', 'at'], name='fph_journal_kind_f8e2ab_idx')],
            },
        ),
        migrations.CreateModel(
            name='JournalPayload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payload', serialize=False, to='fph.journalentry')),
                ('body', models.TextField(blank=True)),
                ('salt', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name': 'contenu d’une écriture',
                'verbose_name_plural': 'contenus des écritures',
            },
        ),
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='register_entry', to='fph.journalentry')),
                ('leaf', models.CharField(max_length=64)),
                ('root', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'écriture du registre',
                'verbose_name_plural': 'écritures du registre',
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='RegisterHead',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
                ('peaks', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'tête du registre',
                'verbose_name_plural': 'têtes du registre',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='register_head_single')],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('root', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'point de contrôle',
                'verbose_name_plural': 'points de contrôle',
                'ordering': ['-date'],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=80)),
                ('reference', models.UUIDField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages_received', to=settings.AUTH_USER_MODEL)),
                ('to', models.EmailField(max_length=254, verbose_name='destinataire')),
                ('subject', models.CharField(max_length=160, verbose_name='objet')),
                ('body', models.TextField(verbose_name='texte')),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-written_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reference__isnull', False)), fields=('event', 'reference', 'to'), name='outbox_once')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalNeighbourhood',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('slug', models.SlugField(max_length=80, verbose_name='adresse')),
                ('commune', models.CharField(max_length=120, verbose_name='commune')),
                ('insee_code', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^[0-9AB]{5}$')], verbose_name='code INSEE')),
                ('qpv_code', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(QP\\d{6}|QN\\d{5}[A-Z0-9])$', 'Le code d’un quartier prioritaire s’écrit QP075018 (2015) ou QN07511M (2024).')], verbose_name='code QPV')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical quartier',
                'verbose_name_plural': 'historical quartiers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Neighbourhood',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='adresse')),
                ('commune', models.CharField(max_length=120, verbose_name='commune')),
                ('insee_code', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^[0-9AB]{5}$')], verbose_name='code INSEE')),
                ('qpv_code', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^(QP\\d{6}|QN\\d{5}[A-Z0-9])$', 'Le code d’un quartier prioritaire s’écrit QP075018 (2015) ou QN07511M (2024).')], verbose_name='code QPV')),
            ],
            options={
                'verbose_name': 'quartier',
                'verbose_name_plural': 'quartiers',
                'ordering': ['name'],
                'permissions': [('edit_site', 'rédiger les pages du quartier')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('qpv_code', ''), _negated=True), fields=('qpv_code',), name='neighbourhood_qpv_once')],
            },
        ),
        migrations.CreateModel(
            name='Perimeter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='perimeters', to='fph.neighbourhood')),
                ('geometry', models.JSONField(verbose_name='contour')),
                ('approximate', models.BooleanField(default=False, verbose_name='tracé approximatif')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
            ],
            options={
                'verbose_name': 'périmètre',
                'verbose_name_plural': 'périmètres',
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('neighbourhood', 'starts_on'), name='perimeter_one_a_day'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='perimeter_order')],
            },
        ),
        migrations.CreateModel(
            name='NeighbourhoodMandate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                ('role', models.CharField(choices=[('resident', 'habitant·e'), ('helper', 'accompagnateur·rice'), ('member', 'membre du comité'), ('chair', 'président·e'), ('secretary', 'secrétaire'), ('coordinator', 'coordinateur·rice'), ('treasurer', 'trésorier·ère'), ('funder_reader', 'lecteur·rice pour un financeur'), ('editor', 'rédacteur·rice du quartier'), ('administrator', 'administrateur·rice')], max_length=20, verbose_name='rôle')),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
                ('given_at', models.DateTimeField(editable=False)),
                ('given_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='fph.neighbourhood')),
            ],
            options={
                'verbose_name': 'mandat de quartier',
                'verbose_name_plural': 'mandats de quartier',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='neighbourhood_mandate_ended_fact'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='neighbourhood_mandate_term_order'), models.CheckConstraint(condition=models.Q(('role__in', ['resident', 'helper', 'member', 'chair', 'secretary', 'coordinator', 'treasurer', 'funder_reader', 'editor', 'administrator'])), name='neighbourhood_mandate_role_known')],
            },
        ),
        migrations.CreateModel(
            name='NeighbourhoodPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='fph.neighbourhood')),
            ],
            options={
                'unique_together': {('user', 'permission', 'content_object')},
                'abstract': False,
            },
        ),
    ]
