"""Start Conductor: without an argument the window, with one the command line."""

import gc
import sys


def main() -> None:
    """Run the program and exit with its code."""
    arguments = sys.argv[1:]
    if not arguments:
        # Straight to the window: the command line's library costs start-up time, and so does
        # looking for garbage among what is only being loaded. The window collects it later.
        gc.disable()
        from conductor.app import run
        from conductor.paths import data_folder

        raise SystemExit(run(data_folder()))
    try:
        from conductor.cli.main import conductor

        conductor(prog_name="conductor")
    except KeyboardInterrupt:  # before there was anything to keep
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
