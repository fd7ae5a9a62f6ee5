"""Build the parts of the workbench, a few at a time, each at its place on the page.

Thread: GUI.
Rules: what is built here works by itself; `wiring` connects it, `shown_session` fills it.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout

from conductor.core.ids import AssistantId
from conductor.gui.needs import Needs
from conductor.gui.opening import Opening
from conductor.gui.page import Page
from conductor.gui.widgets.text_label import text_label
from conductor.gui.workbench.composer.composer import Composer
from conductor.gui.workbench.composer.guidance_notice import GuidanceNotice
from conductor.gui.workbench.foot import Foot
from conductor.gui.workbench.judging_parts import JudgingParts
from conductor.gui.workbench.reading.reading import Reading
from conductor.gui.workbench.rounds.all_in import AllInNotice
from conductor.gui.workbench.rounds.read_hint import ReadHint
from conductor.gui.workbench.rounds.round_header import RoundHeader
from conductor.gui.workbench.rounds.round_list import RoundList
from conductor.gui.workbench.session.example_banner import ExampleBanner
from conductor.gui.workbench.session.hurt_notice import HurtNotice
from conductor.gui.workbench.session.opening_mark import OpeningMark
from conductor.gui.workbench.session.page_header import PageHeader
from conductor.gui.workbench.session.session_actions import SessionActions
from conductor.gui.workbench.session.session_exits import SessionExits
from conductor.gui.workbench.session.session_header import SessionHeader
from conductor.gui.workbench.session.team_row import TeamRow
from conductor.gui.workbench.stage import Stage
from conductor.gui.workbench.writing import Writing
from conductor.workspace.workspace import Workspace


class Rooms(QObject):
    """The parts of one workbench; all are there once `build` has come to its end.

    Attributes:
        needs: what the parts need of the page.
        names: title, tags and kind of the session.
        team: who takes part.
        controls: what is done to the session as a whole.
        header: these three.
        banner: what is wrong with the library or the session.
        hurt: a session that was not opened.
        example: what is said of the example.
        rounds: the rounds, at the left.
        round: the header of the round that is shown.
        hint: offers to read long answers one at a time.
        stage: the answers, or what helps to begin.
        columns: the answers.
        reading: the other ways of reading them.
        composer: the person's words.
        writing: what brings them to the assistants.
        judging: what compares the answers.
        asked: what the person is told or asked of guidance.
        notice: says when all answers are in.
        ways: what leads out of the session.
        mark: remembers which session is being opened.
        opening: shows a session in slices.
    """

    def __init__(self, workspace: Workspace, needs: Needs, foot: Foot, page: Page) -> None:
        super().__init__(page)
        self.workspace = workspace
        self.needs = needs
        self.page = page
        self.foot = foot
        self.opening = Opening(self)
        self.mark = OpeningMark(workspace, self)
        self.notice = AllInNotice(workspace, page)
        self.ways = SessionExits(workspace.sessions, workspace.bin, needs, page)

    def build(self, top: QVBoxLayout, left: QVBoxLayout, right: QVBoxLayout) -> Iterator[None]:
        """Build the parts, a few up to each `yield`.

        Args:
            top: where the headers stand.
            left: where the rounds stand.
            right: where the answers stand, above the foot.
        """
        self._build_header(top)
        yield
        self.rounds = RoundList(self.page)
        self.rounds.setVisible(False)
        left.addWidget(self.rounds)
        self.round = RoundHeader(self.needs.actions.action("editTask"), self.page)
        self.hint = ReadHint(self.needs.actions.action("readAnswer"), self.round)
        self.round.add_control(self.hint)
        right.addWidget(self.round)
        yield
        self.stage = Stage(self.workspace, self.needs, self.page)
        self.columns = self.stage.columns
        self.reading = Reading(self.workspace, self.needs, self.columns, self.stage.answers)
        right.addWidget(self.stage, 1)
        yield
        self.composer = Composer(self.workspace, self.needs, self.foot.words)
        yield
        self.judging = JudgingParts(self.workspace, self.needs, self.columns, self.page)
        self.stage.surround(self.judging.area)
        right.addWidget(self.judging.adoption)
        self.asked = GuidanceNotice(self.workspace, self.needs, self.page)
        right.addWidget(self.asked)
        self.foot.folded.connect(self.judging.bar.set_compact)
        self.foot.share_with(self.judging.bar)
        yield
        self.writing = Writing(self.workspace, self.composer, self.names, self.team, self)
        self.controls.add_control(self.judging.blind)
        self.judging.blind.toggled.connect(self.writing.begin_blind)

    def _build_header(self, top: QVBoxLayout) -> None:
        self.names = SessionHeader(self.workspace, self.needs, self.page)
        self.team = TeamRow(self.workspace, self.needs, self.page)
        self.controls = SessionActions(self.needs.actions, self.page)
        self.header = PageHeader(self.names, self.team, self.controls, self.page)
        top.addWidget(self.header)
        self.banner = text_label("", self.page, name="libraryBanner", look="error", wrap=True)
        self.banner.setContentsMargins(16, 8, 16, 8)
        top.addWidget(self.banner)
        self.hurt = HurtNotice(self.page)
        top.addWidget(self.hurt)
        self.example = ExampleBanner(self.workspace, self.needs, self.page)
        top.addWidget(self.example)

    @Slot(object)
    def address(self, assistants: Sequence[AssistantId]) -> None:
        """Send the next words to these, and to nobody else."""
        self.writing.address(assistants)
        self.focus_words()

    @Slot()
    def focus_words(self) -> None:
        """Put the cursor into the composer, unless the welcome stands in its place."""
        if not self.stage.is_welcome:
            self.composer.focus_words()

    def say_above(self, sentence: str) -> None:
        """Say above the work what is wrong; empty takes it back."""
        self.banner.setText(sentence)
        self.banner.setVisible(bool(sentence))

    def close_down(self) -> None:
        """Keep the draft and stop what runs; the window is closing."""
        self.mark.close_down()
        self.opening.give_up()
        self.composer.close_down()
        self.names.close_down()
        self.judging.close_down()
        self.asked.close_down()
        self.reading.close_down()
        self.stage.close_down()
