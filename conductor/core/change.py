"""Say what changed, so that each view decides for itself whether it must refresh."""

from dataclasses import dataclass, field

from conductor.core.ids import AnswerId, GuidanceId, ProposalId, RoundId, SessionId, TrialId


@dataclass(frozen=True, slots=True)
class Change:
    """One announcement of the workspace.

    Attributes:
        sessions: sessions that were added, renamed, touched or removed.
        rounds: rounds that were added.
        answers: answers whose state changed (also their end).
        streams: answers that only got more text.
        judgements: rounds that were judged, or whose names were hidden or shown.
        notes: sessions whose notes were added, changed or removed.
        drafts: sessions whose own draft changed, its pieces and versions included.
        adoptions: sessions in which an answer was passed into other threads, or taken back.
        guidance: pieces of guidance that were added or changed, or whose evidence changed.
        proposals: proposals for guidance that were asked for or came.
        trials: trials that were made, went on or came to an end.
        connections: connections, assistants or ensembles were added, changed or removed.
        settings: a setting changed.
        trouble: the state of the library changed (it cannot be written, or can again).
    """

    sessions: frozenset[SessionId] = field(default_factory=frozenset)
    rounds: frozenset[RoundId] = field(default_factory=frozenset)
    answers: frozenset[AnswerId] = field(default_factory=frozenset)
    streams: frozenset[AnswerId] = field(default_factory=frozenset)
    judgements: frozenset[RoundId] = field(default_factory=frozenset)
    notes: frozenset[SessionId] = field(default_factory=frozenset)
    drafts: frozenset[SessionId] = field(default_factory=frozenset)
    adoptions: frozenset[SessionId] = field(default_factory=frozenset)
    guidance: frozenset[GuidanceId] = field(default_factory=frozenset)
    trials: frozenset[TrialId] = field(default_factory=frozenset)
    proposals: frozenset[ProposalId] = field(default_factory=frozenset)
    connections: bool = False
    settings: bool = False
    trouble: bool = False
