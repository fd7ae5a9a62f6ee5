"""Back the library up, look into backups, put one back, or save what can be read of it."""

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from conductor.cli.document import Document, print_json
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace, is_terminal
from conductor.cli.table import aligned
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.text.visible import visible
from conductor.i18n import _, system_language, use_language
from conductor.workspace.backups import (
    Backup,
    Contents,
    Restored,
    Salvaged,
    backups_in,
    begin_anew_in,
    copy_library,
    look_into,
    restore,
    salvage,
)

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("path", type=_PATH)
@JSON
@click.pass_obj
def backup(place: WorkPlace, path: Path, *, as_json: bool) -> None:
    """Copy the library to a new file PATH, checked, with the attached files beside it."""
    use_language(system_language())
    copied = copy_library(place.folder, path.expanduser())
    done = copied.backup
    if as_json:
        print_json({**backup_document(done), "unread_files": list(copied.unread)})
    else:
        sentence = _("Backed up to {path}: {sessions} sessions, {answers} answers.")
        click.echo(
            visible(sentence.format(path=done.path, sessions=done.sessions, answers=done.answers))
        )
    _tell_unread(copied.unread)


@click.command(name="restore")
@click.argument("path", type=_PATH, required=False)
@click.option("--look", is_flag=True, help="Only show what is in it.")
@click.option(
    "--salvage", "is_salvage", is_flag=True, help="Save what can be read of a damaged library."
)
@click.option("--begin-anew", is_flag=True, help="Begin an empty library; the backups stay.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@JSON
@click.pass_obj
def restore_command(
    place: WorkPlace,
    path: Path | None,
    *,
    look: bool,
    is_salvage: bool,
    begin_anew: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Put the backup PATH back; without PATH, list the backups. What was there is kept."""
    use_language(system_language())
    if (path is not None) + is_salvage + begin_anew > 1:
        raise InvalidInput(_("Choose one: a backup, --salvage or --begin-anew."))
    if look and (is_salvage or begin_anew):
        raise InvalidInput(_("--look shows what is in a backup; it goes with nothing else."))
    if is_salvage:
        _salvage(place.folder, yes=yes, as_json=as_json)
    elif begin_anew:
        _begin_anew(place.folder, yes=yes, as_json=as_json)
    elif path is None:
        _list(backups_in(place.folder), as_json=as_json)
    elif look:
        _tell_contents(look_into(_found(place.folder, path)), as_json=as_json)
    else:
        _restore(place.folder, _found(place.folder, path), yes=yes, as_json=as_json)


def _salvage(folder: Path, *, yes: bool, as_json: bool) -> None:
    _consent(_("Save what can be read into a new library? The damaged file is kept."), yes=yes)
    _tell_salvaged(salvage(folder), as_json=as_json)


def _begin_anew(folder: Path, *, yes: bool, as_json: bool) -> None:
    _consent(_("Begin an empty library? The backups stay."), yes=yes)
    begin_anew_in(folder)
    if as_json:
        print_json({"began_anew": True})
    click.echo(_("There is an empty library now. The backups are where they were."), err=True)


def _restore(folder: Path, copy: Path, *, yes: bool, as_json: bool) -> None:
    found = look_into(copy)
    if not as_json:
        _tell_contents(found, as_json=False)
    _consent(_("Put this backup in the library's place? What is there now is kept."), yes=yes)
    _tell_restored(restore(folder, copy), as_json=as_json)


def _found(folder: Path, path: Path) -> Path:
    """Return the file that is meant, a backup in the data folder also by its name alone."""
    wanted = path.expanduser()
    if os.path.lexists(wanted):
        return wanted
    for one in backups_in(folder):
        if one.path.name in (path.name, f"{path.name}.db"):
            return one.path
    raise NotFound(
        _("There is no backup {path}. “conductor restore” lists them.").format(path=path)
    )


def _consent(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise InvalidInput(_("Nothing was changed. Add --yes to do it without being asked."))
    if not click.confirm(question, err=True):
        raise InvalidInput(_("Nothing was changed."))


def backup_document(item: Backup) -> Document:
    """Return one backup as it stands in JSON."""
    return {
        "path": str(item.path),
        "made": item.made,
        "kind": str(item.kind),
        "sessions": item.sessions,
        "answers": item.answers,
        "last_worked": item.last_worked or None,
        "size_bytes": item.size_bytes,
        "whole": item.is_whole,
        "others": item.others,
        "assistants": item.assistants,
    }


def backup_cells(item: Backup) -> list[str]:
    """Return what a line says of a backup, cell by cell."""
    if not item.is_whole:
        return [item.made, item.path.name, _("cannot be read"), "", ""]
    return [
        item.made,
        item.path.name,
        _("{n} sessions").format(n=item.sessions),
        _("{n} answers").format(n=item.answers),
        f"{item.size_bytes / 1_000_000:.1f} MB",
    ]


def _list(items: tuple[Backup, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([backup_document(item) for item in items])
        return
    if not items:
        click.echo(_("There is no backup in this data folder."), err=True)
        return
    for line in aligned([backup_cells(item) for item in items]):
        click.echo(visible(line))
    click.echo(
        _("“conductor restore NAME --look” shows what is in one, without --look puts it back."),
        err=True,
    )


def _tell_contents(found: Contents, *, as_json: bool) -> None:
    if as_json:
        newest = [asdict(one) for one in found.newest]
        print_json({**backup_document(found.backup), "newest": newest})
        return
    click.echo(visible("  ".join(backup_cells(found.backup))))
    for one in found.newest:
        answers = _("{n} answers").format(n=one.answers)
        click.echo(visible(f"  {one.updated[:16]}  {answers}  {one.title}"))


def _tell_restored(done: Restored, *, as_json: bool) -> None:
    kept = None if done.kept is None else str(done.kept)
    if as_json:
        document = {"restored": backup_document(done.backup), "kept": kept}
        print_json({**document, "unread_files": list(done.unread)})
        _tell_unread(done.unread)
        return
    click.echo(_("The backup is the library now."))
    if kept is not None:
        click.echo(visible(_("What was there is kept as {path}.").format(path=kept)))
    _tell_unread(done.unread)


def _tell_unread(names: tuple[str, ...]) -> None:
    if names:
        sentence = _("{n} attached files could not be read and are not in it.")
        click.echo(sentence.format(n=len(names)), err=True)


def _tell_salvaged(done: Salvaged, *, as_json: bool) -> None:
    kept = None if done.restored.kept is None else str(done.restored.kept)
    if as_json:
        print_json({"kept": kept, "tables": [asdict(one) for one in done.tables]})
        return
    rows = [
        [
            one.table,
            _("{n} saved").format(n=one.saved),
            _("{n} in part").format(n=one.in_part),
            _("{n} lost").format(n=one.lost),
        ]
        for one in done.tables
    ]
    for line in aligned(rows):
        click.echo(line)
    if kept is not None:
        click.echo(visible(_("The damaged library is kept as {path}.").format(path=kept)))
