"""Stand in for the model server: do what the model's name says, and note what was given.

Run as a program; the notes go into a folder named after the model file.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path


def note(settings: dict[str, object]) -> None:
    notes = Path(str(settings["model_path"])).with_suffix(".notes")
    notes.mkdir(exist_ok=True)
    given = {"settings": settings, "arguments": sys.argv, "environment": dict(os.environ)}
    half = notes / ".half"
    half.write_text(json.dumps(given))
    half.rename(notes / str(os.getpid()))


def main() -> None:
    settings = json.loads(sys.stdin.readline())
    note(settings)
    print("a word that nobody should see", file=sys.stderr)
    name = settings["name"]
    if name == "exits":
        sys.exit(3)
    elif name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "silent":
        time.sleep(60)
    elif name == "babbles":
        print("Welcome to the model server!", flush=True)
    elif name == "damaged":
        print(json.dumps({"error": "load", "detail": "RuntimeError: no"}), flush=True)
    elif name == "engineless":
        print(json.dumps({"error": "engine", "detail": "ImportError: no"}), flush=True)
    else:
        print(json.dumps({"address": "http://127.0.0.1:1"}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
