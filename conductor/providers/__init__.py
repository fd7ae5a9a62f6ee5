"""Speak to the services, a folder for each protocol; the only place that knows httpx."""

import sys

# httpx brings a command line of its own, which loads click, rich and Pygments if they are
# there: ten megabytes and a tenth of a second that nothing here uses.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
