"""Hold the options that many sub-commands have, so that each is named and explained once."""

import click

JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
TIMEOUT = click.option(
    "--timeout",
    "limit_s",
    type=click.FloatRange(min=0.1),
    metavar="S",
    help="Seconds without any sign of progress after which an answer fails.",
)
