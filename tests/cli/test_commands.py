"""What holds for every command."""

from collections.abc import Iterator

import click
import pytest

from conductor.cli.main import conductor


def commands(group: click.Group, *names: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)
        else:
            yield " ".join((*names, name)), command


@pytest.mark.parametrize(("name", "command"), list(commands(conductor)))
def test_every_command_takes_json(name: str, command: click.Command) -> None:
    options = [word for each in command.params for word in each.opts]

    assert "--json" in options
