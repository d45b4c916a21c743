#!/usr/bin/env python3
"""Vérifie que l’export d’un registre n’a pas été modifié.

    python3 verify_register.py EXPORT [--checkpoint FICHIER]...

Ce fichier se suffit à lui-même : Python 3.8 ou plus récent, aucune installation, aucune
connexion. Écrivez « - » à la place d’EXPORT pour lire l’entrée standard. Il répond 0 si le
registre est intact, 1 s’il ne l’est pas (en nommant la première écriture fautive), 2 si un
fichier manque ou si la commande est mal écrite.

Ce que la vérification prouve
-----------------------------
Le registre est la suite des décisions, dans l’ordre où elles ont été prises. Chaque écriture
reçoit une empreinte (SHA-256) ; les empreintes sont réunies deux par deux, en arbre (RFC 6962),
jusqu’à une seule : l’empreinte du registre. Changer, retirer, ajouter ou déplacer quoi que ce
soit, un seul octet, change cette empreinte.

Un export seul ne prouve que sa cohérence : qui réécrirait tout, empreintes comprises, ou couperait
la fin ne serait pas vu. C’est à cela que servent les points de contrôle, publiés chaque jour et
envoyés au dehors : gardez-en un, donnez-le avec --checkpoint, et le passé ne peut plus changer sans
que cela se voie.

Le contenu d’une écriture privée n’est pas dans l’export : il n’en reste que l’empreinte. Un contenu
effacé (données personnelles dont la durée de garde est passée) n’y est plus non plus. On peut donc
ne plus montrer un contenu ; on ne peut pas le changer.

Le format
---------
Une ligne par objet JSON, terminée par un saut de ligne (LF), rien après la dernière. Chaque objet
est écrit de la seule façon admise : UTF-8, clés triées (ordre Unicode), aucune espace, ni nombre
à virgule ni caractère échappé sans nécessité ; une ligne compte au plus 2 Mio. Les empreintes sont
en hexadécimal minuscule.

Ligne 1, l’en-tête        {"format":"fph-register","root":…,"size":nombre d’écritures,"version":1}
Écriture n, publique      actor, at, commitment, fund, id, kind, leaf, payload, root, salt, seq,
                          subject, v, visibility
Écriture n, effacée       la même sans payload ni salt, avec "erased":true
Écriture n, privée        leaf, root, seq

    seq         le numéro de l’écriture, de 1 en 1
    commitment  SHA-256 du sel (salt, 32 octets) suivi du contenu (payload)
    leaf        SHA-256 de l’octet 0 suivi de l’objet JSON formé de actor, at, commitment, fund, id,
                kind, seq, subject, v, visibility
    root        l’empreinte du registre après cette écriture ; pour réunir deux empreintes :
                SHA-256 de l’octet 1, de celle de gauche, de celle de droite

Point de contrôle         {"date":"2026-11-23","root":…,"size":…} : l’empreinte qu’avaient ce
                          jour-là les size premières écritures
"""

import argparse
import json
import re
import sys
from collections import Counter
from contextlib import nullcontext
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

LINE_LIMIT = 2 * 1024 * 1024  # octets
DIGITS_LIMIT = 4300

USAGE = "Usage : python3 verify_register.py EXPORT [--checkpoint FICHIER]..."
TOP = "En-tête (ligne 1)"

METADATA = {"actor", "at", "fund", "id", "kind", "subject", "visibility"}
HEADER = {"format", "root", "size", "version"}
CHECKPOINT = {"date", "root", "size"}
PRIVATE = {"leaf", "root", "seq"}
ERASED = METADATA | PRIVATE | {"commitment", "erased", "v"}
PUBLIC = METADATA | PRIVATE | {"commitment", "payload", "salt", "v"}
BOUND = METADATA | {"commitment", "seq", "v"}

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


class Fault(Exception):
    """Le registre n’est pas intact ; le texte dit où et pourquoi."""


def require(truth, where, why):
    """Arrête la vérification si ce n’est pas vrai."""
    if not truth:
        raise Fault(f"{where} : {why}.")


# Lire une ligne


def refuse(text):
    raise ValueError(f"nombre refusé : {text[:20]}")


def integer(text):
    return int(text) if len(text) <= DIGITS_LIMIT else refuse(text)


DECODER = json.JSONDecoder(parse_float=refuse, parse_int=integer)
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical(value):
    """La seule écriture admise de cette valeur, en octets."""
    return ENCODER.encode(value).encode()


def text_like(pattern):
    """Le test « c’est un texte de cette forme »."""
    shape = re.compile(pattern)
    return lambda value: isinstance(value, str) and shape.fullmatch(value) is not None


def same(expected):
    """Le test « c’est cette valeur », qui ne prend pas true pour 1."""
    return lambda value: type(value) is type(expected) and value == expected


def is_count(value):
    return type(value) is int and value >= 0


def is_date(value):
    """Un jour qui existe : 2026-11-23."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_instant(value):
    """Une heure UTC qui existe : 2026-11-23T08:00:00.000000Z."""
    try:
        plain = value[:26] if isinstance(value, str) and value[26:] == "Z" else ""
        return datetime.fromisoformat(plain).isoformat(timespec="microseconds") == plain
    except ValueError:
        return False


def is_subject(value):
    """Ce dont parle l’écriture : ["application", identifiant]."""
    return isinstance(value, list) and len(value) == 2 and is_word(value[0]) and is_uuid(value[1])


UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
is_uuid, is_uuid_or_empty = text_like(UUID), text_like(f"({UUID})?")
is_hash, is_word = text_like("[0-9a-f]{64}"), text_like("[a-z0-9_.-]+")

FIELDS = {
    "actor": is_uuid_or_empty,
    "at": is_instant,
    "commitment": is_hash,
    "date": is_date,
    "erased": same(True),
    "format": same("fph-register"),
    "fund": is_uuid_or_empty,
    "id": is_uuid,
    "kind": is_word,
    "leaf": is_hash,
    "payload": lambda value: isinstance(value, dict),
    "root": is_hash,
    "salt": is_hash,
    "seq": is_count,
    "size": is_count,
    "subject": is_subject,
    "v": same(1),
    "version": same(1),
    "visibility": same("public"),
}


def read_record(stream, where, *shapes):
    """L’objet de la ligne suivante, ou None à la fin ; il a les champs d’une de ces formes."""
    line = stream.readline(LINE_LIMIT)
    if not line:
        return None
    try:
        record = DECODER.decode(line.decode())
        exact = canonical(record) + b"\n" == line
    except (ValueError, RecursionError):
        exact = False
    require(exact, where, "la ligne est illisible ou n’est pas écrite comme elle doit l’être")
    known = isinstance(record, dict) and set(record) in shapes
    require(known, where, "il manque un champ, ou il y en a un de trop")
    for name, value in record.items():
        require(FIELDS[name](value), where, f"le champ « {name} » n’a pas la forme attendue")
    return record


# Refaire les empreintes


class Tree:
    """L’arbre des empreintes, dont on ne garde que le bord droit."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        full = self.size
        while full & 1:
            leaf, full = self.join(self.peaks.pop(), leaf), full >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"").hexdigest()
        *wider, root = self.peaks
        for peak in reversed(wider):
            root = self.join(peak, root)
        return root.hex()

    @staticmethod
    def join(left, right):
        return sha256(b"\x01" + left + right).digest()


def check_entry(entry, where, tree):
    """Refait les empreintes d’une écriture, la range dans l’arbre et compare."""
    require(entry["seq"] == tree.size + 1, where, "elle ne porte pas le bon numéro")
    if "payload" in entry:
        content = sha256(bytes.fromhex(entry["salt"]) + canonical(entry["payload"])).hexdigest()
        require(entry["commitment"] == content, where, "son contenu a été changé")
    if "commitment" in entry:
        bound = {name: entry[name] for name in BOUND}
        leaf = sha256(b"\x00" + canonical(bound)).hexdigest()
        require(entry["leaf"] == leaf, where, "sa date, son auteur, son objet ou son empreinte a été changé")
    tree.append(bytes.fromhex(entry["leaf"]))
    require(entry["root"] == tree.root(), where, "l’empreinte du registre n’est plus la même à partir d’ici")


def check_points(pending, tree):
    """Compare le registre aux points de contrôle pris à cette longueur, et les raye de la liste."""
    while pending and pending[-1]["size"] == tree.size:
        point = pending.pop()
        why = f"le registre a été réécrit depuis, à l’écriture n° {tree.size} ou avant"
        require(point["root"] == tree.root(), place(point), why)


def check_end(header, pending, tree):
    """Compare la fin du fichier aux points de contrôle qui restent, puis à l’en-tête."""
    if pending:
        point = pending[-1]
        why = f"il couvre {count(point['size'])}, il n’en reste que {tree.size}"
        raise Fault(f"{place(point)} : la fin du registre a été coupée ({why}).")
    why = f"il annonce {count(header['size'])}, le fichier en contient {tree.size}"
    require(header["size"] == tree.size, TOP, why)
    require(header["root"] == tree.root(), TOP, "il annonce une autre empreinte que celle des écritures")


def entries(stream, tree):
    """Les écritures, vérifiées une à une et rangées dans l’arbre."""
    while True:
        where = f"Écriture n° {tree.size + 1} (ligne {tree.size + 2})"
        entry = read_record(stream, where, PUBLIC, ERASED, PRIVATE)
        if entry is None:
            return
        check_entry(entry, where, tree)
        yield entry


def verify(stream, checkpoints):
    """Lit l’export ligne après ligne ; rend le constat, ou lève Fault à la première faute."""
    header = read_record(stream, TOP, HEADER)
    require(header, TOP, "le fichier est vide")
    tree, kinds, entry, last_at = Tree(), Counter(), {}, None
    pending = sorted(checkpoints, key=lambda point: -point["size"])
    check_points(pending, tree)
    for entry in entries(stream, tree):
        check_points(pending, tree)
        kinds["payload" in entry, "erased" in entry] += 1
        last_at = entry.get("at", last_at)
    check_end(header, pending, tree)
    return "\n".join(report(tree, kinds, last_at, "at" in entry, len(checkpoints)))


# Le dire


def count(size):
    return f"{size} écriture{'s' if size > 1 else ''}"


def day(iso):
    """2026-11-01 : 1er novembre 2026."""
    year, month, number = (int(part) for part in iso[:10].split("-"))
    return f"{'1er' if number == 1 else number} {MONTHS[month - 1]} {year}"


def place(point):
    return f"Point de contrôle du {day(point['date'])}"


def report(tree, kinds, last_at, last_is_dated, checkpoints):
    """Les lignes du constat d’un registre intact."""
    yield f"Registre intact : {count(tree.size)}, empreinte {tree.root()}"
    shown, erased, private = kinds[True, False], kinds[False, True], kinds[False, False]
    yield f"contenus lisibles : {shown}, effacés : {erased}, privés : {private}"
    if last_at:
        which = "dernière écriture" if last_is_dated else "dernière écriture publique"
        yield f"{which} du {day(last_at)} à {int(last_at[11:13])} h {last_at[14:16]} (UTC)"
    if checkpoints:
        yield f"points de contrôle retrouvés : {checkpoints}"
    else:
        yield "sans point de contrôle, une fin coupée ou un registre réécrit en entier ne se verrait pas"


# La commande


class Parser(argparse.ArgumentParser):
    """Parle français quand la commande est mal écrite."""

    def error(self, message):
        raise argparse.ArgumentTypeError(message)


def parse(argv):
    parser = Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("export")
    parser.add_argument("--checkpoint", action="append", default=[])
    return parser.parse_args(argv)


def read_checkpoint(path):
    """Le point de contrôle que contient ce fichier d’une seule ligne."""
    where = f"Point de contrôle « {path} »"
    with Path(path).open("rb") as stream:
        point = read_record(stream, where, CHECKPOINT)
        require(point and not stream.read(1), where, "le fichier doit contenir une ligne, et une seule")
    return point


def open_export(path):
    return nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb")


def main(argv=None):
    """Vérifie, écrit le constat et rend le code de sortie : 0, 1 ou 2."""
    argv = sys.argv[1:] if argv is None else argv
    if "-h" in argv or "--help" in argv:
        print(__doc__)
        return 0
    try:
        command = parse(argv)
        checkpoints = [read_checkpoint(path) for path in command.checkpoint]
        with open_export(command.export) as stream:
            print(verify(stream, checkpoints))
    except Fault as fault:
        print(f"Registre altéré. {fault}")
        return 1
    except argparse.ArgumentTypeError:
        print(USAGE, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"Fichier introuvable ou illisible : {problem.filename}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    for output in (sys.stdout, sys.stderr):
        output.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
