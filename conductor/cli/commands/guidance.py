"""List, write and retire guidance from the command line."""

from collections.abc import Sequence

import click

from conductor.cli.document import print_json
from conductor.cli.guidance_document import behind_document, guidance_row
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace, read_stdin
from conductor.cli.table import aligned
from conductor.core.errors import InvalidInput
from conductor.core.guidance.guidance import Guidance, GuidanceKind, Scope
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.recipients import addressee
from conductor.workspace.what_works.conclusions import status_words
from conductor.workspace.what_works.findings import GuidanceRow
from conductor.workspace.what_works.what_works import Counts, starting_assumption
from conductor.workspace.workspace import Workspace

_KIND = click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in GuidanceKind]),
    help="What it asks to be changed.",
)
_FOR_KIND = click.option(
    "--for-kind", multiple=True, metavar="K", help="Only for this kind of task; may be repeated."
)
_FOR = click.option(
    "--for", "for_", multiple=True, metavar="NAME", help="Only for this assistant; may be repeated."
)
_TEXT_LENGTH = 60


@click.group()
def guidance() -> None:
    """Keep what you ask to be changed, and see which of it works."""


@guidance.command("list")
@click.option("--all", "every", is_flag=True, help="Also what was only said once.")
@JSON
@click.pass_obj
def list_guidance(place: WorkPlace, *, every: bool, as_json: bool) -> None:
    """List reusable guidance with what is known of it."""
    with place.reading() as run:
        rows = run.workspace.what_works.rows(reusable_only=not every)
        if as_json:
            print_json([guidance_row(run.workspace, row) for row in rows])
            return
        if not rows:
            click.echo(_("No guidance has a star yet. “conductor guidance add” writes one."))
            return
        for line in aligned([_cells(row) for row in rows]):
            click.echo(visible(line))
        honesty = run.workspace.what_works.honesty()
        if honesty.proven:
            click.echo(f"\n{honesty.sentence}", err=True)
        click.echo(starting_assumption(), err=True)


def _cells(row: GuidanceRow) -> Sequence[str]:
    text = " ".join(row.guidance.text.split())
    if len(text) > _TEXT_LENGTH:
        text = text[: _TEXT_LENGTH - 1].rstrip() + "…"
    counts = row.assessment.pooled
    star = "★" if row.has_star else " "
    return (
        row.guidance.id,
        row.badge.words,
        f"{_counts(counts)} {star}",
        row.guidance.status,
        text,
    )


def _counts(counts: Counts) -> str:
    return f"{counts.wins}–{counts.losses}–{counts.ties}"


@guidance.command("show")
@click.argument("guidance_id", metavar="ID")
@click.option("--behind", is_flag=True, help="Also every task behind the verdict.")
@JSON
@click.pass_obj
def show_guidance(place: WorkPlace, guidance_id: str, *, behind: bool, as_json: bool) -> None:
    """Show one piece of guidance with its evidence."""
    with place.reading() as run:
        item = run.workspace.guidance.find(guidance_id)
        _tell(run.workspace, item, as_json=as_json, behind=behind)


@guidance.command("add")
@click.argument("text")
@_KIND
@_FOR_KIND
@_FOR
@JSON
@click.pass_obj
def add_guidance(
    place: WorkPlace,
    text: str,
    *,
    kind: str | None,
    for_kind: tuple[str, ...],
    for_: tuple[str, ...],
    as_json: bool,
) -> None:
    """Write down reusable guidance. TEXT may be -, to read it from standard input."""
    words = read_stdin() if text == "-" else text
    with place.writing() as run:
        scope = Scope(for_kind, tuple(addressee(run.workspace, name).id for name in for_))
        what = GuidanceKind(kind) if kind else GuidanceKind.OTHER
        item = run.workspace.guidance.add(words, what, scope)
        _tell(run.workspace, item, as_json=as_json)


@guidance.command("edit")
@click.argument("guidance_id", metavar="ID")
@click.argument("text", required=False)
@_KIND
@_FOR_KIND
@_FOR
@JSON
@click.pass_obj
def edit_guidance(
    place: WorkPlace,
    guidance_id: str,
    *,
    text: str | None,
    kind: str | None,
    for_kind: tuple[str, ...],
    for_: tuple[str, ...],
    as_json: bool,
) -> None:
    """Give guidance another text, which starts a new version, or another kind or scope."""
    if text is None and not (kind or for_kind or for_):
        raise InvalidInput(_("Give the new text, or --kind, --for-kind or --for."))
    with place.writing() as run:
        workspace = run.workspace
        item = workspace.guidance.find(guidance_id)
        if text is not None:
            words = read_stdin() if text == "-" else text
            item = workspace.guidance.edit(item.id, words)
        if kind or for_kind or for_:
            scope = Scope(
                for_kind or item.scope.kinds,
                tuple(addressee(workspace, name).id for name in for_) or item.scope.assistants,
            )
            what = GuidanceKind(kind) if kind else item.kind
            item = workspace.guidance.describe(item.id, what, scope)
        _tell(workspace, item, as_json=as_json)


@guidance.command("retire")
@click.argument("guidance_id", metavar="ID")
@click.option("--undo", is_flag=True, help="Take it back into use.")
@JSON
@click.pass_obj
def retire_guidance(place: WorkPlace, guidance_id: str, *, undo: bool, as_json: bool) -> None:
    """Take guidance out of use; what is known of it stays."""
    with place.writing() as run:
        item = run.workspace.guidance.find(guidance_id)
        act = run.workspace.guidance.restore if undo else run.workspace.guidance.retire
        _tell(run.workspace, act(item.id), as_json=as_json)


@guidance.command("star")
@click.argument("guidance_id", metavar="ID")
@click.option("--off", is_flag=True, help="Take the star away.")
@JSON
@click.pass_obj
def star_guidance(place: WorkPlace, guidance_id: str, *, off: bool, as_json: bool) -> None:
    """Make guidance reusable, so that it is listed and measured."""
    with place.writing() as run:
        item = run.workspace.guidance.find(guidance_id)
        starred = run.workspace.guidance.star(item.id, reusable=not off)
        _tell(run.workspace, starred, as_json=as_json)


@guidance.command("pin")
@click.argument("guidance_id", metavar="ID")
@click.option("--off", is_flag=True, help="Leave it to its evidence again.")
@JSON
@click.pass_obj
def pin_guidance(place: WorkPlace, guidance_id: str, *, off: bool, as_json: bool) -> None:
    """Attach guidance to every task of its scope, proven or not."""
    with place.writing() as run:
        item = run.workspace.guidance.find(guidance_id)
        pinned = run.workspace.guidance.pin(item.id, pinned=not off)
        _tell(run.workspace, pinned, as_json=as_json)


@guidance.command("keep")
@click.argument("guidance_id", metavar="ID")
@JSON
@click.pass_obj
def keep_guidance(place: WorkPlace, guidance_id: str, *, as_json: bool) -> None:
    """Answer the question about guidance with: keep it."""
    with place.writing() as run:
        item = run.workspace.guidance.find(guidance_id)
        _tell(run.workspace, run.workspace.guidance.keep(item.id), as_json=as_json)


def _tell(workspace: Workspace, item: Guidance, *, as_json: bool, behind: bool = False) -> None:
    detail = workspace.what_works.detail(item.id)
    row = detail.row
    if as_json:
        document = guidance_row(workspace, row)
        if behind:
            document["behind"] = [behind_document(one) for one in detail.behind]
        print_json(document)
        return
    for line in _lines(row):
        click.echo(visible(line))
    for one in detail.behind if behind else ():
        click.echo(visible(f"\n{one.outcome.sign}  {one.outcome.source}  {one.task}"))


def _lines(row: GuidanceRow) -> list[str]:
    item, counts = row.guidance, row.assessment.pooled
    lines = [
        item.text,
        "",
        _("{id}, version {version}, {status}").format(
            id=item.id, version=item.version, status=status_words(item.status)
        ),
        _("{verdict}: won {wins}, lost {losses}, tied {ties}").format(
            verdict=row.badge.words, wins=counts.wins, losses=counts.losses, ties=counts.ties
        ),
        starting_assumption(),
        _("For “helps” it would take {n} more wins without a loss.").format(n=row.takes.helps.wins),
        _(
            "Revised answers: better {better}, the same {same}, worse {worse} (not a controlled "
            "test)."
        ).format(better=row.revisions.better, same=row.revisions.same, worse=row.revisions.worse),
    ]
    return [*lines, row.question] if row.question else lines
