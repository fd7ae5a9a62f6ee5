"""Say what changed, by ids, so that each view decides for itself whether it must refresh."""

from dataclasses import dataclass, field, fields

from conductor.core.ids import (
    AnswerId,
    AssistantId,
    ConnectionId,
    EnsembleId,
    GuidanceId,
    ProposalId,
    RoundId,
    SessionId,
    TrialId,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One announcement of the workspace; several are one by `|`.

    Attributes:
        sessions: sessions that were added, renamed, touched or removed.
        rounds: rounds that were added.
        answers: answers whose state changed (also their end).
        streams: answers that got more text.
        judgements: rounds that were judged, or whose judgement got another reason.
        hidings: rounds whose names were hidden or shown.
        notes: sessions whose notes were added, changed or removed.
        drafts: sessions whose own draft changed, its pieces and versions included.
        adoptions: sessions in which an answer was passed into other threads, or taken back.
        guidance: pieces of guidance that were added or changed, or whose evidence changed.
        proposals: proposals for guidance that were asked for or came.
        trials: trials that were made, went on or came to an end.
        connections: connections that were added, changed or removed, or got or lost a key.
        assistants: assistants that were added, changed or removed.
        ensembles: ensembles that were added, changed, removed or made the current one.
        settings: the names of the settings that changed.
        trouble: the state of the library changed (it cannot be written, or can again).
    """

    sessions: frozenset[SessionId] = field(default_factory=frozenset)
    rounds: frozenset[RoundId] = field(default_factory=frozenset)
    answers: frozenset[AnswerId] = field(default_factory=frozenset)
    streams: frozenset[AnswerId] = field(default_factory=frozenset)
    judgements: frozenset[RoundId] = field(default_factory=frozenset)
    hidings: frozenset[RoundId] = field(default_factory=frozenset)
    notes: frozenset[SessionId] = field(default_factory=frozenset)
    drafts: frozenset[SessionId] = field(default_factory=frozenset)
    adoptions: frozenset[SessionId] = field(default_factory=frozenset)
    guidance: frozenset[GuidanceId] = field(default_factory=frozenset)
    trials: frozenset[TrialId] = field(default_factory=frozenset)
    proposals: frozenset[ProposalId] = field(default_factory=frozenset)
    connections: frozenset[ConnectionId] = field(default_factory=frozenset)
    assistants: frozenset[AssistantId] = field(default_factory=frozenset)
    ensembles: frozenset[EnsembleId] = field(default_factory=frozenset)
    settings: frozenset[str] = field(default_factory=frozenset)
    trouble: bool = False

    @property
    def seen_anew(self) -> frozenset[RoundId]:
        """The rounds of which more or less may be seen than before: judging shows names too."""
        return self.judgements | self.hidings

    def __or__(self, other: "Change") -> "Change":
        """Return one change that announces what both do."""
        parts = (each.name for each in fields(self))
        return Change(**{part: getattr(self, part) | getattr(other, part) for part in parts})
