"""Make the job of one request: its connection, its key, its limit, the exact bytes to send."""

import ipaddress
from urllib.parse import urlsplit

from conductor.core.entities import Answer, Assistant, Connection
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.request import Endpoint, Message, ModelRequest
from conductor.core.service import NEAR_LIMIT_S, service_of
from conductor.engine.job import Job
from conductor.i18n import _
from conductor.store import connections as connection_store
from conductor.workspace.connections.starter import model_path_of
from conductor.workspace.desk import Desk


def make_job(
    desk: Desk,
    assistant: Assistant,
    answer: Answer,
    messages: tuple[Message, ...],
    limit_s: float | None,
) -> Job:
    """Return the job of an attempt.

    Args:
        desk: what the areas share.
        assistant: who is asked.
        answer: the attempt.
        messages: what it shows the assistant.
        limit_s: seconds without a useful event before it fails; None: by the service.

    Raises:
        AnswerFailed: it cannot even be asked for.
    """
    connection = connection_of(desk, assistant)
    if connection is None:
        sentence = _("The connection of {name} was removed. Choose another one for it.")
        error = AnswerError(ErrorKind.ADDRESS, sentence.format(name=assistant.name))
        raise AnswerFailed(error)
    request = ModelRequest(
        Endpoint(
            connection.kind,
            connection.base_url,
            desk.keys.key_of(connection.id, connection.key_env),
        ),
        answer.model,
        messages,
        answer.settings,
        limit_s or _limit_s(connection),
    )
    return Job(
        answer_id=answer.id,
        attempt=answer.attempt,
        connection_id=connection.id,
        parallel=connection.parallel,
        request=request,
        model_path=model_path_of(desk.library.folder, connection),
        body=desk.engine.body_of(request, connection.id),
    )


def connection_of(desk: Desk, assistant: Assistant) -> Connection | None:
    """Return the connection of an assistant, None if it was removed."""
    every = connection_store.all_connections(desk.db)
    return next((c for c in every if c.id == assistant.connection_id), None)


def _limit_s(connection: Connection) -> float:
    host = urlsplit(connection.base_url).hostname or ""
    try:
        is_near = ipaddress.ip_address(host).is_private
    except ValueError:
        is_near = host == "localhost"
    return NEAR_LIMIT_S if is_near else service_of(connection.kind).limit_s
