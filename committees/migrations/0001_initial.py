import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='projects.fund')),
                ('name', models.CharField(default='Comité de gestion', max_length=160, verbose_name='nom')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='adresse')),
            ],
            options={
                'verbose_name': 'comité',
                'verbose_name_plural': 'comités',
                'ordering': ['name'],
                'permissions': [('read_applications', 'lire les dossiers du fonds'), ('prepare_meetings', 'préparer les séances'), ('chair_meetings', 'présider une séance'), ('take_minutes', 'tenir la feuille de présence et le compte rendu'), ('sit_in_meetings', 'siéger en séance')],
            },
        ),
        migrations.CreateModel(
            name='CommitteePermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='committees.committee')),
            ],
            options={
                'unique_together': {('user', 'permission', 'content_object')},
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='College',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='colleges', to='committees.committee')),
                ('kind', models.CharField(choices=[('residents', 'habitants'), ('associations', 'associations'), ('institutions', 'institutions')], max_length=14, verbose_name='collège')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('deliberative', models.BooleanField(default=True, verbose_name='voix délibérative')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'collège',
                'verbose_name_plural': 'collèges',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('committee', 'name'), name='college_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['residents', 'associations', 'institutions'])), name='college_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('role', models.CharField(choices=[('resident', 'habitant·e'), ('helper', 'accompagnateur·rice'), ('member', 'membre du comité'), ('chair', 'président·e'), ('secretary', 'secrétaire'), ('coordinator', 'coordinateur·rice'), ('treasurer', 'trésorier·ère'), ('funder_reader', 'lecteur·rice pour un financeur'), ('editor', 'rédacteur·rice du quartier'), ('administrator', 'administrateur·rice')], max_length=20, verbose_name='rôle')),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
                ('given_at', models.DateTimeField(editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                ('given_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='committees.committee')),
                ('college', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='committees.college', verbose_name='collège')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='fph.organisation', verbose_name='organisme')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical membre',
                'verbose_name_plural': 'historical membres',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
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
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='committees.committee')),
                ('college', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='committees.college', verbose_name='collège')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='fph.organisation', verbose_name='organisme')),
            ],
            options={
                'verbose_name': 'membre',
                'verbose_name_plural': 'membres',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='membership_ended_fact'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_term_order'), models.CheckConstraint(condition=models.Q(('role__in', ['resident', 'helper', 'member', 'chair', 'secretary', 'coordinator', 'treasurer', 'funder_reader', 'editor', 'administrator'])), name='membership_role_known'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('committee', 'person'), name='membership_one_seat')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                ('planned_at', models.DateTimeField(editable=False)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('committee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='committees.committee')),
                ('calendar', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.calendarentry')),
                ('regulation_version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.regulationversion')),
                ('planned_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical séance',
                'verbose_name_plural': 'historical séances',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='committees.committee')),
                ('calendar', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='projects.calendarentry')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                ('regulation_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.regulationversion')),
                ('planned_at', models.DateTimeField(editable=False)),
                ('planned_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'séance',
                'verbose_name_plural': 'séances',
                'ordering': ['-calendar__meets_at'],
                'constraints': [models.UniqueConstraint(fields=('committee', 'number'), name='meeting_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('opened_by__isnull', True)), models.Q(('opened_at__isnull', False), ('opened_by__isnull', False)), _connector='OR'), name='meeting_opened_fact'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='meeting_closed_fact'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('opened_at__isnull', False), _connector='OR'), name='meeting_opened_before_closed')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='committees.meeting')),
                ('kind', models.CharField(choices=[('file', 'dossier'), ('resolution', 'résolution'), ('information', 'point d’information')], max_length=12, verbose_name='nature')),
                ('position', models.PositiveSmallIntegerField(verbose_name='ordre')),
                ('title', models.CharField(max_length=160, verbose_name='intitulé')),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='projects.application')),
            ],
            options={
                'verbose_name': 'point de l’ordre du jour',
                'verbose_name_plural': 'ordre du jour',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('application__isnull', False)), fields=('meeting', 'application'), name='item_file_once'), models.CheckConstraint(condition=models.Q(models.Q(('application__isnull', False), ('kind', 'file')), models.Q(models.Q(('kind', 'file'), _negated=True), ('application__isnull', True)), _connector='OR'), name='item_file_has_application'), models.CheckConstraint(condition=models.Q(('kind__in', ['file', 'resolution', 'information'])), name='item_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='committees.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='committees.membership')),
                ('arrived_at', models.DateTimeField()),
                ('arrived_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left_at', models.DateTimeField(null=True)),
                ('left_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'présence',
                'verbose_name_plural': 'présences',
                'ordering': ['arrived_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('left_at__isnull', True), ('left_by__isnull', True)), models.Q(('left_at__isnull', False), ('left_by__isnull', False)), _connector='OR'), name='presence_left_fact'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('left_at__gte', models.F('arrived_at')), _connector='OR'), name='presence_order'), models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('meeting', 'membership'), name='presence_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='committees.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='committees.membership')),
                ('excused_at', models.DateTimeField()),
                ('excused_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'absence excusée',
                'verbose_name_plural': 'absences excusées',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='absence_once')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='committees.meeting')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='committees.agendaitem')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='committees.membership')),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'déport',
                'verbose_name_plural': 'déports',
                'constraints': [models.UniqueConstraint(fields=('item', 'membership'), name='recusal_once')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='committees.meeting')),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'compte rendu',
                'verbose_name_plural': 'comptes rendus',
            },
        ),
        migrations.CreateModel(
            name='MinutesFacts',
            fields=[
                ('minutes', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='facts', serialize=False, to='committees.minutes')),
                ('internal', models.TextField(blank=True)),
                ('public', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'contenu du compte rendu',
                'verbose_name_plural': 'contenus des comptes rendus',
            },
        ),
        migrations.CreateModel(
            name='Erratum',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errata', to='committees.minutes')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=2000, verbose_name='correction')),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'erratum',
                'verbose_name_plural': 'errata',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'number'), name='erratum_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='committees.meeting')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='committees.agendaitem')),
                ('mode', models.CharField(choices=[('show_of_hands', 'main levée'), ('open', 'scrutin public')], max_length=14, verbose_name='mode de vote')),
                ('proposed_cents', models.BigIntegerField(null=True, verbose_name='montant mis aux voix')),
                ('present', models.PositiveSmallIntegerField(default=0)),
                ('required', models.PositiveSmallIntegerField(default=0)),
                ('recused', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField(null=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('in_favour', models.PositiveSmallIntegerField(null=True)),
                ('against', models.PositiveSmallIntegerField(null=True)),
                ('abstained', models.PositiveSmallIntegerField(null=True)),
                ('result', models.CharField(blank=True, choices=[('adopted', 'adopté'), ('rejected', 'rejeté'), ('no_quorum', 'quorum non atteint')], max_length=10)),
            ],
            options={
                'verbose_name': 'scrutin',
                'verbose_name_plural': 'scrutins',
                'ordering': ['opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('opened_by__isnull', True)), models.Q(('opened_at__isnull', False), ('opened_by__isnull', False)), _connector='OR'), name='ballot_opened_fact'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='ballot_closed_fact'), models.CheckConstraint(condition=models.Q(('mode__in', ['show_of_hands', 'open'])), name='ballot_mode_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('result', '')), models.Q(('abstained__isnull', False), ('against__isnull', False), ('closed_at__isnull', False), ('in_favour__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='ballot_closed_has_count'), models.CheckConstraint(condition=models.Q(('result__in', ['', 'no_quorum']), ('present__gte', models.F('required')), _connector='OR'), name='ballot_quorum'), models.CheckConstraint(condition=models.Q(('proposed_cents__isnull', True), ('proposed_cents__gt', 0), _connector='OR'), name='ballot_amount_positive'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('item',), name='ballot_one_open_an_item')],
            },
        ),
        migrations.CreateModel(
            name='Elector',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.meeting')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='electors', to='committees.ballot')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.membership')),
            ],
            options={
                'verbose_name': 'électeur',
                'verbose_name_plural': 'électeurs',
                'constraints': [models.UniqueConstraint(fields=('ballot', 'membership'), name='elector_once')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.meeting')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='committees.ballot')),
                ('elector', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='vote', to='committees.elector')),
                ('choice', models.CharField(choices=[('for', 'Oui, le financer'), ('against', 'Non'), ('abstain', 'Je m’abstiens')], max_length=8)),
                ('cast_at', models.DateTimeField()),
                ('cast_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'voix',
                'verbose_name_plural': 'voix',
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['for', 'against', 'abstain'])), name='vote_choice_known')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='committees.meeting')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='committees.agendaitem')),
                ('ballot', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='committees.ballot')),
                ('kind', models.CharField(choices=[('granted', 'accordé'), ('partially_granted', 'accordé en partie'), ('deferred', 'ajourné'), ('refused', 'refusé'), ('adopted', 'adopté'), ('not_adopted', 'non adopté'), ('opinion', 'avis demandé'), ('task', 'tâche confiée')], max_length=18)),
                ('reference', models.CharField(max_length=40, unique=True, verbose_name='référence')),
                ('amount_cents', models.BigIntegerField(null=True, verbose_name='montant')),
                ('denominator', models.CharField(max_length=400, verbose_name='compte des voix')),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'décision',
                'verbose_name_plural': 'décisions',
                'ordering': ['decided_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['granted', 'partially_granted', 'deferred', 'refused', 'adopted', 'not_adopted', 'opinion', 'task'])), name='decision_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('amount_cents__gt', 0), ('kind__in', ['granted', 'partially_granted'])), models.Q(models.Q(('kind__in', ['granted', 'partially_granted']), _negated=True), ('amount_cents__isnull', True)), _connector='OR'), name='decision_grant_has_amount')],
            },
        ),
        migrations.CreateModel(
            name='DecisionText',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='text', serialize=False, to='committees.decision')),
                ('reasons', models.TextField(blank=True, verbose_name='motifs')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('public_reasons', models.TextField(blank=True, verbose_name='motifs publiés')),
            ],
            options={
                'verbose_name': 'texte d’une décision',
                'verbose_name_plural': 'textes des décisions',
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='committees.decision')),
                ('what', models.CharField(max_length=300, verbose_name='quoi')),
                ('who', models.CharField(max_length=160, verbose_name='qui')),
                ('who_is_body', models.BooleanField(default=False, verbose_name='un organisme ou un groupe, pas une personne')),
                ('due_on', models.DateField(verbose_name='pour le')),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tâche',
                'verbose_name_plural': 'tâches',
                'ordering': ['due_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_done_fact')],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='current_item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='committees.agendaitem'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='recalls',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='committees.task'),
        ),
    ]
