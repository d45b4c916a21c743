"""Writes stand in `actions.py` or `actions/` and nowhere else, so that nothing can go round them."""

import ast
import importlib
import inspect

from django.apps import apps

from tests.house.source import ROOMS, modules, place

# Methods of managers, querysets, models and Wagtail pages that write whatever they are given.
ALWAYS = {
    *("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "abulk_create", "acreate"),
    *("bulk_create_with_history", "bulk_update_with_history", "save_base", "save_m2m", "execute", "executemany"),
    *("assign_perm", "remove_perm", "add_child", "add_root", "add_sibling", "save_revision"),
    *("publish", "unpublish", "keep"),
}
# A model's take keywords only; a dictionary's, a hash's, a picture's, a storage's take something.
WITHOUT_POSITIONAL = {"save", "asave", "delete", "adelete", "update", "aupdate"}
THROUGH_RELATION = {"add", "set", "remove", "clear"}

# Written elsewhere than in an action, each with its reason.
ALLOWED = {
    "fph/people/roles.py::grant": "the only page that grants",
    "fph/people/roles.py::revoke": "the only page that revokes",
    "fph/people/models.py::UserManager.create_user": "Django's own commands make users through the manager",
    "fph/journal/history.py::keep": "the readable before-and-after, asked by actions with their by= and now=",
    "fph/triggers.py::create_all": "triggers are made of SQL",
    "fph/triggers.py::drop_all": "triggers are made of SQL",
    "projects/management/commands/check_ledger.py::freeze": "asks PostgreSQL for one picture to read",
    "fph/triggers.py::present": "reads the database's own list of triggers",
}
# Pieces of acts, called elsewhere than in an act, each with its reason.
OUT_OF_ACTS = {
    "fph.people.actions.rehearse_account": "undoes the act it contains: nothing is written",
    "fph.mail.actions.deliver": "calls the outside, between two acts",
}


def relations() -> set[str]:
    """Return the names through which many-to-many rows are written."""
    fields = {f.name for m in apps.get_models() for f in m._meta.many_to_many}
    reverse = {f.get_accessor_name() for m in apps.get_models() for f in m._meta.related_objects if f.many_to_many}
    return (fields | reverse) - {None, "+"}


def writes(call: ast.Call, related: set[str]) -> str | None:
    """Return the name of the write this call is, or None."""
    if isinstance(call.func, ast.Name):
        return call.func.id if call.func.id in ALWAYS - {"create", "publish", "execute"} else None
    if not isinstance(call.func, ast.Attribute):
        return None
    name, receiver = call.func.attr, call.func.value
    through = isinstance(receiver, ast.Attribute) and receiver.attr in related
    if name in ALWAYS or (name in WITHOUT_POSITIONAL and not call.args) or (name in THROUGH_RELATION and through):
        return name
    return None


def found() -> dict[str, list[str]]:
    """Return place → the writes found there, actions aside."""
    related, places = relations(), {}
    for module in modules():
        if module.drawer == "actions":
            continue
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
            if name := writes(call, related):
                places.setdefault(place(module, call), []).append(f"line {call.lineno}: {name}()")
    return places


def test_nothing_is_written_outside_actions():
    stray = {where: calls for where, calls in found().items() if where not in ALLOWED}
    assert not stray, "move to actions.py, or give the reason in ALLOWED:\n" + "\n".join(
        f"{where} {', '.join(calls)}" for where, calls in stray.items()
    )


def test_every_exception_is_still_needed():
    assert not set(ALLOWED) - set(found())


def test_a_write_is_told_from_a_dictionary():
    def seen(code):
        return writes(ast.parse(code).body[0].value, {"groups"})

    assert seen("person.save()") and seen("rows.filter(a=1).update(b=2)") and seen("rows.delete()")
    assert seen("Thing.objects.create(a=1)") and seen("person.groups.add(g)") and seen("assign_perm(p, q, r)")
    assert not seen("words.update({'a': 1})") and not seen("digest.update(b'a')") and not seen("seen.add(1)")
    assert not seen("picture.save(buffer, 'JPEG')") and not seen("storage.delete(name)") and not seen("save()")


def public_functions():
    """Yield (full name, function) of every public function made in a drawer of actions."""
    for module in modules():
        if module.drawer != "actions":
            continue
        real = importlib.import_module(module.name)
        for name, value in vars(real).items():
            made_here = inspect.isfunction(value) and value.__module__ == module.name
            if made_here and not name.startswith("_"):
                yield f"{module.name}.{name}", value


def used(module) -> dict[str, object]:
    """Return full name → function of everything made in a drawer of actions that this module uses."""
    real, found = vars(importlib.import_module(module.name)), {}
    for node in ast.walk(module.tree):
        thing = real.get(node.id) if isinstance(node, ast.Name) else None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = real.get(node.value.id)
            thing = getattr(owner, node.attr, None) if inspect.ismodule(owner) else None
        if inspect.isfunction(thing) and "actions" in thing.__module__.split("."):
            found[f"{thing.__module__}.{thing.__name__}"] = thing
    return found


def pieces_used_outside() -> dict[str, str]:
    """Return full name → user of what stands in actions, is no act, and is called from elsewhere."""
    users = [m for m in modules() if m.drawer != "actions" and "actions" in m.text and m.path != "fph/wsgi.py"]
    return {
        name: module.path
        for module in users
        for name, function in used(module).items()
        if not hasattr(function, "is_action") and function.__module__.split(".")[0] in ROOMS
    }


def test_others_call_acts_not_their_pieces():
    """What actions share between them has no transaction and no journal of its own: nobody else calls it."""
    loose = {name: user for name, user in pieces_used_outside().items() if name not in OUT_OF_ACTS}
    assert not loose, "decorate with @action, or call an act: " + str(loose)


def test_every_piece_called_outside_still_is():
    assert not set(OUT_OF_ACTS) - set(pieces_used_outside())


def test_actor_and_time_are_passed_by_name():
    loose = []
    for name, function in public_functions():
        if not hasattr(function, "is_action"):
            continue
        given = inspect.signature(function).parameters
        loose += [
            f"{name}({word})"
            for word in ("by", "now")
            if word in given and given[word].kind != inspect.Parameter.KEYWORD_ONLY
        ]
    assert not loose, "by= and now= come after the star: " + ", ".join(loose)


def test_there_are_actions_to_look_at():
    assert {name.split(".")[0] for name, _ in public_functions()} <= set(ROOMS)
    assert any(hasattr(function, "is_action") for _, function in public_functions())
