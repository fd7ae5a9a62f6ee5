"""Open and throw away the example session from the command line."""

import click

from conductor.cli.document import print_json
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.i18n import _


@click.command()
@click.option("--remove", is_flag=True, help="Throw it away with everything it brought.")
@JSON
@click.pass_obj
def example(place: WorkPlace, *, remove: bool, as_json: bool) -> None:
    """Open the example session, which needs no assistant and never counts."""
    with place.writing() as run:
        opened = run.workspace.example
        if remove:
            was_open = opened.is_open
            opened.remove()
            words = _("The example is gone.") if was_open else _("The example is not open.")
        else:
            sentence = _(
                "The example is session {id}. “conductor show {id}” shows it, "
                "“conductor example --remove” throws it away."
            )
            words = sentence.format(id=opened.open())
        if as_json:
            print_json({"session": opened.session_id})
            click.echo(words, err=True)
        else:
            click.echo(words)
