"""The second neighbourhood: 900 € then 400 €, in the applicant's presence, half from each funder. All people invented.

Rules after what Méricourt (62) publishes of its PIC; the halves are those of a neighbouring town, and what is not stated
is the demonstration's own.
"""

from cms.demo.place import Evening, News, Person, Place, Pledge, Project
from projects.regulation.rules import Payment, Regulation

TOWN, REGION = "Ville de Méricourt", "Région Hauts-de-France"
ISAURE = Person("isaure", "Isaure Longuerue")
# Drawn by hand around the neighbourhood: approximate, and marked so.
PERIMETER = [[[[2.8548, 50.3962], [2.8611, 50.3935], [2.8702, 50.3948], [2.8751, 50.3991], [2.8729, 50.4048],
               [2.8655, 50.4071], [2.8574, 50.4046], [2.8548, 50.3962]]]]  # fmt: skip
REGULATION = Regulation.of(
    caps_cents={"resident": [90000, 40000], "group": [90000, 40000], "association": [90000, 40000]},
    max_per_applicant_per_year=2,
    within_available_credits=True,
    ineligible_expenses=("les salaires", "le matériel qui resterait à une seule personne"),
    filing_deadline_days=7,
    quorum_percent=50,
    majority="present",
    tie="casting_vote",
    payments=(Payment(100, "acceptance"),),
    tranches=((TOWN, 50), (REGION, 50)),
    applicant_hearing="required",
    report_due_days=45,
    min_group_size=3,
    articles={"applicant_types": "2", "cap_per_project": "3", "max_per_applicant_per_year": "3",
              "within_available_credits": "3", "filing_deadline_days": "4", "applicant_hearing": "5", "ineligible_expenses": "7",
              "quorum_percent": "6", "majority": "6", "tranches": "8", "payments": "9"},
)  # fmt: skip
RESIDENTS = (
    Person("bertille", "Bertille Houblonnière", "06 00 00 00 11"),
    Person("anatole", "Anatole Coquelicot", "06 00 00 00 12"),
    Person("marceline", "Marceline Dumoulinet"),
)
COMMITTEE = (
    (Person("gontran", "Gontran Hautecluse"), "residents", "chair", ""),
    (Person("apolline", "Apolline Clocheton"), "residents", "secretary", ""),
    (Person("zelie", "Zélie Estaminel"), "residents", "member", ""),
    (Person("casimir", "Casimir Terrivert"), "residents", "member", ""),
    (Person("rosemonde", "Rosemonde Briqueterre"), "associations", "member", "Les Aiguilles de la Fosse"),
    (Person("leopold", "Léopold Chicorelle"), "associations", "member", "Le Potager des Corons"),
    (Person("philibert", "Philibert Grandplace"), "institutions", "member", TOWN),
)
ROLES = (
    (ISAURE, "coordinator", ""),
    (Person("evariste", "Évariste Ledenier-Compté"), "treasurer", ""),
    (Person("ombeline", "Ombeline Deuxponts"), "funder_reader", TOWN),
    (Person("aurelien", "Aurélien Septlieues"), "funder_reader", REGION),
)
PROJECTS = (
    Project("Repas des cités-jardins", "bertille", "group", 900, 0,
        "Une grande tablée sur la pelouse, une soupe du potager et un bal du soir.",
        "Les deux côtés de la cité se parlent enfin.", "Pelouse de la cité-jardin", 130,
        (("Courses pour le repas", 520), ("Orchestre de bal", 300), ("Vaisselle compostable", 130)), "closed",
        meeting=0, granted=900, spent=813, votes=(6, 0, 0), own=50,
        group=("Hermance Saulaie", "Basile Peupleraie", "Honorine Roselière")),
    Project("Fauteuils de pied d’immeuble", "anatole", "resident", 650, 1,
        "Fabriquer dix fauteuils en palettes avec les voisins, et les laisser dehors.",
        "S’asseoir ensemble, sans consommer.", "Place du Puits-Bleu", 40,
        (("Palettes, vis et peinture", 430), ("Location d’outils", 220)), "paid", meeting=1, granted=600,
        votes=(5, 1, 0), reasons="Les outils sont prêtés par l’atelier de la ville : le comité retient 600 €.",
        after_days=110),
    Project("Sortie au musée de la mine", "bertille", "group", 400, 2,
        "Une journée pour trente habitants, avec un ancien mineur pour guide.",
        "Transmettre une mémoire à ceux qui ne l’ont pas connue.", "Départ de la mairie", 30,
        (("Location d’un car", 310), ("Entrées", 150)), "accepted", meeting=2, granted=400, votes=(5, 0, 1), own=60,
        group=("Hermance Saulaie", "Basile Peupleraie", "Honorine Roselière"), after_days=70),
    Project("Couture entre générations", "rosemonde", "association", 720, 1,
        "Douze après-midi de couture où les anciennes apprennent aux plus jeunes.",
        "Un savoir qui passe de main en main.", "Salle des fêtes", 24,
        (("Tissus et mercerie", 480), ("Révision des machines", 240)), "deferred", meeting=2,
        organisation="Les Aiguilles de la Fosse", came=False, after_days=80,
        reasons="Personne n’est venu présenter le dossier : il revient à la prochaine séance (article 5)."),
    Project("Nuit des étoiles au terril", "marceline", "resident", 380, 0,
        "Une veillée d’astronomie en haut du terril, avec les télescopes d’un club voisin.",
        "Lever la tête ensemble, un soir sans lumière.", "Sommet du terril", 90,
        (("Assurance et navette", 230), ("Boissons chaudes", 150)), "admissible", after_days=40),
)  # fmt: skip
NEWS = (
    News(-190, "Cent trente couverts sur la pelouse", "La cité-jardin a dîné dehors, et le bal a duré.",
         "Le groupe a rendu 87 € non dépensés : la moitié est revenue à chaque tranche du fonds."),
    News(-9, "Prochaine séance : venez présenter votre idée", "Le comité écoute chaque porteur avant de décider.",
         "Un dossier court suffit, en ligne ou sur papier, au moins sept jours avant la séance."),
)  # fmt: skip

PLACE = Place(
    slug="mericourt",
    name="Quartier du 3/15",
    commune="Méricourt",
    insee_code="62570",
    qpv_code="QN06234M",
    perimeter=PERIMETER,
    fund="Projets d’initiative citoyenne de Méricourt",
    scheme="PIC",
    prefix="ME",
    carrier="ADCM, association de gestion du PIC",
    address="Espace associatif, 62680 Méricourt",
    street="rue des Lilas, 62680 Méricourt",
    rna="W623456789",
    headline="À Méricourt, une idée tient debout quand on la présente.",
    introduction="Jusqu’à 900 € pour la première action de l’année, 400 € pour la suivante. Vous venez en parler au "
    "comité, qui décide devant vous.",
    regulation=REGULATION,
    funders={TOWN: "commune", REGION: "region"},
    associations=("Le Potager des Corons", "Les Aiguilles de la Fosse"),
    residents=RESIDENTS,
    committee=COMMITTEE,
    roles=ROLES,
    editors=((Person("theophile", "Théophile Encrier"), False), (ISAURE, True)),
    pledges=(
        Pledge(TOWN, 2015, "Délibération annuelle", ((-275, 2015),), tranche=TOWN),
        Pledge(REGION, 2015, "Convention régionale", ((-262, 1215), (-80, 500)), tranche=REGION),
    ),
    gifts=(),
    themes=("Vie de quartier", "Entraide et savoirs", "Mémoire et culture"),
    evenings=(
        Evening(-220, excused="zelie"),
        Evening(-120, task="Bancs de la place du Puits-Bleu"),
        Evening(-30, excused="casimir"),
        Evening(12),
    ),
    projects=PROJECTS,
    news=NEWS,
    inks=(("#1f4e79", "#f0b23e", "#e9e3d5"), ("#6b2d2d", "#7fb069", "#f2d6a2")),
)
