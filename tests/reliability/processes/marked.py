"""Run the real command line with every commit marked.

Run as `python -m tests.reliability.processes.marked MARKS …`. Further arguments are those of
`conductor`.
"""

import sys
from pathlib import Path

from conductor.__main__ import main
from tests.reliability.rig.marks import mark_commits

if __name__ == "__main__":
    mark_commits(Path(sys.argv.pop(1)))
    main()
