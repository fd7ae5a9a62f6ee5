"""Let three assistants answer, one merge, all revise."""

from conductor.core.entities import Answer
from conductor.core.ids import AssistantId, RoundId, SessionId
from conductor.workspace.sessions.sessions import RoundView
from tests.fakes import words
from tests.workspace.conftest import Stage


def asked_three(stage: Stage) -> RoundView:
    for name in ("Astra", "Opus", "Local"):
        stage.provider.script(name, words(f"{name}-draft says so."))
    return stage.asked("Write a report", stage.team("Astra", "Opus", "Local"))


def merge(stage: Stage, view: RoundView, by: AssistantId, **options: object) -> RoundView:
    plan = stage.workspace.merging.plan_merge(view.round.session_id, by)
    item = stage.workspace.merging.send(plan, **options)  # type: ignore[arg-type]
    return stage.ended(stage.workspace.sessions.round(item.id))


def revised(stage: Stage, session_id: SessionId) -> tuple[Answer, ...]:
    item: RoundId = stage.workspace.rounds.retry(session_id).id
    return stage.ended(stage.workspace.sessions.round(item)).answers
