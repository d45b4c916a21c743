"""What the standing pages say on the first day. An administrator completes them in the editor."""

INTRODUCTION = (
    "Un fonds de participation des habitants, c’est une petite somme pour les idées du quartier : une fête, une "
    "sortie, un atelier. Des habitants et des associations décident ensemble, en séance. Chaque décision est écrite "
    "dans un registre que chacun peut lire."
)

HELP = """
<h2>Proposer un projet</h2>
<ol><li>Ouvrez la page de votre quartier et touchez « Proposer un projet ».</li>
<li>Répondez aux questions, une à la fois. Votre brouillon est enregistré à chaque étape.</li>
<li>Relisez, puis déposez. Vous recevez un numéro et un accusé de réception.</li></ol>
<h2>Se connecter</h2>
<p>Pas de mot de passe : donnez votre adresse e-mail, vous recevez un code à huit chiffres. S’il n’arrive pas, regardez
dans les courriers indésirables, puis demandez-en un autre.</p>
<p>Vous tenez un rôle dans le fonds et votre téléphone est perdu ? Un de vos codes de secours remplace l’application. Sans
eux, écrivez à qui administre le site : votre protection sera remise à zéro, et vous en serez averti.</p>
<h2>Et après ?</h2>
<p>La coordination lit votre demande et vous écrit s’il manque quelque chose. Le comité l’examine ensuite en séance.
Vous suivez chaque étape dans « Mes projets ».</p>
<h2>Besoin d’aide pour remplir la demande</h2>
<p>La personne qui coordonne le fonds peut la remplir avec vous. Son adresse est sur la page du quartier.</p>
"""

ACCESSIBILITY = """
<h2>État de conformité</h2>
<p>Ce site est <b>non conforme</b> au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) : aucun audit n’a
encore été fait. Un contrôle automatique passe à chaque changement du logiciel ; il ne remplace pas un audit.</p>
<h2>Ce que nous faisons</h2>
<p>Les pages se lisent au clavier et avec un lecteur d’écran, sans JavaScript, en clair et en sombre. Les images ont une
description. Les comptes rendus existent en page web et en PDF balisé.</p>
<h2>Signaler un problème</h2>
<p>Si quelque chose vous empêche de lire une page ou de faire une démarche, écrivez à la personne qui coordonne le
fonds : son adresse est sur la page du quartier. Elle vous répond et vous aide à faire la démarche autrement.</p>
<h2>Voies de recours</h2>
<p>Sans réponse satisfaisante, vous pouvez écrire au Défenseur des droits : un message sur son site, un courrier gratuit
sans timbre à « Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07 », ou une rencontre avec l’un de ses
délégués.</p>
"""

LEGAL = """
<h2>Éditeur</h2>
<p>À compléter par l’organisme qui porte le fonds : nom, adresse, numéro SIRET ou RNA, directrice ou directeur de la
publication.</p>
<h2>Hébergement</h2>
<p>À compléter : nom, adresse et téléphone de l’hébergeur.</p>
<h2>Réutilisation</h2>
<p>Les décisions du registre public peuvent être relues et reprises par chacun. Les photos et les textes des actualités
appartiennent à leurs auteurs.</p>
"""

PRIVACY = """
<h2>Ce qui est gardé, et pourquoi</h2>
<p>Votre adresse e-mail et votre nom, pour vous connecter. Ce que vous écrivez dans une demande, pour que le comité
décide et que l’aide soit versée. Le nom de votre navigateur et la date, tant qu’une session est ouverte, pour que vous
puissiez la fermer. Rien d’autre : pas de mesure d’audience, pas de publicité, aucun appel à un autre site. Le seul
témoin de connexion (cookie) sert à rester connecté.</p>
<h2>Qui le voit</h2>
<p>Votre demande est lue par la coordination et par les membres du comité du fonds ; vos coordonnées et votre relevé
bancaire, par la coordination et la trésorerie seulement. Le public lit le nom du projet et le montant accordé, jamais le
nom d’une personne.</p>
<h2>Vos droits</h2>
<p>Vous pouvez lire, corriger ou faire effacer ce qui vous concerne : écrivez à la personne qui coordonne le fonds. Vous
pouvez aussi saisir la CNIL.</p>
<h2>Responsable</h2>
<p>À compléter par l’organisme qui porte le fonds : son nom, et l’adresse de son délégué à la protection des
données.</p>
"""

STANDING = {
    "aide": ("Aide", "Proposer un projet, se connecter, suivre sa demande.", HELP),
    "accessibilite": (
        "Accessibilité : non conforme",
        "Où en est ce site, et à qui dire ce qui ne va pas.",
        ACCESSIBILITY,
    ),
    "mentions-legales": ("Mentions légales", "Qui publie ce site.", LEGAL),
    "donnees-personnelles": ("Données personnelles", "Ce que nous gardons de vous, pour quoi, et vos droits.", PRIVACY),
}
