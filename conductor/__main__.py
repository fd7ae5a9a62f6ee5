"""Start Conductor: without an argument the window, with one the command line."""

import gc
import sys


def main() -> None:
    """Run the program and exit with its code."""
    if len(sys.argv) == 1:
        raise SystemExit(_window())
    try:
        from conductor.cli.main import conductor

        conductor(prog_name="conductor")
    except KeyboardInterrupt:  # before there was anything to keep
        raise SystemExit(130) from None


def _window() -> int:
    """Open the window without what the command line needs, and return its exit code."""
    # Nothing of what is only being loaded is garbage yet; the window collects it later.
    gc.disable()
    import conductor.gui  # noqa: F401 - first, so that what follows is imported quickly
    from conductor.app import run
    from conductor.paths import data_folder

    return run(data_folder())


if __name__ == "__main__":
    main()
