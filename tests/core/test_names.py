"""Every public class has a name of its own, so that a name leads to one thing."""

import ast
from collections import defaultdict

from tests.core.house import modules


def test_no_two_public_classes_have_one_name() -> None:
    places = defaultdict(list)
    for module, path in modules().items():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)

    assert len(places) > 500
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
