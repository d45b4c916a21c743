"""The first neighbourhood of the demonstration: 700 € a project, heard by the committee. All its people are invented.

Rules after what is published of the fund of the Goutte d’Or (Paris 18e); what is not stated is the demonstration's own.
"""

from cms.demo.place import Evening, News, Person, Place, Pledge, Project
from projects.regulation.rules import Obligation, Payment, Regulation

CITY, STATE = "Ville de Paris", "État – préfecture de région"
CLAIRE = Person("claire", "Claire Quatrevents")
# Drawn by hand around the neighbourhood: approximate, and marked so.
PERIMETER = [[[[2.3497, 48.8838], [2.3569, 48.8843], [2.3571, 48.8856], [2.3566, 48.8905], [2.3531, 48.8902],
               [2.3528, 48.8876], [2.3509, 48.8871], [2.3496, 48.8855], [2.3497, 48.8838]]]]  # fmt: skip
REGULATION = Regulation.of(
    caps_cents={"resident": [70000], "group": [70000], "association": [70000]},
    filing_deadline_days=7,
    quorum_percent=50,
    majority="cast",
    payments=(Payment(100, "acceptance"),),
    report_due_days=60,
    max_days_to_decision=60,
    max_days_to_payment=30,
    obligations=(Obligation("envoyer trois photos du projet à la coordination", 30),),
    min_group_size=2,
    applicant_hearing="expected",
    articles={"applicant_types": "2", "min_group_size": "3", "cap_per_project": "4", "filing_deadline_days": "5",
              "applicant_hearing": "6", "quorum_percent": "7", "majority": "8",
              "payments": "9", "report_due_days": "10",
              "max_days_to_decision": "11", "max_days_to_payment": "12", "obligations": "13"},
)  # fmt: skip
RESIDENTS = (
    Person("nadia", "Nadia Verdoyant", "06 00 00 00 01"),
    Person("moussa", "Moussa Lafeuille", "06 00 00 00 02"),
    Person("lucie", "Lucie Painblanc", "06 00 00 00 03"),
    Person("ibrahim", "Ibrahim Beaumarché"),
    Person("teresa", "Teresa Dufournil"),
    Person("samir", "Samir Rosedesvents"),
)
# Each with their college, their role and the body they sit for.
COMMITTEE = (
    (Person("fatou", "Fatou Belhorizon"), "residents", "chair", ""),
    (Person("lucien", "Lucien Passerelle"), "residents", "secretary", ""),
    (Person("amina", "Amina Clairétang"), "residents", "member", ""),
    (Person("georges", "Georges Vieuxpuits"), "residents", "member", ""),
    (Person("mei", "Mei Ruisselet"), "residents", "member", ""),
    (Person("koffi", "Koffi Grandchemin"), "residents", "member", ""),
    (Person("helene", "Hélène Tournesol"), "associations", "member", "Les Ateliers du Square"),
    (Person("rachid", "Rachid Montagnard"), "associations", "member", "Cuisine et Compagnie"),
    (Person("solange", "Solange Petitbois"), "associations", "member", "La Lecture à Voix Haute"),
    (Person("denis", "Denis Aubépine"), "institutions", "member", CITY),
    (Person("yasmine", "Yasmine Hautefeuille"), "institutions", "member", STATE),
)
# Each with their role on the fund and the body they speak for.
ROLES = (
    (CLAIRE, "coordinator", ""),
    (Person("hassan", "Hassan Boisjoli"), "treasurer", ""),
    (Person("josette", "Josette Bonaccueil"), "helper", ""),
    (Person("vincent", "Vincent Fontaine-Basse"), "funder_reader", CITY),
    (Person("ines", "Inès Largeplaine"), "funder_reader", STATE),
)
GROUP = ("Aminata Lilas", "Rosa Cerisier", "Jeanne Peuplier")
PROJECTS = (
    # First meeting.
    Project("Fête des voisins, rue Myrha", "nadia", "group", 500, 0,
        "Une table de quarante mètres dans la rue, un repas partagé, et les anciens qui racontent la rue.",
        "Des voisins qui ne se parlent pas mangent à la même table.", "Rue Myrha, entre la rue Léon et la rue Stephenson", 120,
        (("Location de tables et de bancs", 220), ("Boissons et vaisselle lavable", 180), ("Décoration", 150)), "closed",
        meeting=0, granted=340, spent=312, votes=(7, 1, 0), own=50, group=GROUP,
        reasons="Les tables peuvent être prêtées par un voisin associatif : le comité retire leur location."),
    Project("Atelier vélo du samedi", "helene", "association", 700, 1,
        "Apprendre à réparer son vélo avec les jeunes du square, six samedis de suite.",
        "Des jeunes occupés le samedi et des vélos qui roulent.", "Square Léon", 45,
        (("Pièces et outils", 520), ("Affiches", 60), ("Goûters", 120)), "closed", meeting=0, granted=700, spent=700,
        votes=(7, 0, 0), organisation="Les Ateliers du Square", recused=("helene",)),
    Project("Concert payant au théâtre", "samir", "resident", 700, 0,
        "Un concert avec une billetterie à quinze euros.", "Faire connaître des musiciens.", "Une salle du quartier", 80,
        (("Location de la salle", 500), ("Son", 200)), "refused", meeting=0, votes=(1, 6, 1),
        reasons="Le projet fait payer l’entrée : le règlement demande un accès gratuit. Il peut revenir sans billetterie."),
    # Second meeting.
    Project("Sortie à la mer des mamans", "moussa", "group", 620, 2,
        "Trente mères et leurs enfants, une journée à la plage, pique-nique compris.",
        "Des familles qui ne partent jamais en vacances voient la mer.", "Départ du square Léon", 62,
        (("Location d’un car", 560), ("Pique-nique", 180), ("Jeux de plage", 40)), "closed", meeting=1, granted=620,
        spent=598, votes=(8, 0, 1), own=160, group=("Coumba Noisetier", "Leïla Platane", "Maria Figuier")),
    Project("Jardinières de la rue Cavé", "lucie", "resident", 380, 1,
        "Construire et planter huit jardinières avec les enfants de l’immeuble.",
        "Une rue plus fraîche, entretenue par ceux qui y vivent.", "Rue Cavé", 25,
        (("Bois et visserie", 210), ("Terre et plants", 170)), "reported", meeting=1, granted=380, spent=365,
        votes=(9, 0, 0)),
    Project("Initiation au théâtre forum", "ibrahim", "resident", 650, 0,
        "Quatre soirées pour jouer, à plusieurs, les petites scènes de la vie d’immeuble.",
        "Parler de ce qui fâche sans se fâcher.", "Local associatif, rue de la Goutte d’Or", 30,
        (("Animatrice", 500), ("Costumes", 150)), "refused", meeting=1, votes=(3, 5, 1),
        reasons="Le budget paie surtout une intervention : le comité propose de la demander à une association du quartier."),
    # Third meeting.
    Project("Lectures au pied des immeubles", "solange", "association", 560, 0,
        "Dix après-midi de lecture à voix haute, avec des livres à emporter.",
        "Des enfants qui ne vont pas à la bibliothèque repartent avec un livre.", "Cour de la rue Richomme", 90,
        (("Livres", 420), ("Tapis et parasol", 140)), "paid", meeting=2, granted=560, votes=(8, 0, 0),
        organisation="La Lecture à Voix Haute", recused=("solange",)),
    Project("Tournoi de football des quatre rues", "samir", "group", 450, 1,
        "Un tournoi mixte pour les 10–15 ans, arbitré par les plus grands.",
        "Quatre rues qui se rencontrent autrement.", "Stade de proximité", 80,
        (("Maillots et ballons", 280), ("Coupes et goûter", 170)), "paid", meeting=2, granted=400, votes=(6, 2, 1),
        reasons="Les coupes seront fabriquées à l’atelier : le comité retient 400 €.",
        group=("Yanis Marronnier", "Léo Bouleau", "Awa Saule")),
    Project("Mémoires du marché", "teresa", "resident", 300, 2,
        "Recueillir la parole des marchands et des clientes, en faire une petite exposition.",
        "Garder la mémoire du quartier.", "Marché Dejean", 200,
        (("Tirages photo", 220), ("Enregistreur, location", 80)), "accepted", meeting=2, granted=300, votes=(9, 0, 0),
        after_days=90),
    # Fourth meeting.
    Project("Repas du monde", "rachid", "association", 700, 0,
        "Huit cuisinières de l’immeuble préparent un grand repas ouvert à tous.",
        "Se rencontrer par la cuisine.", "Salle de quartier", 110,
        (("Courses", 540), ("Location de matériel de cuisine", 240)), "granted", meeting=3, granted=600, votes=(6, 1, 1),
        own=80, organisation="Cuisine et Compagnie", recused=("rachid",),
        reasons="Le matériel de cuisine existe dans le quartier : le comité retient 600 €.", after_days=60),
    Project("Fresque du passage Léon", "nadia", "group", 690, 1,
        "Peindre un mur avec les enfants, sur un dessin choisi par les voisins.",
        "Un passage triste devient le nôtre.", "Passage Léon", 60,
        (("Peinture", 480), ("Échafaudage léger, location", 210)), "deferred", meeting=3, group=GROUP, after_days=75,
        reasons="Il manque l’accord du bailleur pour peindre le mur : le dossier revient à la prochaine séance."),
    Project("Soirée jeux des familles", "lucie", "resident", 240, 0,
        "Quatre soirées de jeux de société, petits et grands.", "Sortir les familles le vendredi soir.",
        "Local associatif", 50, (("Jeux", 180), ("Goûters", 60)), "withdrawn", meeting=None, after_days=40),
    # Waiting for the meeting to come.
    Project("Goûter de Noël des escaliers", "moussa", "group", 350, 0,
        "Un goûter dans chaque hall, un soir de décembre, avec les enfants de l’immeuble.",
        "Ouvrir les portes, une fois par an au moins.", "Halls de la rue Polonceau", 140,
        (("Goûters", 260), ("Guirlandes", 90)), "admissible", group=("Binta Sureau", "Nour Tilleul"), after_days=30),
    Project("Apprendre à nager entre femmes", "teresa", "group", 700, 2,
        "Dix séances de piscine pour des femmes qui n’ont jamais appris.", "La liberté d’aller à l’eau.",
        "Piscine de l’arrondissement", 18, (("Entrées", 400), ("Maître-nageuse", 480)), "admissible", own=180,
        group=("Zohra Amandier", "Ana Cyprès", "Kadiatou Érable"), after_days=45),
    Project("Boîte à dons du square", "ibrahim", "resident", 180, 1,
        "Construire une boîte où laisser et prendre vêtements, livres et jouets.", "Donner plutôt que jeter.",
        "Square Léon", 100, (("Bois, peinture, charnières", 180),), "submitted", after_days=40),
    Project("Chorale des paliers", "nadia", "group", 420, 0,
        "Une chorale d’immeuble, une répétition par semaine, un concert dans la cour.", "Chanter ensemble.",
        "Cour de la rue des Gardes", 35, (("Cheffe de chœur", 300), ("Partitions", 120)), "to_complete",
        group=("Eva Genêt", "Salif Orme"), after_days=50),
    Project("Achat d’un ordinateur personnel", "samir", "resident", 690, 2,
        "Un ordinateur pour préparer des projets.", "Mieux préparer les demandes.", "Chez moi", 1,
        (("Ordinateur", 690),), "inadmissible", after_days=30,
        reasons="Le fonds aide des projets collectifs : un achat pour une seule personne n’y entre pas (article 2)."),
    Project("Marche exploratoire des femmes", "lucie", "group", 160, 2,
        "Marcher ensemble le soir, noter ce qui va et ce qui fait peur.", "Rendre les rues plus sûres.", "", 20,
        (("Impression du carnet", 90),), "draft", group=(), after_days=60),
)  # fmt: skip
NEWS = (
    News(-240, "Sept voisins, une table de quarante mètres", "La rue Myrha a dîné dehors, et tout le monde a mangé.",
     "Cent vingt personnes, onze desserts, et une seule averse. Le fonds a aidé la fête à hauteur de 340 €.\n\n"
     "Le groupe a rendu 28 € non dépensés : ils servent déjà à un autre projet."),
    News(-120, "La mer, enfin", "Soixante-deux habitants ont passé une journée à la plage.",
     "Départ à sept heures du square Léon, retour à vingt-deux heures, du sable plein les chaussures."),
    News(-12, "Le comité se réunit bientôt : déposez votre idée", "Quelques lignes suffisent pour commencer un dossier.",
     "Une idée, un groupe de voisins, un petit budget : commencez en ligne, sur votre téléphone, ou venez au "
     "9 rue Saint-Bruno, on vous aide à remplir."),
)  # fmt: skip
EVENINGS = (
    Evening(-250, excused="koffi"),
    Evening(-165, excused="mei", task="Affiche du fonds dans les halls", done_after=25),
    Evening(-95, excused="yasmine", missing="denis"),
    Evening(-40, excused="georges", task="Lettre au bailleur pour le passage Léon"),
    Evening(16),
)

PLACE = Place(
    slug="goutte-dor",
    name="Goutte d’Or",
    commune="Paris 18e",
    insee_code="75118",
    qpv_code="QN07511M",
    perimeter=PERIMETER,
    fund="Fonds de participation des habitants de la Goutte d’Or",
    scheme="FPH",
    prefix="GO",
    carrier="Association de gestion de la Salle Saint-Bruno",
    address="9 rue Saint-Bruno, 75018 Paris",
    street="rue de la Goutte d’Or, 75018 Paris",
    rna="W751234567",
    headline="À la Goutte d’Or, vos idées ont un budget.",
    introduction="Une fête, une sortie, un atelier : jusqu’à 700 € pour un projet d’habitants. "
    "Des voisins décident, la réponse tombe le soir même.",
    regulation=REGULATION,
    funders={CITY: "commune", STATE: "state"},
    associations=("Les Ateliers du Square", "Cuisine et Compagnie", "La Lecture à Voix Haute"),
    residents=RESIDENTS,
    committee=COMMITTEE,
    roles=ROLES,
    editors=((Person("paul", "Paul Écritoire"), False), (CLAIRE, True)),
    pledges=(
        Pledge(CITY, 4000, "Convention annuelle, article 2", ((-280, 4000),)),
        Pledge(STATE, 3000, "Arrêté attributif", ((-270, 1500), (-90, 1000))),
    ),
    gifts=((-200, 20), (-150, 50), (-60, 100)),
    themes=("Vivre ensemble", "Enfance et jeunesse", "Entraide et santé"),
    evenings=EVENINGS,
    projects=PROJECTS,
    news=NEWS,
    inks=(("#34623f", "#e3b23c", "#a23b4f"), ("#3b2a86", "#e07a3f", "#f4ead7"), ("#7a1f45", "#2a7f8e", "#eab54b")),
)
