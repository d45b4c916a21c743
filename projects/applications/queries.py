"""Reading applications: a person's, those a fund received, those a committee may take, those the public reads."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.dates import day_words, moment_words
from fph.journal.canonical import parse
from fph.journal.models import JournalEntry
from fph.people.roles import paris_day
from projects.applications import rules
from projects.applications.models import Application
from projects.fund.models import Exercise, Fund
from projects.fund.queries import exercise_on, next_date, next_filing_date, themes
from projects.regulation.queries import in_force
