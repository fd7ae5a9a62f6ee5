"""Describe one attempt to be made: which answer it is for, what to ask, and whom."""

from dataclasses import dataclass
from pathlib import Path

from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.request import ModelRequest


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt at one answer, complete enough that the engine needs nothing else.

    Attributes:
        attempt: number of the attempt, from 1; an answer has one at a time.
        parallel: how many answers of this connection may run at once.
        request: what to ask; for a `local` connection its base URL is empty, since the
            address of the local server is only known once it runs.
        model_path: the GGUF file of a `local` connection.
        body: the exact bytes to send, as `Engine.body_of` gave them; empty to have them
            made when the request leaves.
        is_patient: whether no person looks at the answer while it is written.
    """

    answer_id: AnswerId
    attempt: int
    connection_id: ConnectionId
    parallel: int
    request: ModelRequest
    model_path: Path | None = None
    body: bytes = b""
    is_patient: bool = False
