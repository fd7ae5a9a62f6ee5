"""Name the ids of the entities, so that one kind is never passed where another is meant."""

from typing import NewType

ConnectionId = NewType("ConnectionId", str)
AssistantId = NewType("AssistantId", str)
EnsembleId = NewType("EnsembleId", str)
SessionId = NewType("SessionId", str)
RoundId = NewType("RoundId", str)
AnswerId = NewType("AnswerId", str)
JudgementId = NewType("JudgementId", str)
NoteId = NewType("NoteId", str)
PieceId = NewType("PieceId", str)
DraftVersionId = NewType("DraftVersionId", str)
HandoverId = NewType("HandoverId", str)
GuidanceId = NewType("GuidanceId", str)
TrialId = NewType("TrialId", str)
TrialTaskId = NewType("TrialTaskId", str)
PairId = NewType("PairId", str)
ProposalId = NewType("ProposalId", str)
