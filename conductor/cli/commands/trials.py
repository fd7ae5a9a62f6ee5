"""Test guidance from the command line: set up, compare blind, see what came of it."""

import click

from conductor.cli.document import print_json, print_line
from conductor.cli.guidance_document import queue_document, trial_document, trial_row
from conductor.cli.options import JSON
from conductor.cli.running import CommandRun, WorkPlace, read_stdin
from conductor.cli.table import aligned
from conductor.core.errors import InvalidInput
from conductor.core.guidance.guidance import GuidanceUse
from conductor.core.guidance.trial import CouldTell, PairChoice, TaskState, TrialState
from conductor.core.ids import PairId, TrialId
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.recipients import recipients
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from conductor.workspace.trials.trial_setup import TrialEstimate
from conductor.workspace.trials.trial_view import TrialView
from conductor.workspace.workspace import Workspace


@click.group()
def trial() -> None:
    """Test guidance blind: the same tasks with it and without it."""


@trial.command("new")
@click.argument("guidance_id", metavar="GUIDANCE")
@click.option("--task", multiple=True, metavar="TEXT", help="A task; may be repeated.")
@click.option(
    "--from-session", multiple=True, metavar="ID", help="The task of a session; may be repeated."
)
@click.option("--set", "set_name", metavar="NAME", help="The tasks of a saved set.")
@click.option("--save-as", metavar="NAME", help="Save these tasks as a set.")
@click.option("--kind", metavar="K", help="Kind of the tasks given with --task.")
@click.option("--to", multiple=True, metavar="NAME", help="An assistant; may be repeated.")
@click.option(
    "--per-task",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Comparisons per assistant and task.",
)
@click.option(
    "--revision", is_flag=True, help="Test it as a word on a draft, not as attached guidance."
)
@click.option(
    "--sure",
    type=click.IntRange(50, 99),
    metavar="PERCENT",
    help="How sure you are that it helps, before you see anything.",
)
@JSON
@click.pass_obj
def new_trial(
    place: WorkPlace,
    guidance_id: str,
    *,
    task: tuple[str, ...],
    from_session: tuple[str, ...],
    set_name: str | None,
    save_as: str | None,
    kind: str | None,
    to: tuple[str, ...],
    per_task: int,
    revision: bool,
    sure: int | None,
    as_json: bool,
) -> None:
    """Make a trial and have all its answers written; then compare them with “trial next”.

    A task given as - is read from standard input.
    """
    with place.writing() as run:
        workspace = run.workspace
        setup = workspace.trial_setup
        tasks = [TaskText(read_stdin() if text == "-" else text, kind) for text in task]
        tasks += [setup.task_of_session(workspace.sessions.find(s).id) for s in from_session]
        tasks += setup.set_called(set_name) if set_name else ()
        wanted = NewTrial(
            guidance_id=workspace.guidance.find(guidance_id).id,
            tasks=tuple(tasks),
            assistants=recipients(workspace, to=to),
            per_task=per_task,
            use=GuidanceUse.REVISION if revision else GuidanceUse.ATTACHED,
            prediction=sure,
        )
        if save_as:
            setup.save_set(save_as, wanted.tasks)
        click.echo(_estimate_line(setup.estimate(wanted)), err=True)
        workspace.start()
        made = workspace.trials.new(wanted)
        code = _follow(run, made.id, as_json=as_json)
    raise SystemExit(code)


def _estimate_line(estimate: TrialEstimate) -> str:
    minutes = max(1, round(estimate.writing_minutes))
    if estimate.cost_usd is None:
        sentence = _("{pairs} comparisons, {requests} answers, about {minutes} min to write them.")
        return sentence.format(pairs=estimate.pairs, requests=estimate.requests, minutes=minutes)
    sentence = _(
        "{pairs} comparisons, {requests} answers, about {minutes} min to write them and ${cost}."
    )
    return sentence.format(
        pairs=estimate.pairs,
        requests=estimate.requests,
        minutes=minutes,
        cost=f"{estimate.cost_usd:.2f}",
    )


@trial.command("resume")
@click.argument("trial_id", metavar="TRIAL")
@JSON
@click.pass_obj
def resume_trial(place: WorkPlace, trial_id: str, *, as_json: bool) -> None:
    """Go on writing the answers of a trial that was stopped or interrupted."""
    with place.writing() as run:
        found = run.workspace.trials.find(trial_id)
        run.workspace.start()
        run.workspace.trials.resume(found.id)
        code = _follow(run, found.id, as_json=as_json)
    raise SystemExit(code)


def _follow(run: CommandRun, trial_id: TrialId, *, as_json: bool) -> int:
    """Wait until a trial's answers are written, say how it went, return the exit code."""
    told: tuple[int, int] | None = None

    def tell() -> None:
        nonlocal told
        now = run.workspace.trials.progress(trial_id)
        if now != told:
            told = now
            line = _("{n} of {all} pairs are ready.").format(n=now[0], all=now[1])
            click.echo(line, err=True)

    run.wait_for_trials(tell)
    tell()
    view = run.workspace.trials.view(trial_id)
    for line in _troubles(view):
        click.echo(visible(line), err=True)
    if as_json:
        print_json({"trial": trial_id, "pairs": view.planned})
    else:
        print_line(_("Trial {id}: conductor trial next {id}").format(id=trial_id))
    return _exit_code(run, view)


def _troubles(view: TrialView) -> list[str]:
    lines = []
    if view.trial.trouble:
        sentence = _("The trial stopped: {why} Go on with: conductor trial resume {id}")
        lines.append(sentence.format(why=view.trial.trouble, id=view.trial.id))
    for task in view.tasks:
        if task.task.state is TaskState.ABANDONED:
            sentence = _("A task was abandoned and does not count: {why}")
            lines.append(sentence.format(why=task.task.trouble))
    return lines


def _exit_code(run: CommandRun, view: TrialView) -> int:
    if run.interrupted:
        return 130
    abandoned = any(task.task.state is TaskState.ABANDONED for task in view.tasks)
    if view.ready == view.planned and not abandoned:
        return 0
    return 3 if view.ready else 1


@trial.command("next")
@click.argument("trial_id", metavar="TRIAL", required=False)
@JSON
@click.pass_obj
def next_pair(place: WorkPlace, trial_id: str | None, *, as_json: bool) -> None:
    """Show the next comparison of a trial, or of all of them in a drawn order."""
    with place.writing() as run:
        found = run.workspace.trials.find(trial_id).id if trial_id else None
        state = run.workspace.trial_queue.next(found)
        if as_json:
            print_json(queue_document(state))
            return
        if state.pair is None:
            click.echo(_nothing_left(run.workspace, found), err=True)
            return
        left, right = state.pair.texts
        for line in (state.pair.task, "── 1", left, "── 2", right, ""):
            print_line(visible(line))
        question = _("Which would you rather use? conductor trial answer {id} 1|2|tie|none")
        print_line(question.format(id=state.pair.id))


def _nothing_left(workspace: Workspace, trial_id: TrialId | None) -> str:
    trials = workspace.trials.all() if trial_id is None else (workspace.trials.get(trial_id),)
    if any(one.state is TrialState.STOPPED for one in trials):
        return _("Nothing to compare now. Have the rest written: conductor trial resume TRIAL")
    return _("Nothing is left to compare.")


@trial.command("answer")
@click.argument("pair")
@click.argument("choice", type=click.Choice([str(choice) for choice in PairChoice]))
@click.option("--sure", type=click.IntRange(0, 100), metavar="PERCENT", help="How sure you are.")
@JSON
@click.pass_obj
def answer_pair(
    place: WorkPlace, pair: str, choice: str, *, sure: int | None, as_json: bool
) -> None:
    """Say which answer you would rather use: the first, the second, no difference, neither."""
    with place.writing() as run:
        pair_id = PairId(pair.strip().upper())
        answered = run.workspace.trial_queue.answer(pair_id, PairChoice(choice), confidence=sure)
        if as_json:
            print_json(
                {
                    "pair": pair_id,
                    "choice": choice,
                    "task_complete": answered.complete is not None,
                    "trial_ended": answered.ended is not None,
                }
            )
            return
        if answered.ended is not None:
            hint = _(
                "The trial is over: conductor trial show {id}\n"
                "Could you tell which was which? conductor trial told {id} yes|no|sometimes"
            )
            click.echo(hint.format(id=answered.ended), err=True)


@trial.command("told")
@click.argument("trial_id", metavar="TRIAL")
@click.argument("could_tell", type=click.Choice([str(each) for each in CouldTell]))
@JSON
@click.pass_obj
def say_whether_told(place: WorkPlace, trial_id: str, could_tell: str, *, as_json: bool) -> None:
    """Say at the end whether you could tell which answer had the guidance."""
    with place.writing() as run:
        found = run.workspace.trials.find(trial_id)
        run.workspace.trials.say_whether_told(found.id, CouldTell(could_tell))
        if as_json:
            print_json({"trial": found.id, "could_tell": could_tell})


@trial.command("show")
@click.argument("trial_id", metavar="TRIAL")
@JSON
@click.pass_obj
def show_trial(place: WorkPlace, trial_id: str, *, as_json: bool) -> None:
    """Show how a trial stands; what had the guidance only of complete tasks."""
    with place.reading() as run:
        view = run.workspace.trials.view(run.workspace.trials.find(trial_id).id)
        if as_json:
            print_json(trial_document(run.workspace, view))
            return
        click.echo(visible(f"{view.tested_text}\n"))
        counts = _("{state}: {judged} of {all} comparisons made, {ready} ready")
        line = counts.format(
            state=view.trial.state, judged=view.judged, all=view.planned, ready=view.ready
        )
        click.echo(line)
        for task in view.tasks:
            outcome = task.task.sign or task.task.state
            click.echo(visible(f"{outcome}  {' '.join(task.task.text.split())}"))


@trial.command("list")
@JSON
@click.pass_obj
def list_trials(place: WorkPlace, *, as_json: bool) -> None:
    """List the trials, newest first."""
    with place.reading() as run:
        views = [run.workspace.trials.view(one.id) for one in run.workspace.trials.all()]
        if as_json:
            print_json([trial_row(view) for view in views])
            return
        if not views:
            click.echo(_("No trial yet. “conductor trial new” makes one."), err=True)
            return
        rows = [
            (v.trial.id, str(v.trial.state), f"{v.judged}/{v.planned}", v.tested_text)
            for v in views
        ]
        for line in aligned(rows):
            click.echo(visible(" ".join(line.splitlines())))


@trial.command("close")
@click.argument("trial_id", metavar="TRIAL")
@JSON
@click.pass_obj
def close_trial(place: WorkPlace, trial_id: str, *, as_json: bool) -> None:
    """Give up what is left of a trial; its open tasks never count."""
    with place.writing() as run:
        found = run.workspace.trials.find(trial_id)
        if found.state.is_ended:
            raise InvalidInput(_("This trial is over."))
        run.workspace.trials.close(found.id)
        if as_json:
            print_json({"trial": found.id, "state": run.workspace.trials.get(found.id).state})


@trial.command("tasks")
@click.argument("guidance_id", metavar="GUIDANCE")
@JSON
@click.pass_obj
def propose_tasks(place: WorkPlace, guidance_id: str, *, as_json: bool) -> None:
    """Propose past tasks on which a guidance could be tested."""
    with place.reading() as run:
        item = run.workspace.guidance.find(guidance_id)
        found = run.workspace.trial_setup.proposed(item.id)
        if as_json:
            print_json(
                [
                    {"session": one.session_id, "text": one.task.text, "kind": one.task.kind}
                    for one in found
                ]
            )
            return
        for one in found:
            click.echo(visible(f"{one.session_id}  {' '.join(one.task.text.split())}"))
