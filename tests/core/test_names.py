"""Every public class has a name of its own, so that a name leads to one thing."""

import re
from collections import defaultdict

from tests.core.house import modules

TOP_CLASS = re.compile(r"^class ([A-Za-z]\w*)", re.MULTILINE)


def test_no_two_public_classes_have_one_name() -> None:
    places = defaultdict(list)
    for module, path in modules().items():
        for name in TOP_CLASS.findall(path.read_text("utf-8")):
            places[name].append(module)

    assert len(places) > 500
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
