"""Find in source code what keeps something of Qt's for longer than Qt does.

What a rule forbids, and what to do instead, is said by its sentence. Each was a way to end the
process: a wrapper that Python keeps of an object which Qt has freed is taken for the next object
at the same address.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

OF_LAYOUTS = ("itemAt", "takeAt", "itemAtPosition", "spacerItem")
ASKS_LAYOUT = "a layout's items are Qt's: keep a list of the widgets, and use `let_go`"
POINTER = "a pointer of Qt's outlives what it points to: keep ids in roles"
MADE_IN_PYTHON = "mime data made in Python outlives Python: use `copied_data` or `carried_data`"
KEPT = "is Qt's own after the call: keep its values, or a QPersistentModelIndex"
LAMBDA = "a lambda keeps what it names alive and is never let go: connect a bound method"
KEPT_TYPES = (
    "QModelIndex",
    "QMimeData",
    "QPainter",
    "QStyleOption",
    "QLayoutItem",
    "QTextLayout",
    "QTextBlock",
    "QTextCursor",
    "QAccessibleInterface",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A line that breaks a rule."""

    line: int
    words: str


def findings(source: str) -> list[Finding]:
    """Return where source code keeps what it should not."""
    tree = ast.parse(source)
    found = [*_calls(tree), *_kept(tree)]
    return sorted(found, key=lambda one: one.line)


def _calls(tree: ast.AST) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _last_name(node.func)
        if name in OF_LAYOUTS and not _is_point(node):
            yield Finding(node.lineno, f"{name}: {ASKS_LAYOUT}")
        elif name == "internalPointer" or (name == "createIndex" and len(node.args) > 2):
            yield Finding(node.lineno, f"{name}: {POINTER}")
        elif name == "QMimeData":
            yield Finding(node.lineno, f"{name}: {MADE_IN_PYTHON}")
        elif name in ("connect", "singleShot") and any(map(_has_lambda, node.args)):
            yield Finding(node.lineno, f"{name}: {LAMBDA}")


def _is_point(call: ast.Call) -> bool:
    """Whether it is a view's `itemAt`, which is asked for a point, and whose item is our own."""
    name = _last_name(call.func)
    return name == "itemAt" and len(call.args) == 1 and "pos" in ast.unparse(call.args[0]).lower()


def _has_lambda(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Lambda) for each in ast.walk(node))


def _kept(tree: ast.AST) -> Iterator[Finding]:
    """Look for what a call was given by Qt and an attribute keeps after it."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            given = {
                argument.arg
                for argument in (*function.args.args, *function.args.kwonlyargs)
                if _is_passing(argument)
            }
            yield from _kept_of(function, given)
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and _is_attribute(node.target):
            words = ast.unparse(node.annotation)
            if any(kind in KEPT_TYPES for kind in re.findall(r"\w+", words)):
                yield Finding(node.lineno, f"{ast.unparse(node.target)}: {words} {KEPT}")


def _kept_of(function: ast.AST, given: set[str]) -> Iterator[Finding]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(map(_is_attribute, node.targets)):
            if isinstance(node.value, ast.Name) and node.value.id in given:
                yield Finding(node.lineno, f"{node.value.id} {KEPT}")
        elif isinstance(node, ast.Call) and _last_name(node.func) in ("append", "add", "partial"):
            for argument in node.args:
                if isinstance(argument, ast.Name) and argument.id in given:
                    yield Finding(node.lineno, f"{argument.id} {KEPT}")


def _is_passing(argument: ast.arg) -> bool:
    """Whether an argument is something that Qt lends for the time of the call."""
    words = ast.unparse(argument.annotation) if argument.annotation else argument.arg
    kinds = re.findall(r"\w+", words)
    return any(
        (kind.startswith("Q") and kind.endswith("Event"))
        or kind in KEPT_TYPES
        or kind.startswith("QStyleOption")
        for kind in kinds
    )


def _is_attribute(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute)


def _last_name(function: ast.AST) -> str:
    match function:
        case ast.Attribute(attr=name):
            return name
        case ast.Name(id=name):
            return name
    return ""
