"""Bring the person's words to the assistants: drafts, who gets them, sending, changing old ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from conductor.core.entities import Assistant
from conductor.core.errors import ConductorError
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.workbench.composer.composer import Composer
from conductor.gui.workbench.composer.draft_keeper import DraftKeeper
from conductor.gui.workbench.composer.mode import Mode
from conductor.gui.workbench.composer.recipients_bar import NO_COLOUR
from conductor.gui.workbench.composer.written import Draft, Words
from conductor.gui.workbench.session.session_header import Names, SessionHeader
from conductor.gui.workbench.session.team_row import TeamRow
from conductor.i18n import _
from conductor.workspace.recipients import recipients
from conductor.workspace.sessions.sessions import RoundView
from conductor.workspace.workspace import Workspace


class Writing(QObject):
    """What stands between the composer and the workspace.

    Attributes:
        begins_blind: whether a session that begins hides who wrote what.

    Signals:
        sent: the `Round` that was begun.
        guided: the `Guided`, if that was guidance.
    """

    sent = Signal(object)
    guided = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        composer: Composer,
        names: SessionHeader,
        team: TeamRow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._composer = composer
        self._names = names
        self._team = team
        self._drafts = DraftKeeper(workspace)
        self._session_id: SessionId | None = None
        self._has_own_team = False
        self._aside = Draft()
        self._unchanged = Draft()  # the words of an earlier round as they were
        self.begins_blind = False
        self._numbers: Mapping[AssistantId, int] | None = None
        composer.sent.connect(self._on_sent)
        composer.draft_changed.connect(self._on_draft)
        composer.guidance_typed.connect(self._on_guidance_typed)
        composer.edit_left.connect(self._on_edit_left)
        team.changed.connect(self._on_team)
        names.named.connect(self.show_kind)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._composer.say(str(error))

    def open(self, session_id: SessionId | None) -> None:
        """Go on in a session, or in one that has not begun: its draft, its team."""
        self._composer.flush_draft()
        draft = self._drafts.load(session_id)
        self._session_id = session_id
        self._has_own_team = False
        self._composer.say(self._drafts.trouble)
        self._composer.set_draft(draft, session_id)
        self._team.show_team(recipients(self._workspace, session_id=session_id))
        self._offer(self._team.members)

    @Slot()
    def show_kind(self) -> None:
        """Let the composer know which kind of task it sends, which decides what is attached."""
        self._composer.set_task_kind(self._names.names.kind)

    def address(self, assistants: Sequence[AssistantId]) -> None:
        """Send the next words to these, who take part from now on, and to nobody else."""
        self._has_own_team = True
        self._team.show_team((*self._team.members, *assistants))
        self._offer(assistants)

    def take_assistants(self) -> None:
        """Take it that assistants or ensembles came, changed or went."""
        before = set(self._composer.offered)
        self._team.refresh()
        if not self._has_own_team and (self._session_id is None or not self._team.members):
            self._team.show_team(recipients(self._workspace, session_id=self._session_id))
        fresh = [who for who in self._team.members if who not in before]
        self._offer((*self._composer.chosen, *fresh))

    def try_words(self, text: str, *, is_guidance: bool = False) -> None:
        """Put words into the composer; what was written there before stays above them."""
        before = self._composer.draft
        text = "\n\n".join(part for part in (before.text.strip(), text) if part)
        draft = Draft(text, before.files, is_guidance=is_guidance or before.is_guidance)
        self._composer.set_draft(draft, self._session_id)
        self._on_draft(self._composer.draft)

    def edit(self, view: RoundView) -> None:
        """Bring the words of a round back, to be changed and sent anew.

        Changed words of another round that were still open join the draft.
        """
        self._composer.flush_draft()
        now = self._composer.draft
        if now.edits == view.round.id:
            self._composer.focus_words()
            return
        if now.edits is None:
            self._aside = now
        elif now != self._unchanged:
            self._aside = self._drafts.join(self._session_id, self._aside, now)
            self._composer.say(self._drafts.trouble)
        files = self._workspace.sessions.attachments(view.round.id)
        draft = Draft(view.round.text, files, view.round.id)
        self._composer.set_draft(draft, self._session_id, view.round)
        self._unchanged = self._composer.draft
        asked = [answer.assistant_id for answer in view.answers]
        present = [who for who in asked if who in self._team.members]
        self._offer(present or self._team.members)
        self._composer.focus_words()

    def _offer(self, chosen: Sequence[AssistantId]) -> None:
        present = {one.id: one for one in self._workspace.connections.assistants()}
        members = self._seen([present[who] for who in self._team.members])
        self._composer.set_recipients(members, [one.id for one in members if one.id in chosen])
        nobody = _("There is nobody to send this to yet: set up an assistant.")
        self._composer.set_obstacle(self._workspace.read_only or ("" if present else nobody))

    @Slot(bool)
    def begin_blind(self, is_blind: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Hide who wrote what in the sessions that begin from now on, or not."""
        self.begins_blind = is_blind

    def hide_names(self, numbers: Mapping[AssistantId, int] | None) -> None:
        """Call the assistants by the numbers of their answers; None by their names again.

        Those without a number can be addressed all together only.
        """
        if numbers != self._numbers:
            self._numbers = numbers
            self._team.hide_names(is_hidden=numbers is not None)
            self._offer(self._composer.chosen)

    def _seen(self, members: Sequence[Assistant]) -> list[Assistant]:
        if self._numbers is None:
            return list(members)
        places = self._numbers
        hidden = [
            replace(one, name=str(places.get(one.id, "")), colour=NO_COLOUR, model="", role="")
            for one in members
        ]
        return sorted(hidden, key=lambda one: places.get(one.id, len(hidden) + 1))

    @Slot()
    def _on_team(self) -> None:
        self._has_own_team = True
        chosen, offered = self._composer.chosen, self._composer.offered
        wanted = [who for who in self._team.members if who in chosen or who not in offered]
        self._offer(wanted or self._team.members)

    @Slot(object)
    @tells_what_went_wrong
    def _on_sent(self, words: Words) -> None:
        from conductor.workspace.rounds.rounds import NewRound  # only when it is needed

        if words.mode is Mode.GUIDANCE and self._session_id is not None:
            self._guide(words, self._session_id)
            return
        begins = words.mode is Mode.TASK or self._session_id is None
        # Names that were given before the first words belong to the session these begin.
        names = self._names.names if self._session_id is None else Names()
        draft = words.draft
        wanted = NewRound(
            draft.text,
            words.recipients,
            session_id=None if begins else self._session_id,
            title=names.title,
            tags=names.tags,
            task_kind=names.kind,
            files=draft.files,
            edits=draft.edits,
            blind=self.begins_blind,
            left_out=words.left_out,
            promising_too=self._workspace.settings.now.promising_too,
            may_draw=words.may_draw,
        )
        item = self._workspace.rounds.ask(wanted)
        self._composer.say("")
        self._on_draft(Draft(edits=draft.edits))
        if self._session_id is None:
            self._names.forget_names()
        self._session_id = item.session_id
        self._composer.set_draft(self._aside if draft.edits else Draft(), item.session_id)
        self.sent.emit(item)

    @tells_what_went_wrong
    def _guide(self, words: Words, session_id: SessionId) -> None:
        from conductor.workspace.rounds.guiding import Guide  # only when it is needed

        if words.draft.files:
            self._composer.say(
                _("Files cannot go along with guidance. Take them off, or send a follow-up.")
            )
            return
        if not words.recipients:
            self._composer.say(_("Choose at least one assistant to send this to."))
            return
        wanted = Guide(
            session_id,
            words.draft.text,
            () if words.is_to_all else words.recipients,
            reusable=words.draft.is_reusable,
            control=words.control,
            kind=words.kind,
        )
        guided = self._workspace.guiding.guide(wanted)
        self._composer.say("")
        self._on_draft(Draft())
        self._composer.set_draft(Draft(), session_id)
        self.sent.emit(guided.round)
        self.guided.emit(guided)

    @Slot(object)
    def _on_guidance_typed(self, text: str) -> None:
        """Offer earlier guidance that says much the same, with what is known of it."""
        from conductor.gui.workbench.composer.earlier_guidance import (
            earlier_guidance,  # only when it is needed
        )

        found = earlier_guidance(self._workspace, text)
        self._composer.offer_earlier(*(found or (None, "")))

    @Slot(object)
    def _on_draft(self, draft: Draft) -> None:
        try:
            self._drafts.keep(self._session_id, draft)
        except ConductorError as error:
            self._composer.say(str(error))
            self._composer.keep_again()

    @Slot()
    def _on_edit_left(self) -> None:
        draft = self._composer.draft
        if draft.edits is not None:
            self._on_draft(Draft(edits=draft.edits))
            self._composer.set_draft(self._aside, self._session_id)
            self._offer(self._team.members)
        self._composer.focus_words()
