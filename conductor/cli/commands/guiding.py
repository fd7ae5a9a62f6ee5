"""Say from the command line what should change, and who is to change it."""

import click

from conductor.cli.commands.asking import follow
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace, read_stdin
from conductor.core.guidance.guidance import Control, GuidanceKind
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.recipients import addressee
from conductor.workspace.rounds.guiding import Guide, Guided


@click.command()
@click.argument("session")
@click.argument("text")
@click.option("--to", multiple=True, metavar="NAME", help="An assistant; may be repeated.")
@click.option("--reusable", is_flag=True, help="Give it a star: it is listed and measured.")
@click.option(
    "--control",
    type=click.Choice([str(control) for control in Control]),
    default=str(Control.NONE),
    help="What the others get: nothing, or a plain request to revise.",
)
@click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in GuidanceKind]),
    default=str(GuidanceKind.OTHER),
    help="What it asks to be changed.",
)
@click.option(
    "--timeout",
    "limit_s",
    type=click.FloatRange(min=0.1),
    metavar="S",
    help="Seconds without any sign of progress after which an answer fails.",
)
@JSON
@click.pass_obj
def guide(
    place: WorkPlace,
    session: str,
    text: str,
    *,
    to: tuple[str, ...],
    reusable: bool,
    control: str,
    kind: str,
    limit_s: float | None,
    as_json: bool,
) -> None:
    """Have assistants of a session revise their latest answers by your guidance.

    TEXT is what should change; - reads it from standard input.
    """
    words = read_stdin() if text == "-" else text
    with place.writing() as run:
        wanted = Guide(
            session_id=run.workspace.sessions.find(session).id,
            text=words,
            recipients=tuple(addressee(run.workspace, name).id for name in to),
            reusable=reusable,
            control=Control(control),
            kind=GuidanceKind(kind),
            limit_s=limit_s,
        )
        run.workspace.start()
        guided = run.workspace.guiding.guide(wanted)
        also = {"guidance": guided.guidance.id}
        code = follow(run, guided.round, as_json=as_json, also=also)
        _offer_star(guided)
    raise SystemExit(code)


def _offer_star(guided: Guided) -> None:
    if guided.star is None:
        return
    hint = _(
        "You have said much the same before: “{text}”. To keep and measure it: "
        "conductor guidance star {id}"
    )
    text = visible(" ".join(guided.star.text.split()))
    click.echo(hint.format(text=text, id=guided.star.id), err=True)
