"""Define the `conductor` command: its options, its sub-commands, how errors end it.

Exit codes: 0 done; 1 the work failed; 2 usage; 3 some assistants failed, some answered;
130 interrupted, answers kept.
"""

from importlib import import_module
from pathlib import Path

import click

from conductor import __version__
from conductor.cli.running import WorkPlace
from conductor.core.errors import ConductorError, InvalidInput, NotFound

_COMMANDS = {
    "ask": "conductor.cli.commands.asking:ask",
    "guide": "conductor.cli.commands.guiding:guide",
    "retry": "conductor.cli.commands.asking:retry",
    "merge": "conductor.cli.commands.merging:merge",
    "review": "conductor.cli.commands.merging:review",
    "adopt": "conductor.cli.commands.merging:adopt",
    "judge": "conductor.cli.commands.judging:judge",
    "judge-revision": "conductor.cli.commands.judging:judge_revision",
    "blind": "conductor.cli.commands.judging:blind",
    "standings": "conductor.cli.commands.comparing:standings",
    "guidance": "conductor.cli.commands.guidance:guidance",
    "trial": "conductor.cli.commands.trials:trial",
    "note": "conductor.cli.commands.noting:note",
    "draft": "conductor.cli.commands.noting:draft",
    "sessions": "conductor.cli.commands.reading:sessions",
    "show": "conductor.cli.commands.reading:show",
    "example": "conductor.cli.commands.example:example",
    "connections": "conductor.cli.commands.connecting.connections:connections",
    "assistants": "conductor.cli.commands.connecting.assistants:assistants",
    "ensembles": "conductor.cli.commands.connecting.ensembles:ensembles",
    "bin": "conductor.cli.commands.binning:bin_group",
    "backup": "conductor.cli.commands.keeping:backup",
    "restore": "conductor.cli.commands.keeping:restore_command",
    "doctor": "conductor.cli.commands.examining:doctor",
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
    ctx.obj = WorkPlace.of(data_dir)
    if ctx.invoked_subcommand is None:
        from conductor.app import run  # Qt only when a window is wanted

        ctx.exit(run(ctx.obj.folder))
