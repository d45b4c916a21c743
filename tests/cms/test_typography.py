"""French spaces."""

from cms.templatetags.typography import bound


def test_marks_are_bound_to_their_word():
    assert bound("Ai-je droit ? « Oui » : oui !") == "Ai-je droit\u202f? «\u202fOui\u202f»\u202f: oui\u202f!"
    assert bound("à 19 h, rue Léon") == "à 19 h, rue Léon"
