"""Ask a model to propose guidance; what it proposes is a candidate without any evidence.

Thread: main.
Rules: nothing is changed by a model: each suggestion is shown, and taken or not by the
person. Answers are shown to the model in frames that none of them can break.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import SystemRandom

from conductor.assets import read_text
from conductor.core.change import Change
from conductor.core.drafts.frames import PassedDraft, framed
from conductor.core.entities import Answer, AnswerStatus, Assistant
from conductor.core.errors import AnswerFailed, InvalidInput, NotFound, StoreError
from conductor.core.events import EventBatch
from conductor.core.guidance.guidance import Guidance, GuidanceSource
from conductor.core.guidance.proposal import Proposal
from conductor.core.ids import AnswerId, AssistantId, GuidanceId, ProposalId, RoundId, SessionId
from conductor.core.request import Message
from conductor.core.service import service_of
from conductor.i18n import _
from conductor.store.evidence import proposals as store
from conductor.store.sessions import manuscripts
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.asking import assistants_by_id
from conductor.workspace.answers.following import Following, request_of
from conductor.workspace.answers.jobs import connection_of
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance import GuidanceList
from conductor.workspace.guidance.guidance_text import refuse_example

log = logging.getLogger(__name__)
MOST_CASES = 8
LEAST_CASES = 2
LONGEST_SHOWN = 3000
_PROMPTS = {
    GuidanceSource.SHARPER_WORDING: "prompts/propose-sharper.en.md",
    GuidanceSource.CHOICES: "prompts/propose-choices.en.md",
    GuidanceSource.EDITS: "prompts/propose-edits.en.md",
}


class Proposing:
    """What models propose as guidance."""

    def __init__(self, desk: Desk, guidance: GuidanceList) -> None:
        self._desk = desk
        self._guidance = guidance
        self._following: Following[Proposal] = Following(desk, self._keep)

    @property
    def is_busy(self) -> bool:
        """Whether a reply is on its way or waits to be saved."""
        return self._following.is_busy

    def sharper_wording(self, guidance_id: GuidanceId, assistant_id: AssistantId) -> Proposal:
        """Ask for sharper wordings of guidance.

        Raises:
            NotFound: the guidance is not there.
            InvalidInput: the assistant cannot be asked.
            StoreError: it could not be kept; nothing was sent.
        """
        item = self._guidance.get(guidance_id)
        refuse_example(item)
        return self._ask(GuidanceSource.SHARPER_WORDING, assistant_id, [item.text], item)

    def from_choices(self, assistant_id: AssistantId) -> Proposal:
        """Ask what the person's latest choices have in common.

        Raises:
            InvalidInput: there are too few choices, or the assistant cannot be asked.
            StoreError: it could not be kept; nothing was sent.
        """
        found = store.newest_preferences(self._desk.db, MOST_CASES)
        cases = [text for one in found for text in (one.preferred, one.other)]
        sessions = [one.session_id for one in found]
        return self._ask(GuidanceSource.CHOICES, assistant_id, cases, sessions=sessions)

    def from_edits(self, assistant_id: AssistantId) -> Proposal:
        """Ask what the person changed in the words taken from answers.

        Raises:
            InvalidInput: there are too few edits, or the assistant cannot be asked.
            StoreError: it could not be kept; nothing was sent.
        """
        cases: list[str] = []
        sessions: list[SessionId] = []
        for session_id in store.sessions_with_pieces(self._desk.db, MOST_CASES):
            draft = manuscripts.draft_of(self._desk.db, session_id).text
            quotes = [piece.quote for piece in manuscripts.pieces_of(self._desk.db, session_id)]
            changed = [quote for quote in quotes if quote not in draft]
            if changed and draft.strip():
                cases += ["\n".join(changed), draft]
                sessions.append(session_id)
        return self._ask(GuidanceSource.EDITS, assistant_id, cases, sessions=sessions)

    def _ask(
        self,
        source: GuidanceSource,
        assistant_id: AssistantId,
        texts: Sequence[str],
        item: Guidance | None = None,
        *,
        sessions: Sequence[SessionId] = (),
    ) -> Proposal:
        if item is None and len(texts) < 2 * LEAST_CASES:
            raise InvalidInput(_("There is too little to learn from yet. Try again later."))
        assistant = self._assistant(assistant_id)
        connection = connection_of(self._desk, assistant)
        proposal = Proposal(
            id=ProposalId(new_ulid()),
            source=source,
            assistant_id=assistant.id,
            assistant=assistant.name,
            connection=connection.name if connection else "",
            model=assistant.model,
            created=self._desk.now(),
            guidance_id=item.id if item else None,
        )
        words = read_text(_PROMPTS[source]).strip().replace("{material}", _material(texts))
        messages = (Message.of("user", words),)
        answer = _as_answer(proposal, assistant)
        with self._desk.db.atomic():
            store.add_proposal(self._desk.db, proposal, messages, sessions)
            job = request_of(self._desk, assistant, answer, messages)
            if isinstance(job, AnswerFailed):
                raise InvalidInput(str(job)) from job
        self._following.begin(answer, assistant, proposal)
        self._desk.engine.submit(job)
        self._announce(proposal)
        return proposal

    def _assistant(self, assistant_id: AssistantId) -> Assistant:
        assistant = assistants_by_id(self._desk).get(assistant_id)
        if assistant is None:
            raise InvalidInput(_("Choose an assistant to ask."))
        connection = connection_of(self._desk, assistant)
        if connection is not None and service_of(connection.kind).is_by_hand:
            sentence = _("{name} is used in the browser and cannot be asked from here.")
            raise InvalidInput(sentence.format(name=assistant.name))
        return assistant

    def receive(self, batches: Iterable[EventBatch]) -> None:
        """Take what the engine brought for proposals; everything else is passed over."""
        ended = [batch for batch in batches if self._following.take(batch) is not None]
        if ended:
            self._save_or_wait()

    def _keep(self, proposal: Proposal, answer: Answer) -> None:
        ended = replace(
            proposal,
            status=answer.status,
            text=answer.text,
            error=answer.error,
            cost_usd=answer.cost_usd,
        )
        store.end_proposal(self._desk.db, ended, self._desk.now())

    def tick(self) -> None:
        """Save the replies that came; what cannot be saved is tried again."""
        if self._following.is_due:
            self._save_or_wait()

    def _save_or_wait(self) -> None:
        try:
            self.save()
        except StoreError as error:
            log.info("A proposal waits to be saved: %s", error)

    def save(self) -> None:
        """Write the replies that came.

        Raises:
            StoreError: they could not be written, and stay.
        """
        for proposal, _answer in self._following.save():
            self._announce(proposal)

    def all(self) -> tuple[Proposal, ...]:
        """Return the proposals that were not put away, newest first."""
        return store.all_proposals(self._desk.db)

    def take(self, proposal_id: ProposalId, suggestion: str) -> Guidance:
        """Make a suggestion, as it is or as the person worded it, a candidate.

        Raises:
            NotFound: the proposal is not there.
            InvalidInput: there is no text, or it is there already.
        """
        proposal = next((one for one in self.all() if one.id == proposal_id), None)
        if proposal is None:
            raise NotFound(_("There is no proposal {id}.").format(id=proposal_id))
        return self._guidance.add(suggestion, source=proposal.source)

    def dismiss(self, proposal_id: ProposalId) -> None:
        """Put a proposal away."""
        with self._desk.db.atomic():
            store.dismiss(self._desk.db, proposal_id, self._desk.now())
        self._desk.publish(Change(proposals=frozenset({proposal_id})))

    def stop_all(self) -> None:
        """Stop every reply that is on its way."""
        for answer_id in self._following.on_their_way:
            self._desk.engine.stop(answer_id)

    def _announce(self, proposal: Proposal) -> None:
        self._desk.publish(Change(proposals=frozenset({proposal.id})))


def _material(texts: Sequence[str]) -> str:
    """Frame texts one by one, so that their order stays."""
    shown = (text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…" for text in texts)
    return "\n\n".join(
        framed([PassedDraft(AnswerId(""), text)], SystemRandom()).text for text in shown
    )


def _as_answer(proposal: Proposal, assistant: Assistant) -> Answer:
    return Answer(
        id=AnswerId(proposal.id),
        round_id=RoundId(""),
        assistant_id=assistant.id,
        assistant=assistant.name,
        connection=proposal.connection,
        model=assistant.model,
        position=0,
        status=AnswerStatus.QUEUED,
        settings=assistant.settings,
    )
