"""Put the tests of one guidance, and the checks of how they were judged, into lines."""

from conductor.core.guidance.trial import CouldTell, Trial, TrialState
from conductor.i18n import _
from conductor.workspace.what_works.findings import Detail
from conductor.workspace.workspace import Workspace


def trial_records(workspace: Workspace, detail: Detail) -> list[str]:
    """Return a line for each test, and for each check that there is something to say of."""
    trials = [t for t in workspace.trials.all() if t.guidance_id == detail.row.guidance.id]
    lines = [_line(workspace, trial) for trial in trials]
    checks = workspace.checks
    sides, blinding = checks.sides(), checks.blinding(detail.row.guidance.id)
    if blinding.out_of:
        sentence = _("You guessed rightly which answer had the guidance {n} of {all} times.")
        lines.append(sentence.format(n=blinding.hits, all=blinding.out_of))
    if sides.out_of:
        sentence = _("In all tests you chose the left answer {n} of {all} times.")
        if sides.is_notable:
            sentence = _(
                "In all tests you chose the left answer {n} of {all} times: luck alone seldom "
                "does that."
            )
        lines.append(sentence.format(n=sides.hits, all=sides.out_of))
    agreement = checks.agreement_words()
    return [*lines, agreement] if agreement else lines


def _line(workspace: Workspace, trial: Trial) -> str:
    glance = workspace.trials.glance(trial)
    counted = _("{n} of {all} tasks complete").format(n=glance.complete, all=glance.tasks)
    parts = [trial.created[:10], _state(trial.state), counted]
    if trial.prediction is not None:
        parts.append(_("you were {n} % sure").format(n=trial.prediction))
    if trial.could_tell is not None:
        parts.append(_told(trial.could_tell))
    return " · ".join(parts)


def _state(state: TrialState) -> str:
    return {
        TrialState.RUNNING: _("going on"),
        TrialState.STOPPED: _("stopped"),
        TrialState.DONE: _("over"),
        TrialState.CLOSED: _("given up"),
    }[state]


def _told(could_tell: CouldTell) -> str:
    return {
        CouldTell.NO: _("you could not tell which was which"),
        CouldTell.SOMETIMES: _("you could sometimes tell which was which"),
        CouldTell.YES: _("you could tell which was which"),
    }[could_tell]
