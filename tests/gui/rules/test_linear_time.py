"""Every text function of the window that needs no widget takes time as the text is long."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from conductor.core.compare.differences import PieceKind
from conductor.core.compare.page import one_page
from conductor.core.compare.spans import NotCompared
from conductor.core.markup.blocks import StyledText
from conductor.core.markup.parser import parse
from conductor.gui.answer import search as answer_search
from conductor.gui.answer.document import row_words as answer_words
from conductor.gui.answer.document import rows as answer_rows
from conductor.gui.answer.document.layout import RowLayout
from conductor.gui.answer.document.text_queue import TextQueue
from conductor.gui.assistants import unkept_secrets
from conductor.gui.widgets import mnemonic, run_guard, tool_tip
from conductor.gui.window.finding import palette_entries
from conductor.gui.words import guidance_words, kind_names
from conductor.gui.workbench.comparing.page_rows import Speaker, page_rows
from conductor.gui.workbench.revision import change_words
from conductor.gui.workbench.revision import changes as answer_changes
from conductor.gui.workbench.revision.answers_beside import beside
from conductor.gui.workbench.rounds import read_hint
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

ROW = answer_rows.DocumentRow(answer_rows.RowKind.TEXT)


def runs(text: str) -> tuple[StyledText, ...]:
    """Return a text as many short runs."""
    return tuple(StyledText(text[at : at + 4], bold=at % 8 == 0) for at in range(0, len(text), 4))


def laid_out(text: str) -> list[answer_rows.DocumentRow]:
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
    "gui.words.guidance_words.one_line": [guidance_words.one_line],
    "gui.words.kind_names.task_kind_name": [kind_names.task_kind_name],
    "gui.words.kind_names.task_kind_called": [kind_names.task_kind_called],
    "gui.widgets.mnemonic.literal": [mnemonic.literal],
    "gui.window.finding.palette_entries.found": [
        lambda t: palette_entries.found(t[:40], [palette_entries.PaletteEntry(t, "k", object)]),
        lambda t: palette_entries.found("a x", [palette_entries.PaletteEntry(t, "k", object)]),
    ],
    "gui.assistants.unkept_secrets.kept_name": [unkept_secrets.kept_name],
    "gui.assistants.unkept_secrets.kept_variable": [unkept_secrets.kept_variable],
    "gui.assistants.unkept_secrets.kept_address": [unkept_secrets.kept_address],
    "gui.workbench.revision.change_words.change_sentence": [
        lambda t: change_words.change_sentence(1, 1, t, f"x{t}"),
    ],
    "gui.workbench.revision.change_words.difference_sentence": [
        lambda t: change_words.difference_sentence(1, 1, t, f"x{t}"),
    ],
    "gui.workbench.rounds.read_hint.is_long": [read_hint.is_long],
    "gui.widgets.tool_tip.plain_tip": [tool_tip.plain_tip],
    "gui.widgets.tool_tip.set_tip": [tool_tip.plain_tip],
    "gui.workbench.revision.changes.changes_of": [
        lambda t: answer_changes.changes_of(t, f"x {t}"),
    ],
    "gui.workbench.revision.changes.compared": [lambda t: answer_changes.compared(t, f"{t} x")],
    "gui.workbench.revision.changes.marked_row": [
        lambda t: answer_changes.marked_row(ROW, [(0, runs(t))]),
    ],
    "gui.workbench.revision.changes.changed_runs": [
        lambda t: list(answer_changes.changed_runs(runs(t), PieceKind.DELETED)),
    ],
    "gui.answer.document.rows.ChangedText.of": [
        lambda t: answer_rows.ChangedText.of(StyledText(t), t, is_deleted=True),
    ],
    "gui.answer.document.rows.plain_run": [lambda t: answer_rows.plain_run(StyledText(t), t)],
    "gui.answer.document.rows.short_rows": [
        lambda t: list(answer_rows.short_rows((StyledText(t * 8),))),
        lambda t: list(answer_rows.short_rows(runs(t))),
    ],
    "gui.answer.document.rows.table_rows": [
        lambda t: answer_rows.table_rows([replace(ROW, cells=(runs(t),))], 0),
    ],
    "gui.answer.document.rows.length_of": [lambda t: answer_rows.length_of(runs(t))],
    "gui.answer.document.rows.shortened": [answer_rows.shortened],
    "gui.answer.search.find_spans": [
        lambda t: answer_search.find_spans(t, "a"),
        lambda t: answer_search.find_spans(t, f"{t[: len(t) // 2]}x"),
        lambda t: answer_search.find_spans(t, t[:30]),
    ],
    "gui.answer.search.in_document": [
        lambda t: answer_search.in_document(t, [(at, at + 1) for at in range(len(t))]),
    ],
    "gui.answer.document.row_words.common_start": [grown],
    "gui.answer.document.row_words.words_of": [lambda t: answer_words.words_of(StyledText(t))],
    "gui.workbench.revision.answers_beside.beside": [lambda t: beside(t, f"x {t}")],
    "gui.workbench.comparing.page_rows.page_rows": [paged],
    "gui.widgets.run_guard.has_long_word": [run_guard.has_long_word],
    "gui.widgets.run_guard.line_breaks": [run_guard.line_breaks],
    "gui.widgets.run_guard.with_breaks": [run_guard.with_breaks],
    "gui.widgets.run_guard.white_breaks": [lambda t: list(run_guard.white_breaks(t))],
    "gui.answer.document.text_queue.TextQueue.put": [queued],
}

HEAVY_ONES = {
    "gui.answer.document.rows.short_rows",
    "gui.workbench.revision.changes.changed_runs",
    "gui.answer.document.row_words.common_start",
    "gui.workbench.revision.changes.changes_of",
    "gui.workbench.revision.changes.compared",
    "gui.workbench.revision.answers_beside.beside",
    "gui.workbench.comparing.page_rows.page_rows",
}

UNSEEN: Mapping[str, str] = {
    "gui.kept_fields.": "Python's own reader of JSON, of what a form kept",
    "gui.kept_words.fields_left": "hands the person's words on",
    "gui.copied.": "hands a text to the clipboard",
    "gui.look.theme.new_application": "hands the program's name on",
    "gui.tasks.threads.": "names threads, and hands values on",
    "gui.answer.link_dialog.": "Qt's reader of addresses, of one that was clicked",
    "gui.workbench.composer.thread_dialog.who": "looks at the role",
    "gui.workbench.composer.draft_keeper.": "hands the person's words on",
    "gui.workbench.composer.earlier_guidance.": "sees at most some hundred typed characters",
    "gui.words.guidance_words.": "makes words of numbers",
    "gui.workbench.columns.column_plan.": "picks one of two texts",
    "gui.process.first_look.": "looks at one of three choices",
    "gui.window.page_makers.": "sees the name of a page",
    "gui.workbench.columns.column_header.WritingPace.take": "counts by the core, which is measured",
    "gui.workbench.columns.hand_keys.": "sees one key",
    "gui.workbench.revision.revision_pane.revised_texts": "hands two texts on",
    "gui.assistants.key_fields.key_words": "sees the name of a variable",
    "gui.what_works.guidance_table.": "sorts by numbers",
    "gui.workbench.composer.thread_pages.": "gathers what the workspace built",
    "gui.words.status_text.": "makes words of a state; a service's words are cut before",
    "gui.words.time_text.": "sees times of ours",
    "gui.answer.document.builder.": "feeds the splitter and the document, measured in the window",
    "gui.answer.document.formats.": "looks at what a row is, not at its words",
    "gui.answer.document.code_": "lexers of others, which run where they can be ended",
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
