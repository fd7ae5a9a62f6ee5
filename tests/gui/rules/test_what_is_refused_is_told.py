"""Whatever the window asks the workspace to change, a refusal is told where the person looks."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "conductor"
TAKES_REFUSALS = ("attempt", "KeepSoon", "partial")
"""What is given a method to call, and tells what that refuses (a `partial` is given to these)."""
LAST_WORDS = {"tick", "receive", "close", "keep_held"}
"""What holds on to what is refused, and says that itself."""


@dataclass
class Known:
    """One class: of what classes its attributes and properties are, and its methods."""

    types: dict[str, str] = field(default_factory=dict)
    methods: dict[str, ast.FunctionDef] = field(default_factory=dict)


def known_classes(place: Path) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for path in sorted(place.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name] = known_class(node)
    return found


def known_class(node: ast.ClassDef) -> Known:
    known = Known()
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            known.types[part.target.id] = ast.unparse(part.annotation)
        if not isinstance(part, ast.FunctionDef):
            continue
        known.methods[part.name] = part
        if any("property" in ast.unparse(each) for each in part.decorator_list) and part.returns:
            known.types[part.name] = ast.unparse(part.returns)
        given = {a.arg: ast.unparse(a.annotation) for a in part.args.args if a.annotation}
        for line in ast.walk(part):
            if isinstance(line, ast.Assign) and part.name == "__init__":
                known.types.update(assigned(line, given))
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Attribute):
                known.types[line.target.attr] = ast.unparse(line.annotation)
    return known


def assigned(line: ast.Assign, given: dict[str, str]) -> dict[str, str]:
    """Return the attributes that are what was given, or made there."""
    targets = [line.targets[0]]
    values = [line.value]
    if isinstance(targets[0], ast.Tuple) and isinstance(values[0], ast.Tuple):
        targets, values = targets[0].elts, values[0].elts
    found = {}
    for target, value in zip(targets, values, strict=True):
        if isinstance(target, ast.Attribute):
            if isinstance(value, ast.Name) and value.id in given:
                found[target.attr] = given[value.id]
            elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
                found[target.attr] = value.func.id
            elif isinstance(value, ast.Attribute):
                found[target.attr] = "=" + ast.unparse(value)
    return found


class Types:
    """Tell of what class an expression is, as far as names say it."""

    def __init__(self, classes: dict[str, Known]) -> None:
        self._classes = classes

    def of(self, node: ast.expr, inside: str, function: ast.FunctionDef) -> str | None:
        if isinstance(node, ast.Name):
            if node.id == "self":
                return inside
            return self._of_name(node.id, inside, function)
        if isinstance(node, ast.Attribute):
            owner = self.of(node.value, inside, function)
            kind = self._classes[owner].types.get(node.attr) if owner in self._classes else None
            if kind is not None and kind.startswith("=") and owner is not None:
                init = self._classes[owner].methods["__init__"]
                value = ast.parse(kind[1:], mode="eval").body
                return self.of(value, owner, init)
            return None if kind is None else plain(kind)
        return None

    def _of_name(self, name: str, inside: str, function: ast.FunctionDef) -> str | None:
        for argument in function.args.args:
            if argument.arg == name and argument.annotation is not None:
                return plain(ast.unparse(argument.annotation))
        for line in ast.walk(function):
            if isinstance(line, ast.Assign):
                for target, value in pairs(line):
                    if isinstance(target, ast.Name) and target.id == name:
                        return self.of(value, inside, function)
        return None

    def called(
        self, inside: str, function: ast.FunctionDef
    ) -> Iterator[tuple[ast.Attribute, str, str]]:
        """Yield what a method calls: the expression, the class and the method's name."""
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                kind = self.of(node.func.value, inside, function)
                if kind in self._classes:
                    yield node.func, kind, node.func.attr


def plain(annotation: str) -> str:
    """Return the class that an annotation names."""
    return annotation.strip("'\"").removesuffix(" | None").split("[")[0]


def pairs(line: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    target, value = line.targets[0], line.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value


def writers() -> set[tuple[str, str]]:
    """Return the methods of the workspace that write to the library."""
    classes = known_classes(ROOT / "workspace")
    types = Types(classes)
    calls: dict[tuple[str, str], set[tuple[str, str]]] = {}
    found: set[tuple[str, str]] = set()
    for name, known in classes.items():
        for method, function in known.methods.items():
            calls[name, method] = {(kind, one) for _at, kind, one in types.called(name, function)}
            if "db.atomic(" in ast.unparse(function):
                found.add((name, method))
    found |= {("Undo", one) for one in ("change", "back", "forward", "take_back")}
    found |= {("UndoStep", "take_back")}
    while more := {one for one, called in calls.items() if one not in found and called & found}:
        found |= more
    return found


def tells(function: ast.FunctionDef) -> bool:
    return any("tells_what_went_wrong" in ast.unparse(one) for one in function.decorator_list)


def is_handled(node: ast.AST, function: ast.FunctionDef, known: Known) -> bool:
    """Whether what is refused here is told here."""
    around = {inner: one for one in ast.walk(function) for inner in ast.iter_child_nodes(one)}
    takes = {*TAKES_REFUSALS, *(name for name, one in known.methods.items() if tells(one))}
    if tells(function):
        return True
    while node is not function:
        outside = around[node]
        if isinstance(outside, ast.Try) and node in outside.body:
            kinds = " ".join(ast.unparse(one.type) for one in outside.handlers if one.type)
            if "ConductorError" in kinds or "StoreError" in kinds:
                return True
        if isinstance(outside, ast.With) and "suppress(" in ast.unparse(outside.items[0]):
            return True
        is_given = isinstance(outside, ast.Call) and node is not outside.func
        if is_given and ast.unparse(outside.func).split(".")[-1] in takes:
            return True
        node = outside
    return False


def escaping(known: Known, name: str, places: list[ast.expr], seen: frozenset[str]) -> bool:
    """Whether what is refused at these places of a method can leave the class."""
    function = known.methods[name]
    if all(is_handled(place, function, known) for place in places):
        return False
    users = {
        user: [
            node
            for node in ast.walk(method)
            if isinstance(node, ast.Attribute) and ast.unparse(node) == f"self.{name}"
        ]
        for user, method in known.methods.items()
        if user not in seen
    }
    users = {user: nodes for user, nodes in users.items() if nodes}
    if not name.startswith("_") or not users or is_slot(function):
        return True
    return any(escaping(known, user, list(at), seen | {name}) for user, at in users.items())


def is_slot(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(one).startswith("Slot") for one in function.decorator_list)


def untold() -> Iterator[str]:
    changing = writers()
    ours = known_classes(ROOT / "gui")
    types = Types({**known_classes(ROOT / "workspace"), **ours})
    for name, known in ours.items():
        for method, function in known.methods.items():
            places = [
                at
                for at, kind, called in types.called(name, function)
                if (kind, called) in changing and called not in LAST_WORDS
            ]
            if places and escaping(known, method, list(places), frozenset({method})):
                yield f"{name}.{method}: " + ", ".join(map(ast.unparse, places))


def test_no_refusal_goes_to_the_reporter_of_defects() -> None:
    assert sorted(untold()) == []
