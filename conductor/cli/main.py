"""Define the `conductor` command: its options, its sub-commands, how errors end it.

Exit codes: 0 done; 1 the work failed; 2 usage; 3 some assistants failed, some answered;
130 interrupted, answers kept.
"""

from importlib import import_module
from pathlib import Path

import click

from conductor import __version__
from conductor.cli.running import Place
from conductor.core.errors import ConductorError, InvalidInput, NotFound

_COMMANDS = {
    "ask": "conductor.cli.asking:ask",
    "guide": "conductor.cli.guiding:guide",
    "retry": "conductor.cli.asking:retry",
    "merge": "conductor.cli.merging:merge",
    "review": "conductor.cli.merging:review",
    "adopt": "conductor.cli.merging:adopt",
    "judge": "conductor.cli.judging:judge",
    "judge-revision": "conductor.cli.judging:judge_revision",
    "blind": "conductor.cli.judging:blind",
    "standings": "conductor.cli.comparing:standings",
    "guidance": "conductor.cli.guidance:guidance",
    "trial": "conductor.cli.trials:trial",
    "note": "conductor.cli.noting:note",
    "draft": "conductor.cli.noting:draft",
    "sessions": "conductor.cli.reading:sessions",
    "show": "conductor.cli.reading:show",
    "example": "conductor.cli.example:example",
    "connections": "conductor.cli.connecting:connections",
    "assistants": "conductor.cli.connecting:assistants",
    "ensembles": "conductor.cli.connecting:ensembles",
    "bin": "conductor.cli.binning:bin_group",
    "backup": "conductor.cli.keeping:backup",
    "restore": "conductor.cli.keeping:restore_command",
    "doctor": "conductor.cli.examining:doctor",
}


class _Commands(click.Group):
    """Sub-commands that are imported when they are used; errors of the world as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (InvalidInput, NotFound) as error:
            click.echo(f"conductor: {error}", err=True)
            ctx.exit(2)
        except ConductorError as error:
            click.echo(f"conductor: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            ctx.exit(130)


@click.group(cls=_Commands, invoke_without_command=True)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the library (also: CONDUCTOR_DATA_DIR).",
)
@click.version_option(__version__, prog_name="conductor")
@click.pass_context
def conductor(ctx: click.Context, data_dir: Path | None) -> None:
    """Direct several AI assistants at once. Without a command, open the window."""
    ctx.obj = Place.of(data_dir)
    if ctx.invoked_subcommand is None:
        from conductor.app import run  # Qt only when a window is wanted

        ctx.exit(run(ctx.obj.folder))
