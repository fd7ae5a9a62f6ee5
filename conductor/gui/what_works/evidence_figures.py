"""Show every figure behind one verdict: probabilities, bets, counts by source, versions."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from conductor.core.guidance.guidance import GuidanceVersion
from conductor.core.pictures.cells import CellRow, cell_rows
from conductor.core.pictures.over_time import Moment, over_time
from conductor.core.pictures.share_bar import share_scale, share_words
from conductor.core.pictures.svg import Look, Picture, percent
from conductor.core.text.visible import visible
from conductor.gui.widgets.svg_picture import SvgPicture
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.gui.words import guidance_words as words
from conductor.gui.words.kind_names import task_kind_name
from conductor.i18n import _
from conductor.workspace.what_works.findings import Detail, NamedCell
from conductor.workspace.what_works.what_works import Counts

_COLUMNS = 4


class EvidenceFigures(QWidget):
    """The statistics of one guidance."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("evidenceFigures")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 8, 0, 0)
        self._layout.setSpacing(4)
        grid = QWidget(self)
        self._grid = QGridLayout(grid)
        self._grid.setContentsMargins(0, 0, 0, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)
        self._layout.addWidget(grid)
        self._figures: dict[str, QLabel] = {}
        self._time = self._picture("overTimePicture", _("Probabilities as tasks were counted"))
        self._size = self._picture("sizePicture", _("Better in … of decided tasks"))
        self._size_words = wrapped_label("", self, name="sizeText", look="muted")
        self._layout.addWidget(self._size_words)
        self._by_assistant = self._picture("assistantCells", _("By assistant"))
        self._by_kind = self._picture("kindCells", _("By kind of task"))
        self._cells_note = wrapped_label(
            _(
                "Single rows lean on the whole; hollow ones have fewer than five decided tasks. "
                "No verdict rests on them."
            ),
            self,
            look="muted",
        )
        self._layout.addWidget(self._cells_note)
        self._tests_head = self._head(_("Tests and checks"))
        self._tests = wrapped_label("", self, name="testsText")
        self._layout.addWidget(self._tests)
        self._head(_("Wordings"))
        self._versions = wrapped_label("", self, name="versionsText")
        self._layout.addWidget(self._versions)

    def _head(self, title: str) -> QLabel:
        head = text_label(title, self, look="heading")
        head.setContentsMargins(0, 12, 0, 2)
        self._layout.addWidget(head)
        return head

    def _picture(self, name: str, title: str) -> SvgPicture:
        head = self._head(title)
        shown = SvgPicture(name, self)
        head.setBuddy(shown)
        self._heads = {**getattr(self, "_heads", {}), name: head}
        self._layout.addWidget(shown)
        return shown

    def show_detail(
        self,
        detail: Detail,
        before: Moment,
        versions: Sequence[GuidanceVersion],
        tests: Sequence[str],
    ) -> None:
        """Show all figures of one guidance.

        Args:
            detail: what is known of it.
            before: the starting assumption.
            versions: the texts it has had, oldest first.
            tests: a line for each test of it, and for each check of how it was judged.
        """
        row = detail.row
        for number, (name, title, value, said) in enumerate(_figures(detail)):
            self._show_figure(number, name, title, value, said)
        moments = _moments(detail)
        is_outdated = _is_outdated(detail)

        def draw_time(look: Look) -> Picture:
            return over_time(before, moments, look, is_outdated=is_outdated)

        def draw_size(look: Look) -> Picture:
            return share_scale(words.share_of(row), words.tone_of(row), look)

        self._time.show_picture(draw_time)
        self._size.show_picture(draw_size)
        self._size_words.setText(share_words(words.share_of(row)))
        self._show_cells("assistantCells", self._by_assistant, detail.by_assistant)
        kinds = [replace(one, name=task_kind_name(one.name)) for one in detail.by_kind]
        self._show_cells("kindCells", self._by_kind, kinds)
        self._cells_note.setVisible(bool(detail.by_assistant or detail.by_kind))
        self._tests.setText(visible("\n".join(tests)))
        for part in (self._tests_head, self._tests):
            part.setVisible(bool(tests))
        self._versions.setText(_versions(versions, row.guidance.version))

    def _show_cells(self, name: str, shown: SvgPicture, cells: Sequence[NamedCell]) -> None:
        rows = [
            CellRow(
                visible(one.name),
                one.counts.wins,
                one.counts.losses,
                one.counts.ties,
                one.cell.share,
                one.cell.is_grey,
            )
            for one in cells
        ]

        def draw(look: Look) -> Picture:
            return cell_rows(rows, look)

        if rows:
            shown.show_picture(draw)
        shown.setVisible(bool(rows))
        self._heads[name].setVisible(bool(rows))

    def _show_figure(self, number: int, name: str, title: str, value: str, said: str) -> None:
        label = self._figures.get(name)
        if label is None:
            row, column = divmod(number, _COLUMNS)
            caption = text_label(title, self, look="caption")
            label = self._figures[name] = text_label("", self, name=name, look="figure")
            label.setContentsMargins(0, 0, 0, 8)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(caption, 2 * row, column, top)
            self._grid.addWidget(label, 2 * row + 1, column, top)
        label.setText(value)
        label.setAccessibleName(f"{title}: {said or value}")


def _figures(detail: Detail) -> list[tuple[str, str, str, str]]:
    """Return name, title, value and what is read aloud of every figure."""
    row, found = detail.row, detail.row.assessment
    revised = row.revisions
    stands_out = _("yes") if row.has_star else _("no")
    return [
        ("pHelps", _("P(helps)"), percent(found.p_helps), ""),
        ("pNone", _("P(no difference)"), percent(found.p_none), ""),
        ("pHurts", _("P(hurts)"), percent(found.p_hurts), ""),
        ("pLittle", _("P(little difference)"), percent(found.p_little), ""),
        ("pooledCounts", _("All that counts"), *_both(found.pooled)),
        ("pairCounts", _("Same assistant both ways"), *_both(row.pairs)),
        ("trialCounts", _("Blind tests"), *_both(row.trials)),
        ("holdoutCounts", _("Pairs in ordinary work"), *_both(row.holdout)),
        ("lotteryCounts", _("Lottery"), *_both(row.lottery)),
        ("earlierCounts", _("Earlier models (half weight)"), *_both(row.earlier)),
        ("wealth", _("E₊ (a bet on “helps”)"), f"{found.e_plus:.3g}", ""),
        ("standsOut", _("Stands out of all tested"), stands_out, ""),
        (
            "revisionCounts",
            _("Revisions (not a controlled test)"),
            _("{better} better · {same} same · {worse} worse").format(
                better=revised.better, same=revised.same, worse=revised.worse
            ),
            "",
        ),
        ("timesSaid", _("Said in rounds"), str(row.times_said), ""),
        ("epochs", _("Models changed"), str(_changes(detail)), ""),
        ("e_minus", _("E₋ (a bet on “hurts”)"), f"{found.e_minus:.3g}", ""),
    ]


def _both(counts: Counts) -> tuple[str, str]:
    return words.counts_text(counts), words.counts_said(counts)


def _changes(detail: Detail) -> int:
    epochs = {point.epoch for point in detail.over_time}
    return max(0, len(epochs) - 1) + _is_outdated(detail)


def _is_outdated(detail: Detail) -> bool:
    """Return whether a model changed after all that was counted."""
    return bool(detail.over_time) and not detail.row.assessment.pooled.total


def _moments(detail: Detail) -> list[Moment]:
    moments = []
    epoch = 1
    for point in detail.over_time:
        moments.append(Moment(point.p_helps, point.p_none, point.p_hurts, point.epoch != epoch))
        epoch = point.epoch
    return moments


def _versions(versions: Sequence[GuidanceVersion], now: str) -> str:
    lines = []
    for item in reversed(versions):
        line = _("{number} · {day} · “{text}”")
        if item.version == now:
            line = _("{number} · {day} · “{text}” (in use)")
        text = words.one_line(visible(item.text))
        lines.append(line.format(number=item.number, day=item.created[:10], text=text))
    return "\n".join(lines)
