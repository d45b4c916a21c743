"""What need not be told to the register, reviewed line by line: all else an act changes does.

A changed row is told when an entry of the same act is about it, or about something it names. What is told otherwise, or
not at all, stands here with its reason.
"""

# Whole packages of others: nothing of the fund is decided in their tables.
OUTSIDE = {
    "account": "addresses proved by a code, sign-in's own",
    "admin": "not used",
    "auth": "groups follow the mandates, which are told",
    "contenttypes": "Django's list of tables",
    "django_cache": "a cache",
    "guardian": "its generic rows, unused: ours name their object",
    "mfa": "a person's own passkeys and applications: adding one or taking it away is told",
    "sessions": "who is signed in",
    "taggit": "words on pictures",
    "wagtailadmin": "the editor's screens",
    "wagtailcore": "public pages, whose own log says who published",
    "wagtaildocs": "unused: ours are in cms",
    "wagtailembeds": "a cache",
    "wagtailimages": "unused: ours are in cms",
    "wagtailredirects": "old addresses",
    "wagtailsearch": "an index, made again from the pages",
    "wagtailusers": "an editor's comfort",
}

# Tables of ours in which nothing is decided.
NO_DECISION = {
    "fph.JournalEntry": "the journal itself",
    "fph.JournalPayload": "the journal itself",
    "fph.RegisterEntry": "the register itself",
    "fph.RegisterHead": "the register itself",
    "fph.Checkpoint": "the register itself, published",
    "fph.OpenSession": "who is signed in, and in which browser",
    "fph.OutboxMessage": "the mail of an act, which is told",
    "projects.StripeEvent": "a bell: what it rings for is told",
    "cms.HomePage": "a public page, in Wagtail's own log",
    "cms.NeighbourhoodDocument": "public content, in Wagtail's own log",
    "cms.NeighbourhoodImage": "public content, in Wagtail's own log",
    "cms.NeighbourhoodPage": "a public page, in Wagtail's own log",
    "cms.NeighbourhoodRendition": "a size of a picture",
    "cms.NewsIndexPage": "a public page, in Wagtail's own log",
    "cms.NewsPage": "a public page, in Wagtail's own log",
    "cms.StandardPage": "a public page, in Wagtail's own log",
}

# Columns that screens follow.
FOLLOWED = {
    "committees.Meeting": {"version", "current_item_id"},
}

# Told by an entry about another row of the same fund or place: the kinds that tell it, or their beginning.
TOLD_BY = {
    "projects.Account": ("money.", "fund.year_opened"),
    "projects.PaymentOrder": ("payment.ordered",),
    "committees.AgendaItem": ("agenda.moved",),
    "projects.FundPermission": ("role.",),
    "committees.CommitteePermission": ("role.",),
    "fph.NeighbourhoodPermission": ("role.",),
    "fph.User_groups": ("role.",),
    "fph.Neighbourhood": ("neighbourhoods.imported",),
    "fph.Perimeter": ("neighbourhoods.imported",),
    "fph.StoredFile": ("application.file_", "act.recorded", "person.erased"),
    "projects.RulingText": ("act.recorded", "person.erased"),
    "projects.BudgetLine": ("person.erased",),
    "projects.ClosingReport": ("person.erased",),
}

DRAFT = "a draft is nobody's decision yet: filing it is told, and its history keeps each save"
PROPOSAL = "a draft of a change of the règlement is its writer's alone: proposing it is told"
UNPAID = "a donor's intention: paid or to give back, it is told"
# Acts that tell nothing of what they change in these tables.
SILENT: dict[str, tuple[set[str], str]] = {
    "fph.people.actions.service_account": ({"fph.User"}, "a machine's name, opened on first use"),
    "projects.applications.actions.applicant.save_step": (
        {"projects.Application", "projects.BudgetLine", "projects.GroupResident"}, DRAFT,
    ),
    **{
        f"projects.regulation.actions.amendments.{name}": ({"projects.Amendment"}, PROPOSAL)
        for name in ("put_rule", "drop_rule", "put_document", "take_up", "discard")
    },
    "projects.followup.actions.reports.save_report": ({"projects.ClosingReport"}, DRAFT),
    "projects.followup.actions.reports.add_receipt": ({"projects.ReportReceipt", "fph.StoredFile"}, DRAFT),
    "projects.followup.actions.reports.remove_receipt": ({"projects.ReportReceipt", "fph.StoredFile"}, DRAFT),
    "projects.fund.actions.gifts.open_gift": ({"projects.Gift"}, UNPAID),
    "projects.fund.actions.gifts.note_session": ({"projects.Gift"}, UNPAID),
    "projects.fund.actions.gifts.give_up": ({"projects.Gift"}, UNPAID),
}  # fmt: skip
