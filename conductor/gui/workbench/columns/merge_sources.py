"""Show below a merged answer what came from which draft, and where the drafts disagree."""

from collections.abc import Iterable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from conductor.core.entities import Answer
from conductor.core.ids import AnswerId
from conductor.core.text.anchor import AnswerPlace
from conductor.gui.lists.place_list import PlaceLine, PlaceList
from conductor.gui.needs import Needs
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_MOST_PX = 230
_LEAST_PX = 40


class MergeSources(QFrame):
    """The foot of a merged answer's column; not there under other answers."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mergeFoot")
        self._workspace = workspace
        self._title = ""
        self._fold = QToolButton(self)
        self._fold.setObjectName("mergeFold")
        self._fold.setCheckable(True)
        self._fold.setChecked(True)
        self._fold.toggled.connect(self._on_toggled)
        self._list = PlaceList("mergeSources", _("What came from which draft"), self)
        self._list.place_wanted.connect(needs.show_answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addWidget(self._fold)
        layout.addWidget(self._list)
        self.setVisible(False)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the sources of a merged answer; None hides them."""
        lines = self._lines(answer) if answer is not None and answer.status.is_ended else []
        self.setVisible(bool(lines))
        if lines:
            self._list.show_lines(lines)
            self._list.setFixedHeight(min(max(self._list.rows_height, _LEAST_PX), _MOST_PX))
            self._on_toggled(self._fold.isChecked())

    def _lines(self, answer: Answer) -> list[PlaceLine]:
        merged = self._workspace.merging.merged(answer.id)
        lines = [self._line(source.answers, source.what) for source in merged.sources]
        self._title = _("What came from which draft")
        if merged.disagreements:
            self._title = _("What came from which draft · disagreements: {n}").format(
                n=len(merged.disagreements)
            )
            lines.append(PlaceLine(_("Where the drafts disagree")))
            given = self._workspace.merging.given(answer.id)
            names = {f.answer: self._workspace.blinding.name_of(f.answer) for f in given.frames}
            lines += [
                self._line(each.answers, given.named(each.what, names))
                for each in merged.disagreements
            ]
        return lines

    def _line(self, answers: Iterable[AnswerId], what: str) -> PlaceLine:
        ids = tuple(answers)
        seen = [
            self._workspace.blinding.visible(self._workspace.sessions.answer(each)) for each in ids
        ]
        colours = {a.id: a.colour for a in self._workspace.connections.assistants()}
        dots = tuple(colours.get(a.assistant_id, a.position) for a in seen if a.assistant_id)
        names = ", ".join(a.assistant for a in seen)
        place = AnswerPlace(ids[0]) if ids else None
        return PlaceLine(what, dots, place, spoken=f"{names}: {what}" if names else what)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._list.setVisible(is_open)
        self._fold.setText(f"{'▾' if is_open else '▸'} {self._title}")
        self._fold.setAccessibleName(self._title)
