"""Say guidance in a round: assistants revise their latest answers by it.

Thread: main.
"""

from dataclasses import dataclass, replace

from conductor.core.entities import Round, RoundKind
from conductor.core.guidance.guidance import Control, Guidance, GuidanceKind, Scope
from conductor.core.ids import AssistantId, SessionId
from conductor.core.thread import RETRY_WORDS
from conductor.store.evidence import guidance as store
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance import GuidanceList
from conductor.workspace.guidance.guidance_text import checked_guidance
from conductor.workspace.rounds.rounds import Revision, Rounds


@dataclass(frozen=True, slots=True)
class Guide:
    """What should change, and who is to change it.

    Attributes:
        recipients: who; empty means everybody with an answer to revise.
        reusable: whether it has a star.
        control: what the others are told meanwhile.
        limit_s: seconds without a useful event before an answer fails; None: by the service.
    """

    session_id: SessionId
    text: str
    recipients: tuple[AssistantId, ...] = ()
    reusable: bool = False
    control: Control = Control.NONE
    kind: GuidanceKind = GuidanceKind.OTHER
    scope: Scope = Scope()
    limit_s: float | None = None


@dataclass(frozen=True, slots=True)
class Guided:
    """A guidance round that was sent.

    Attributes:
        star: earlier guidance that says much the same and has no star yet, or the guidance
            itself if it was said before; None if there is nothing to offer a star for.
    """

    round: Round
    guidance: Guidance
    star: Guidance | None


class Guiding:
    """Rounds in which the person says what should change."""

    def __init__(self, desk: Desk, rounds: Rounds, guidance: GuidanceList) -> None:
        self._desk = desk
        self._rounds = rounds
        self._guidance = guidance

    def guide(self, wanted: Guide) -> Guided:
        """Send guidance: assistants revise their latest answers by it.

        Raises:
            NotFound: the session is not there.
            InvalidInput: there is nothing to say, or no answer to revise.
            StoreError: it could not be kept; nothing was sent.
        """
        text = checked_guidance(wanted.text)
        present = self._guidance.with_text(text)
        guidance = present or self._guidance.new(
            text, wanted.kind, wanted.scope, reusable=wanted.reusable
        )
        star = self._star_for(guidance, is_new=present is None)

        def write(item: Round) -> None:
            if present is None:
                store.add_guidance(self._desk.db, replace(guidance, origin=item.id))
            elif wanted.reusable and not present.reusable:
                store.change_guidance(self._desk.db, replace(present, reusable=True))
            store.add_said(self._desk.db, item.id, guidance, wanted.control)

        revision = Revision(
            wanted.session_id,
            RoundKind.GUIDANCE,
            text,
            wanted.recipients,
            RETRY_WORDS if wanted.control is Control.RETRY else None,
            wanted.limit_s,
        )
        item = self._rounds.revise(revision, write)
        self._guidance.announce(guidance.id)
        said = self._guidance.get(guidance.id)
        return Guided(item, said, None if wanted.reusable else star)

    def _star_for(self, guidance: Guidance, *, is_new: bool) -> Guidance | None:
        if not is_new:
            return None if guidance.reusable else guidance
        similar = self._guidance.similar_to(guidance.text)
        return next((item.guidance for item in similar if not item.guidance.reusable), None)
