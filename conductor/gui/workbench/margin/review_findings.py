"""Show what the assistants of a review found wrong in each other's answers, for the person."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.entities import Answer, RoundKind
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.core.text.anchor import AnswerPlace, Span
from conductor.gui.lists.place_list import PlaceLine, PlaceList
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _
from conductor.workspace.rounds.merging import ReviewFinding
from conductor.workspace.workspace import Workspace

WIDTH_PX = 320
HEIGHT_PX = 34


class ReviewFindings(QFrame):
    """The disagreements of a review round; not there in other rounds."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reviewFindings")
        self.setMinimumWidth(WIDTH_PX)
        self._workspace = workspace
        self._round_id: RoundId | None = None
        self._answers: frozenset[AnswerId] = frozenset()
        header = QFrame(self)
        header.setObjectName("columnHeader")
        header.setFixedHeight(HEIGHT_PX)
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(text_label(_("Where they disagree"), header, look="strong"))
        self._count = text_label("", header, name="findingCount", look="muted")
        row.addWidget(self._count, 1)
        self._hint = text_label("", self, name="findingsHint", look="muted", wrap=True)
        self._hint.setContentsMargins(12, 8, 12, 4)
        self._list = PlaceList("findingList", _("Where they disagree"), self)
        self._list.place_wanted.connect(needs.show_answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self._hint)
        layout.addWidget(self._list, 1)
        self.setVisible(False)

    def show_round(self, round_id: RoundId | None) -> None:
        """Show the findings of a round, if it is a review."""
        self._round_id = round_id
        self.refresh()

    def take(self, change: Change) -> None:
        """Follow the reviews, the answers they are about, and what may be seen of both."""
        if change.hidings or not change.answers.isdisjoint(self._answers):
            self.refresh()

    def refresh(self) -> None:
        """Read the findings again; answers may have come."""
        self._answers = frozenset()
        view = self._workspace.sessions.round(self._round_id) if self._round_id else None
        is_review = view is not None and view.round.kind is RoundKind.REVIEW
        self.setVisible(is_review)
        if view is None or not is_review:
            return
        found = self._workspace.merging.findings(view.round.id)
        about = (each.finding.answer for each in found)
        self._answers = frozenset((*about, *(answer.id for answer in view.answers)))
        self._count.setText(str(len(found)) if found else "")
        all_in = all(answer.status.is_ended for answer in view.answers)
        if found:
            hint = _("Each is one assistant's opinion. Enter or a click shows the words.")
            hint = f"{self._workspace.merging.left_out(found) or ''} {hint}".strip()
        elif all_in:
            hint = _("Nobody named an error that could be read. Their words stand at the left.")
        else:
            hint = _("They are still reading each other's answers.")
        self._hint.setText(hint)
        self._list.show_lines([self._line(each) for each in found])

    def _line(self, each: ReviewFinding) -> PlaceLine:
        finding = each.finding
        about = self._workspace.blinding.visible(self._workspace.sessions.answer(finding.answer))
        words = _("{reviewer} on {author}").format(
            reviewer=each.by.assistant, author=about.assistant
        )
        if finding.quote:
            lost = "" if finding.place else f" ({_('not found in the answer')})"
            words += f"\n“{finding.quote}”{lost}"
        words += f"\n{finding.problem}" if finding.problem else ""
        colours = {a.id: a.colour for a in self._workspace.connections.assistants()}
        dots = tuple(_colour(answer, colours) for answer in (each.by, about) if answer.assistant_id)
        span = Span(finding.place.start, finding.place.end) if finding.place else None
        return PlaceLine(words, dots, AnswerPlace(finding.answer, span))


def _colour(answer: Answer, colours: dict[AssistantId, int]) -> int:
    return colours.get(answer.assistant_id, answer.position)
