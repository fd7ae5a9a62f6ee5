"""Every sentence that a person sees has its Korean, and nothing in the catalogue is left over."""

import ast
import json
import re
import string
from dataclasses import fields
from functools import cache
from pathlib import Path

from conductor.assets import read_text
from conductor.core.guidance.task_kind import TASK_KINDS
from conductor.gui.commands import COMMANDS, GROUPS, Need
from conductor.gui.window.navigation import PLACES
from conductor.gui.workbench.composer.mode import INVITATIONS
from conductor.gui.workbench.welcome.invitation import EXAMPLES
from conductor.i18n import N_
from conductor.settings import Settings, hint_of

ROOT = Path(__file__).parents[2] / "conductor"
MARKS = {"_", N_.__name__}
# Rows of tables: their texts are marked where the row is, and looked at below.
FIELDS_OF_ROWS = {"title", "group", "help", "unit", "choices"}
# What else is given to `_` by a name: where, and all that it can be there.
TABLES: dict[str, set[str]] = {
    "gui/workbench/composer/words_box.py: invitation": {
        words for both in INVITATIONS.values() for words in both
    },
    "gui/words/kind_names.py: kind": set(TASK_KINDS),
    "gui/workbench/what_is_there.py: need.value": set(filter(None, (need.value for need in Need))),
    "gui/workbench/welcome/invitation.py: one.text": {example.text for example in EXAMPLES},
}
PROPER_NAMES = {"English", "한국어"}
KOREAN: dict[str, str] = json.loads(read_text("translations/ko.json"))


@cache
def marked() -> list[tuple[str, ast.expr]]:
    """Return what is given to `_` and `N_`, each with its place."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_mark = isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS
            if is_mark and isinstance(node, ast.Call):
                found.append((f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]))
    return found


def sentences() -> dict[str, str]:
    """Return every literal that is marked, with its place."""
    return {
        argument.value: place
        for place, argument in marked()
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def of_rows() -> set[str]:
    """Return the texts of the tables whose rows are translated where they are shown."""
    hints = [hint_of(field) for field in fields(Settings)]
    return {
        *GROUPS,
        *(command.title for command in COMMANDS),
        *(place.title for place in PLACES),
        *(
            text
            for hint in hints
            for text in (hint.title, hint.help, hint.group, hint.unit)
            if text
        ),
        *(name for hint in hints for name in hint.choices.values()),
        *(text for table in TABLES.values() for text in table),
    } - PROPER_NAMES


def placeholders(sentence: str) -> list[tuple[str, str]]:
    found = string.Formatter().parse(sentence)
    return sorted((name, form or "") for _, name, form, _ in found if name)


def test_every_sentence_is_translated() -> None:
    missing = {text: place for text, place in sentences().items() if not KOREAN.get(text)}

    assert missing == {}


def test_the_texts_of_tables_are_translated_too() -> None:
    assert {text for text in of_rows() if text not in KOREAN} == set()


def test_nothing_is_translated_that_nobody_says_any_more() -> None:
    assert set(KOREAN) - set(sentences()) - of_rows() == set()


def test_what_is_translated_is_a_literal_or_a_field_of_a_table() -> None:
    others = {
        f"{place.partition(':')[0]}: {ast.unparse(argument)}"
        for place, argument in marked()
        if not isinstance(argument, ast.Constant)
        and FIELDS_OF_ROWS.isdisjoint(re.split(r"\W", ast.unparse(argument)))
    }

    assert others == set(TABLES), "a sentence no test can find is a sentence nobody translates"


def test_the_texts_of_a_table_are_marked_where_they_stand() -> None:
    assert {text for table in TABLES.values() for text in table} <= set(sentences())


def test_a_translation_takes_the_same_values() -> None:
    others = [text for text in KOREAN if placeholders(KOREAN[text]) != placeholders(text)]

    assert others == []


def test_particles_are_written_so_that_they_can_fit() -> None:
    ugly = re.compile(r"을\(를\)|은\(는\)|이\(가\)|\(으\)로|와\(과\)|과\(와\)")
    bare = re.compile(r"\}[”’]?(?:을|를|은|는|이|가|과|와|으로|로)(?=[ ,.]|$)")

    assert [text for text in KOREAN.values() if ugly.search(text)] == []
    assert [text for text in KOREAN.values() if bare.search(text)] == []


def test_what_resources_show_is_there_in_both_languages() -> None:
    starter = json.loads(read_text("starter/assistants.json"))
    texts = [
        *(row["name"] for row in starter["assistants"]),
        starter["ensemble"],
        *starter["tasks"],
    ]

    assert all(text.get("en") and text.get("ko") for text in texts)
