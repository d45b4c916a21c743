"""The words of the gallery's examples, in French and in Arabic: what changes of direction must still read well."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WordList:
    """One language's sample words, each of the length it has on a real page."""

    act: str
    way_back: str
    more: str
    title: str
    long_title: str
    sentence: str
    paragraph: str
    person: str
    place: str
    day: str
    state: str
    question: str
    yes: str
    no: str
    neither: str
    help: str
    wrong: str
    columns: tuple[str, ...]


FRENCH = WordList(
    act="Proposer un projet",
    way_back="Revenir sans rien changer",
    more="le titre",
    title="Repas de rue des deux escaliers",
    long_title="Apprendre à nager entre femmes, puis accompagner celles qui n’ont jamais osé entrer dans l’eau",
    sentence="Chacun apporte un plat, on ferme la rue un dimanche.",
    paragraph="Deux immeubles qui ne se connaissent pas se rencontrent. Les tables viennent de l’école, les bancs du square, "
    "et les enfants dessinent les invitations.",
    person="Amina Clairétang",
    place="Goutte d’Or",
    day="jeudi 11 février, 19 h",
    state="Passe en comité",
    question="Faut-il accorder 340 € au repas de rue ?",
    yes="Oui, le financer",
    no="Non",
    neither="Je m’abstiens",
    help="Quelques mots suffisent, par exemple : un repas dans la rue.",
    wrong="Écrivez un montant, par exemple 350 ou 350,50.",
    columns=("Projet", "Quartier", "Séance"),
)
ARABIC = WordList(
    act="تقديم مشروع",
    way_back="العودة دون تغيير",
    more="العنوان",
    title="وجبة في الشارع بين السلمين",
    long_title="تعلم السباحة بين النساء ثم مرافقة من لم تجرؤ من قبل على دخول الماء",
    sentence="كل واحد يحضر طبقا، ونغلق الشارع يوم الأحد.",
    paragraph="عمارتان لا تعرف إحداهما الأخرى تلتقيان. الطاولات من المدرسة والمقاعد من الساحة، والأطفال يرسمون الدعوات.",
    person="أمينة",
    place="حي الميناء",
    day="الخميس 11 فبراير، الساعة 19",
    state="أمام اللجنة",
    question="هل نمنح 340 € لوجبة الشارع؟",
    yes="نعم، نمول المشروع",
    no="لا",
    neither="أمتنع عن التصويت",
    help="بضع كلمات تكفي، مثلا: وجبة في الشارع.",
    wrong="اكتبوا مبلغا، مثلا 350.",
    columns=("المشروع", "الحي", "الجلسة"),
)
