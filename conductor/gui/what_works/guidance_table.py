"""List what is known of all reusable guidance, the most useful first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.pictures.share_bar import BAR_PX, share_bar
from conductor.core.pictures.svg import percent
from conductor.gui.lists import row_table
from conductor.gui.lists.pill_delegate import PillDelegate
from conductor.gui.lists.row_table import Cell, Pill
from conductor.gui.lists.row_view import ROW_PX, RowView
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.svg_picture import look_of, picture_icon
from conductor.gui.words import guidance_words as words
from conductor.i18n import N_, _
from conductor.workspace.what_works.conclusions import status_words
from conductor.workspace.what_works.findings import GuidanceRow
from conductor.workspace.what_works.what_works import Verdict

EXAMPLE = "example"
_LONGEST = 400  # characters of a guidance that a cell is given
_ORDER = tuple(Verdict)
_EDGE_PX = 2


@dataclass(frozen=True, slots=True)
class GuidanceColumn:
    """One column: its title, its share of the width, and what its cells show."""

    title: str
    share: int
    cell: Callable[[GuidanceRow], Cell]


def _text(row: GuidanceRow) -> Cell:
    text = row.guidance.text[:_LONGEST]
    return Cell(words.one_line(text), tip=text)


def _verdict(row: GuidanceRow) -> Cell:
    return Cell(row.badge.words, pill=words.pill_of(row), tip=row.question)


def _counts(row: GuidanceRow) -> Cell:
    shown, said = words.verdict_counts(row)
    if row.badge.is_older:
        return Cell(shown, "muted", said=said, tip=said, is_number=True)
    return Cell(shown, said=said, is_number=True)


def _pairs(row: GuidanceRow) -> Cell:
    return Cell(
        words.counts_text(row.pairs), "muted", said=words.counts_said(row.pairs), is_number=True
    )


def _takes(row: GuidanceRow) -> Cell:
    if row.question:
        return Cell(_("you are asked: keep it?"), "guidance_text", tip=row.question)
    return Cell(words.takes_text(row), "muted")


def _attached(row: GuidanceRow) -> Cell:
    text = words.attached_text(row)
    return Cell(text, "" if row.guidance.pinned or text == _("attached") else "muted")


def _share(row: GuidanceRow) -> Cell:
    drawn = share_bar(words.share_of(row), words.tone_of(row), look_of(current_tokens()))
    return Cell("", icon=picture_icon(drawn), said=drawn.words, tip=drawn.words)


def _probabilities(row: GuidanceRow) -> Cell:
    found = row.assessment
    shares = [percent(p) for p in (found.p_helps, found.p_none, found.p_hurts)]
    said = _("helps {helps}, no difference {none}, hurts {hurts}").format(
        helps=shares[0], none=shares[1], hurts=shares[2]
    )
    return Cell(" · ".join(s.removesuffix(" %") for s in shares), said=said, is_number=True)


def _wealth(row: GuidanceRow) -> Cell:
    value = row.assessment.e_plus
    shown = f"{value:.3g}" if value < 1000 else f"{value:.1e}"
    if not row.has_star:
        return Cell(shown, is_number=True)
    said = _("{value}, stands out among all guidance ever tested").format(value=shown)
    return Cell(f"{shown} ★", said=said, tip=said, is_number=True)


def _status(row: GuidanceRow) -> Cell:
    return Cell(status_words(row.guidance.status), "muted")


def _revisions(row: GuidanceRow) -> Cell:
    found = row.revisions
    said = _("{better} better, {same} the same, {worse} worse; not a controlled test").format(
        better=found.better, same=found.same, worse=found.worse
    )
    text = f"{found.better} · {found.same} · {found.worse}"
    return Cell(text, "muted", said=said, tip=said, is_number=True)


SIMPLE = (
    GuidanceColumn(N_("Guidance"), 36, _text),
    GuidanceColumn(N_("Verdict"), 19, _verdict),
    GuidanceColumn(N_("Won – lost – tied"), 13, _counts),
    GuidanceColumn(N_("What would it take?"), 24, _takes),
    GuidanceColumn(N_("New tasks"), 15, _attached),
)
STATISTICS = (
    GuidanceColumn(N_("Guidance"), 240, _text),
    GuidanceColumn(N_("Verdict"), 182, _verdict),
    GuidanceColumn(N_("Won – lost – tied"), 132, _counts),
    GuidanceColumn(N_("Same assistant"), 122, _pairs),
    GuidanceColumn(N_("Better in …\nof decided tasks"), 146, _share),
    GuidanceColumn(N_("P in %\n+ · 0 · −"), 106, _probabilities),
    GuidanceColumn("E₊", 88, _wealth),
    GuidanceColumn(N_("Status"), 92, _status),
    GuidanceColumn(N_("Revisions\n(no test)"), 96, _revisions),
)


class GuidanceTable(RowView):
    """The table; in it one guidance is chosen."""

    def __init__(self, parent: QWidget) -> None:
        titles = [_(column.title) for column in SIMPLE]
        super().__init__("guidanceTable", _("What works"), titles, parent)
        self.setIconSize(QSize(*BAR_PX))
        self.setItemDelegate(PillDelegate(self))
        # Qt would cut titles of two lines although they have room.
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rows: tuple[GuidanceRow, ...] = ()
        self._statistics = False

    def show_known(
        self, rows: Sequence[GuidanceRow], *, statistics: bool, is_filtered: bool
    ) -> None:
        """Show these rows, or an example where there is none at all.

        Args:
            rows: what is known.
            statistics: whether all figures are shown.
            is_filtered: whether others are left out.
        """
        self._rows, self._statistics = in_order(rows), statistics
        columns = STATISTICS if statistics else SIMPLE
        shown = [
            row_table.TableRow(row.guidance.id, tuple(column.cell(row) for column in columns))
            for row in self._rows
        ]
        if not shown and not is_filtered:
            shown = [_example(statistics=statistics)]
        focus = Qt.FocusPolicy.StrongFocus if self._rows else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        titles = [_(column.title) for column in columns]
        self.show_table(titles, [column.share for column in columns], shown)
        head = self.horizontalHeader().sizeHint().height()
        self.setMaximumHeight(head + max(1, len(shown)) * ROW_PX + _EDGE_PX)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the pictures anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._rows:
            self.show_known(self._rows, statistics=self._statistics, is_filtered=True)


def in_order(rows: Sequence[GuidanceRow]) -> tuple[GuidanceRow, ...]:
    """Return rows with what must be decided first, then by how good the evidence is."""
    return tuple(sorted(rows, key=_place))


def _place(row: GuidanceRow) -> tuple[bool, bool, int, float, int]:
    found = row.assessment
    return (
        not row.question,
        row.guidance.status is GuidanceStatus.RETIRED,
        _ORDER.index(row.verdict) if row.verdict is not Verdict.LITTLE_DIFFERENCE else 3,
        found.p_hurts - found.p_helps,
        -found.pooled.total,
    )


def _example(*, statistics: bool) -> row_table.TableRow:
    text = Cell(_("Example: Numbers first, then the reason."), "muted")
    verdict = Cell(Verdict.HELPS.words, pill=Pill.NEUTRAL)
    counts = Cell("14 – 2 – 3", "muted", is_number=True)
    rest = [Cell("–", "muted") for _column in STATISTICS[3:]]
    if not statistics:
        rest = [Cell("", "muted"), Cell(_("attached"), "muted")]
    return row_table.TableRow(EXAMPLE, (text, verdict, counts, *rest), is_example=True)
