"""Look the installation over from the command line."""

from dataclasses import asdict, replace

import click

from conductor.cli.commands.keeping import backup_cells, backup_document
from conductor.cli.document import print_json
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.cli.table import aligned
from conductor.core.text.visible import visible
from conductor.i18n import _, system_language, use_language
from conductor.workspace.doctor import Report, examine


@click.command()
@JSON
@click.pass_obj
def doctor(place: WorkPlace, *, as_json: bool) -> None:
    """Check the library, versions, keys, servers on this computer, and sizes."""
    use_language(system_language())
    report = examine(place.folder)
    if as_json:
        backups = [backup_document(item) for item in report.backups]
        print_json({**asdict(replace(report, backups=())), "backups": backups})
    else:
        _print(report)
    raise SystemExit(0 if report.is_well else 1)


def _print(report: Report) -> None:
    click.echo(_("Data folder: {path}").format(path=report.data_dir))
    click.echo(_("Library check: {result}").format(result=report.integrity))
    if report.read_only:
        click.echo(_("Cannot be written now: {why}").format(why=report.read_only))
    if not report.ended_well:
        click.echo(_("The program that had the library open last did not close it."))
    for place in report.open_to_others:
        click.echo(_("Was open to others, closed now: {path}").format(path=place))
    for line in aligned([backup_cells(item) for item in report.backups]):
        click.echo(visible(f"  {line}"))
    if not report.backups:
        click.echo(_("There is no backup in this data folder."))
    click.echo(_("Keyring: {state}").format(state=report.keyring))
    for name, is_set in report.variables.items():
        state = _("set") if is_set else _("not set")
        click.echo(f"  {name}: {state}")
    found = ", ".join(f"{s['name']} ({s['base_url']})" for s in report.servers)
    click.echo(_("Servers on this computer: {names}").format(names=found or _("none")))
    ready = _("ready") if report.starter_model else _("not set up")
    click.echo(_("Starter model: {state}").format(state=ready))
    for name, size in report.sizes.items():
        click.echo(f"  {name}: {size / 1_000_000:.1f} MB")
    for name, number in report.versions.items():
        click.echo(f"  {name} {number}")
