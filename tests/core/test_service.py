"""One record for each kind of service, and nobody else who tells them apart."""

import ast
from pathlib import Path

import pytest

from conductor.cli.commands.connecting.connections import connections
from conductor.core.entities import ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.core.service import SERVICES, service_name, service_of, usable_kinds
from conductor.workspace.connections.connection_checks import checked_address, checked_kind

ROOT = Path(__file__).parents[2] / "conductor"


def test_every_kind_has_a_record() -> None:
    assert set(SERVICES) == set(ConnectionKind)


def compared_kinds(path: Path) -> list[str]:
    """Return where a file asks whether something is this or that kind of connection."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        sides += [node.pattern.value] if is_case(node) else []
        found += [
            f"{path.relative_to(ROOT)}:{side.lineno}"
            for side in sides
            if isinstance(side, ast.Attribute)
            and isinstance(side.value, ast.Name)
            and side.value.id == "ConnectionKind"
        ]
    return found


def is_case(node: ast.AST) -> bool:
    return isinstance(node, ast.match_case) and isinstance(node.pattern, ast.MatchValue)


def test_nobody_else_tells_kinds_apart() -> None:
    """A new kind is one more record: what is known of it is asked of the record."""
    naming = [p for p in sorted(ROOT.rglob("*.py")) if "ConnectionKind" in p.read_text("utf-8")]
    found = [place for path in naming for place in compared_kinds(path)]

    assert len(naming) > 5

    assert found == []


def test_the_command_line_offers_the_kinds_that_can_be_used() -> None:
    add = connections.commands["add"]
    (kind,) = (option for option in add.params if option.name == "kind")

    assert list(kind.type.choices) == [str(kind) for kind in usable_kinds()]


@pytest.mark.parametrize("kind", ConnectionKind)
def test_a_record_is_what_the_workspace_goes_by(kind: ConnectionKind) -> None:
    service = service_of(kind)

    if service.protocol is None:
        with pytest.raises(InvalidInput):
            checked_kind(kind)
    elif service.is_built_in or service.default_url:
        assert checked_address(kind, "") == service.default_url
    else:
        with pytest.raises(InvalidInput):
            checked_address(kind, "")
    assert service_name(kind)
