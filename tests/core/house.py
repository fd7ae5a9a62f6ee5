"""Read from the source which file imports which: packages, rooms, and circles of files.

A *room* is a folder below a package that has a table of rooms, or a file that stands
directly in such a package: `gui.workbench.columns`, `gui.bridge`. Imports count wherever they
stand, within functions and for types alike, since either ties two files to each other.
`python -m tests.core.house` prints the rooms as they are.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2] / "conductor"


@cache
def modules() -> Mapping[str, Path]:
    """Return the file of every module of the program, by its whole name."""
    return {_name(path): path for path in sorted(ROOT.rglob("*.py"))}


def _name(path: Path) -> str:
    parts = ("conductor", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return all that a file imports: `a.b` for `import a.b`, `a.b` and `a.b.c` for `from`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
            names.add(node.module)
    return frozenset(names)


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Return for every module the modules of the program that it imports."""
    return {name: frozenset(_of_ours(path)) for name, path in modules().items()}


def _of_ours(path: Path) -> Iterator[str]:
    names = names_in(path) & modules().keys()
    for name in names:
        # `from conductor.gui import commands` imports the file, not the package's face.
        is_face = modules()[name].name == "__init__.py"
        if not is_face or not any(other.startswith(f"{name}.") for other in names):
            yield name


def room_of(module: str) -> str:
    """Return the room of a module, without the leading `conductor.`."""
    name = module.removeprefix("conductor.")
    path = modules()[module]
    is_in_folder = path.name == "__init__.py" or path.parent.parent == ROOT
    return name if is_in_folder else name.rpartition(".")[0]


def arrows(package: str) -> Mapping[str, Mapping[str, list[str]]]:
    """Return room → the rooms of the same package that it imports → the files that do."""
    found: dict[str, dict[str, list[str]]] = {}
    for module, wanted in imports().items():
        room = room_of(module)
        if room.partition(".")[0] != package or "." not in room:
            continue
        row = found.setdefault(room, {})
        for other in sorted(map(room_of, wanted)):
            if other.partition(".")[0] == package and other not in (room, package):
                row.setdefault(other, []).append(module)
    return found


def circles(edges: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Return the groups of more than one name that lead to each other (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(edges.get(name, ())):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(edges):
        if name not in index:
            visit(name)
    return found


def table_of(package: str) -> str:
    """Return the rooms of a package and their arrows, a room a line."""
    return "\n".join(f"{room}: {', '.join(row)}" for room, row in sorted(arrows(package).items()))


if __name__ == "__main__":
    for one in ("gui", "workspace", "store", "providers", "engine", "evidence", "core", "cli"):
        print(f"\n# {one}\n{table_of(one)}")
