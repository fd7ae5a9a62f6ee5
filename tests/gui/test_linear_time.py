"""Every text function of the window that needs no widget takes time as the text is long."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from conductor.core.compare.differences import PieceKind
from conductor.core.compare.page import one_page
from conductor.core.compare.spans import NotCompared
from conductor.core.markup.blocks import Text
from conductor.core.markup.parser import parse
from conductor.gui import guidance_words, kind_names, mnemonic, palette_entries, tool_tip
from conductor.gui.panels import change_words, read_hint
from conductor.gui.widgets import (
    answer_changes,
    answer_rows,
    answer_search,
    answer_words,
    run_guard,
)
from conductor.gui.widgets.answer_layout import RowLayout
from conductor.gui.widgets.answer_selection import from_utf16, to_utf16
from conductor.gui.widgets.answers_beside import beside
from conductor.gui.widgets.page_rows import Speaker, page_rows
from conductor.gui.widgets.text_queue import TextQueue
from tests.linear import (
    HEAVY,
    HEAVY_RUNS,
    QUICK,
    RUNS,
    TELLING_RUNS,
    WHOLE,
    Probe,
    found_superlinear,
    text_functions,
    unregistered,
)

ROW = answer_rows.Row(answer_rows.RowKind.TEXT)


def runs(text: str) -> tuple[Text, ...]:
    """Return a text as many short runs."""
    return tuple(Text(text[at : at + 4], bold=at % 8 == 0) for at in range(0, len(text), 4))


def laid_out(text: str) -> list[answer_rows.Row]:
    return RowLayout().rows(parse(text))


def queued(text: str) -> None:
    queue = TextQueue()
    for at in range(0, len(text), 16):
        queue.put(text[at : at + 16])
    while queue:
        queue.take(48)


def paged(text: str) -> None:
    page = one_page([text, f"{text} x"])
    if not isinstance(page, NotCompared):
        page_rows(page, [Speaker("Ada", 0), Speaker("Bo", 1)])


def grown(text: str) -> None:
    answer_words.common_start(runs(text), runs(f"{text}x"))


PROBES: Mapping[str, Sequence[Probe]] = {
    "gui.guidance_words.one_line": [guidance_words.one_line],
    "gui.kind_names.task_kind_name": [kind_names.task_kind_name],
    "gui.kind_names.task_kind_called": [kind_names.task_kind_called],
    "gui.mnemonic.literal": [mnemonic.literal],
    "gui.palette_entries.found": [
        lambda t: palette_entries.found(t[:40], [palette_entries.Entry(t, "k", object)]),
        lambda t: palette_entries.found("a x", [palette_entries.Entry(t, "k", object)]),
    ],
    "gui.panels.change_words.change_sentence": [
        lambda t: change_words.change_sentence(1, 1, t, f"x{t}"),
    ],
    "gui.panels.change_words.difference_sentence": [
        lambda t: change_words.difference_sentence(1, 1, t, f"x{t}"),
    ],
    "gui.panels.read_hint.is_long": [read_hint.is_long],
    "gui.tool_tip.plain_tip": [tool_tip.plain_tip],
    "gui.tool_tip.set_tip": [tool_tip.plain_tip],
    "gui.widgets.answer_changes.changes_of": [
        lambda t: answer_changes.changes_of(t, f"x {t}"),
    ],
    "gui.widgets.answer_changes.compared": [lambda t: answer_changes.compared(t, f"{t} x")],
    "gui.widgets.answer_changes.marked_row": [
        lambda t: answer_changes.marked_row(ROW, [(0, runs(t))]),
    ],
    "gui.widgets.answer_changes.changed_runs": [
        lambda t: list(answer_changes.changed_runs(runs(t), PieceKind.DELETED)),
    ],
    "gui.widgets.answer_rows.ChangedText.of": [
        lambda t: answer_rows.ChangedText.of(Text(t), t, is_deleted=True),
    ],
    "gui.widgets.answer_rows.plain_run": [lambda t: answer_rows.plain_run(Text(t), t)],
    "gui.widgets.answer_rows.short_rows": [
        lambda t: list(answer_rows.short_rows((Text(t * 8),))),
        lambda t: list(answer_rows.short_rows(runs(t))),
    ],
    "gui.widgets.answer_rows.table_rows": [
        lambda t: answer_rows.table_rows([replace(ROW, cells=(runs(t),))], 0),
    ],
    "gui.widgets.answer_rows.length_of": [lambda t: answer_rows.length_of(runs(t))],
    "gui.widgets.answer_rows.shortened": [answer_rows.shortened],
    "gui.widgets.answer_search.find_spans": [
        lambda t: answer_search.find_spans(t, "a"),
        lambda t: answer_search.find_spans(t, f"{t[: len(t) // 2]}x"),
        lambda t: answer_search.find_spans(t, t[:30]),
    ],
    "gui.widgets.answer_search.in_document": [
        lambda t: answer_search.in_document(t, [(at, at + 1) for at in range(len(t))]),
    ],
    "gui.widgets.answer_selection.to_utf16": [lambda t: to_utf16(t, len(t))],
    "gui.widgets.answer_selection.from_utf16": [
        lambda t: from_utf16(t, len(t)),
    ],
    "gui.widgets.answer_words.common_start": [grown],
    "gui.widgets.answer_words.words_of": [lambda t: answer_words.words_of(Text(t))],
    "gui.widgets.answers_beside.beside": [lambda t: beside(t, f"x {t}")],
    "gui.widgets.page_rows.page_rows": [paged],
    "gui.widgets.run_guard.has_long_word": [run_guard.has_long_word],
    "gui.widgets.run_guard.line_breaks": [run_guard.line_breaks],
    "gui.widgets.run_guard.with_breaks": [run_guard.with_breaks],
    "gui.widgets.run_guard.white_breaks": [lambda t: list(run_guard.white_breaks(t))],
    "gui.widgets.text_queue.TextQueue.put": [queued],
}

HEAVY_ONES = {
    "gui.widgets.answer_rows.short_rows",
    "gui.widgets.answer_changes.changed_runs",
    "gui.widgets.answer_words.common_start",
    "gui.widgets.answer_changes.changes_of",
    "gui.widgets.answer_changes.compared",
    "gui.widgets.answers_beside.beside",
    "gui.widgets.page_rows.page_rows",
}

UNSEEN: Mapping[str, str] = {
    "gui.copied.": "hands a text to the clipboard",
    "gui.dialogs.link_dialog.": "Qt's reader of addresses, of one that was clicked",
    "gui.dialogs.thread_dialog.who": "looks at the role",
    "gui.draft_keeper.": "hands the person's words on",
    "gui.earlier_guidance.": "sees at most some hundred characters that are typed",
    "gui.guidance_words.": "makes words of numbers",
    "gui.panels.column_plan.": "picks one of two texts",
    "gui.panels.connection_form.": "sees the name of a variable",
    "gui.panels.guidance_table.": "sorts by numbers",
    "gui.panels.thread_pages.": "gathers what the workspace built",
    "gui.status_text.": "makes words of a state; a service's words are cut before",
    "gui.time_text.": "sees times of ours",
    "gui.widgets.answer_builder.": "feeds the splitter and the document, measured in the window",
    "gui.widgets.answer_formats.": "looks at what a row is, not at its words",
    "gui.widgets.code_": "lexers of others, which run where they can be ended",
}


def test_every_text_function_of_the_window_is_measured_or_has_a_reason_not_to_be() -> None:
    functions = text_functions("conductor.gui", without_widgets=True)

    assert unregistered(functions, PROBES, UNSEEN) == []


@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_and_not_faster(name: str) -> None:
    limits, chosen = (HEAVY, HEAVY_RUNS) if name in HEAVY_ONES else (QUICK, TELLING_RUNS)

    assert found_superlinear({name: PROBES[name]}, limits, chosen) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_for_every_run_up_to_a_megabyte(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, WHOLE, RUNS) == []
