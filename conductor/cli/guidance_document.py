"""Make the JSON documents of guidance and of trials."""

from conductor.cli.document import Document
from conductor.core.guidance.trial import TaskState
from conductor.workspace.trials.trial_queue import QueueState
from conductor.workspace.trials.trial_view import ComparedPair, TaskView, TrialView
from conductor.workspace.what_works.findings import Behind, GuidanceRow
from conductor.workspace.what_works.what_works import Counts
from conductor.workspace.workspace import Workspace


def counts_document(counts: Counts) -> Document:
    """Return wins, losses and ties."""
    return {"wins": counts.wins, "losses": counts.losses, "ties": counts.ties}


def guidance_row(workspace: Workspace, row: GuidanceRow) -> Document:
    """Return what is known of one piece of guidance."""
    item, found = row.guidance, row.assessment
    names = {who.id: who.name for who in workspace.connections.assistants()}
    return {
        "guidance": item.id,
        "version": item.version,
        "text": item.text,
        "status": str(item.status),
        "kind": str(item.kind),
        "use": str(item.use),
        "scope": {
            "kinds": list(item.scope.kinds),
            "assistants": [names.get(who, who) for who in item.scope.assistants],
        },
        "reusable": item.reusable,
        "pinned": item.pinned,
        "source": str(item.source),
        "origin": item.origin,
        "said": row.times_said,
        "revisions": {
            "better": row.revisions.better,
            "same": row.revisions.same,
            "worse": row.revisions.worse,
        },
        "trials": counts_document(row.trials),
        "lottery": counts_document(row.lottery),
        "pairs": counts_document(row.pairs),
        "earlier": counts_document(row.earlier),
        "p_helps": found.p_helps,
        "p_none": found.p_none,
        "p_hurts": found.p_hurts,
        "p_little": found.p_little,
        "e_plus": found.e_plus,
        "verdict": str(row.verdict),
        "older_models": row.badge.is_older,
        "size": row.size,
        "interval90": [row.interval90.low, row.interval90.high],
        "takes": {
            "probably_helps": row.takes.probably_helps.wins,
            "helps": row.takes.helps.wins,
        },
        "star": row.has_star,
        "question": item.question or None,
    }


def behind_document(behind: Behind) -> Document:
    """Return one task behind a verdict, with its answers."""
    return {
        "source": str(behind.outcome.source),
        "outcome": str(behind.outcome.sign),
        "created": behind.outcome.created,
        "kind": behind.outcome.kind,
        "task": behind.task,
        "pairs": [pair_document(pair) for pair in behind.pairs],
        "answers": [
            {"assistant": one.assistant, "had_guidance": one.had_guidance, "text": one.text}
            for one in behind.answers
        ],
    }


def pair_document(compared: ComparedPair) -> Document:
    """Return a comparison of a complete task, with both answers."""
    pair = compared.pair
    return {
        "pair": pair.id,
        "assistant": pair.assistant,
        "with": pair.with_side,
        "choice": None if pair.choice is None else str(pair.choice),
        "outcome": str(compared.sign),
        "seconds": pair.seconds,
        "with_guidance": compared.with_guidance.answer.text,
        "without_guidance": compared.without_guidance.answer.text,
    }


def queue_document(state: QueueState) -> Document:
    """Return the next comparison; nothing in it tells which side is which."""
    pair = state.pair
    return {
        "pair": None if pair is None else pair.id,
        "task": None if pair is None else pair.task,
        "answers": [] if pair is None else [{"text": text} for text in pair.texts],
        "remaining": state.remaining,
    }


def trial_row(view: TrialView) -> Document:
    """Return how a trial stands, in one row."""
    trial = view.trial
    return {
        "trial": trial.id,
        "guidance": trial.guidance_id,
        "state": str(trial.state),
        "pairs": view.planned,
        "ready": view.ready,
        "judged": view.judged,
        "created": trial.created,
    }


def trial_document(workspace: Workspace, view: TrialView) -> Document:
    """Return a trial as far as it may be seen."""
    names = {who.id: who.name for who in workspace.connections.assistants()}
    trial = view.trial
    states = [task.task.state for task in view.tasks]
    return {
        **trial_row(view),
        "version": trial.version,
        "text": view.tested_text,
        "use": str(trial.use),
        "assistants": [names.get(who, who) for who in trial.assistants],
        "per_task": trial.per_task,
        "trouble": trial.trouble or None,
        "prediction": trial.prediction,
        "could_tell": None if trial.could_tell is None else str(trial.could_tell),
        "abandoned": states.count(TaskState.ABANDONED),
        "tasks": [_task_document(task) for task in view.tasks],
    }


def _task_document(view: TaskView) -> Document:
    task = view.task
    return {
        "task": task.id,
        "text": task.text,
        "kind": task.kind,
        "state": str(task.state),
        "trouble": task.trouble or None,
        "pairs_planned": view.planned,
        "pairs_judged": view.judged if task.state is TaskState.COMPLETE else None,
        "outcome": None if task.sign is None else str(task.sign),
        "pairs": [pair_document(pair) for pair in view.pairs],
    }
