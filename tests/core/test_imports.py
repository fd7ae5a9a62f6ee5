"""The direction of imports: this table is the architecture diagram."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2] / "conductor"

FREE = {"core", "i18n", "assets", "secrets", "paths", "settings", "log", "child_environment"}
FREE |= {"disk", "__init__"}
MAY_IMPORT = {
    "core": {"core", "i18n"},
    "evidence": {"core", "i18n"},
    "privacy": {"core"},
    "colouring": set(),
    "providers": FREE | {"providers"},
    "engine": FREE | {"engine", "providers"},
    "store": FREE | {"store"},
    "export": FREE | {"export"},
    "importing": FREE | {"importing"},
    "workspace": FREE
    | {"workspace", "engine", "store", "evidence", "privacy", "export", "importing"},
    "cli": FREE | {"cli", "workspace", "app"},
    "gui": FREE | {"gui", "workspace", "colouring"},
    "app": FREE | {"app", "gui", "workspace"},
    "__main__": FREE | {"app", "cli", "gui"},
    "i18n": {"assets"},
    "assets": set(),
    "secrets": {"core", "i18n", "child_environment"},
    "child_environment": set(),
    "paths": set(),
    "settings": FREE,
    "log": {"secrets", "disk"},
    "disk": set(),
    "__init__": set(),
}
ONLY_IN = {
    "PySide6": {"gui", "app"},
    "httpx": {"providers"},
    "sqlite3": {"store", "workspace.doctor"},
    "sqlite_utils": {"store"},
    "rapidfuzz": {"core.compare.runs"},
    "pygments": {"colouring.lexing"},
}
# The engine makes and closes the client it gets from the providers.
ALSO = {("httpx", "engine")}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


@cache
def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            if node.module == "conductor":
                names |= {f"conductor.{alias.name}" for alias in node.names}
            elif node.module:
                names.add(node.module)
    return names


def package_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def test_every_package_is_in_the_table() -> None:
    assert {package_of(path) for path in modules()} <= set(MAY_IMPORT)


def test_imports_point_one_way() -> None:
    against = []
    for path in modules():
        own = {name.split(".")[1] for name in imported(path) if name.startswith("conductor.")}
        own = {
            name if (ROOT / name).exists() or (ROOT / f"{name}.py").exists() else "__init__"
            for name in own
        }
        package = package_of(path)
        wrong = own - MAY_IMPORT[package] - {package}
        against += [f"{path.relative_to(ROOT)} imports {name}" for name in sorted(wrong)]

    assert not against


def test_libraries_stay_in_their_folders() -> None:
    against = []
    for path in modules():
        relative = str(path.relative_to(ROOT)).removesuffix(".py").replace("/", ".")
        used = {name.split(".")[0] for name in imported(path)}
        for library, places in ONLY_IN.items():
            allowed = any(relative == p or relative.startswith(f"{p}.") for p in places)
            allowed = allowed or (library, package_of(path)) in ALSO
            if library in used and not allowed:
                against.append(f"{relative} imports {library}")

    assert not against


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    return set(done.stdout.split())


def test_the_workspace_loads_no_qt() -> None:
    assert "PySide6" not in loaded_by("import conductor.workspace.workspace")


def test_help_and_version_load_neither_qt_nor_the_network() -> None:
    for flag in ("--help", "--version"):
        statement = (
            "import contextlib, io\nfrom conductor.cli.main import conductor\n"
            "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
            f"    conductor(['{flag}'])"
        )
        assert not loaded_by(statement) & {"PySide6", "httpx", "asyncio", "sqlite_utils"}


def test_the_window_waits_for_nothing_it_does_not_need_to_be_painted() -> None:
    slow = {"httpx", "asyncio", "sqlite_utils", "xllamacpp", "click", "rich", "platformdirs"}
    slow |= {"rapidfuzz"}

    assert not loaded_by("import conductor.app") & slow


def test_the_window_reads_replies_and_ranks_assistants_only_when_it_must() -> None:
    later = {"drafts.frames", "drafts.merge_reply", "judgement", "manuscript", "note"}

    loaded = loaded_by("import conductor.app")

    assert not loaded & {f"conductor.core.{name}" for name in later}
    assert "conductor.evidence.ranking" not in loaded


def test_the_window_keeps_no_sources_of_what_is_imported() -> None:
    statement = (
        "import conductor.gui, conductor.app, json.tool, linecache\n"
        "assert not any('json' in name for name in linecache.cache)"
    )

    assert "conductor.app" in loaded_by(statement)
