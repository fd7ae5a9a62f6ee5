"""The direction of imports: these two tables are the architecture diagram.

`pytest -rP` on this file prints both, as they are.
"""

import re
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from tests.core.house import ROOT, arrows, circles, imports, modules, names_in, table_of

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

# Rooms: which folder of a package may import which of the same package. A file that stands
# directly in the package is a room of its own. What stands in every room is named once.
EVERYWHERE = {
    "gui": {
        f"gui.{name}"
        for name in (
            *("commands", "copied", "fields", "frame_scheduler", "kept_fields", "kept_words"),
            *("let_go", "lists", "look", "needs", "opening", "page", "tasks", "telling"),
            *("widgets", "words"),
        )
    },
    "workspace": {"workspace.desk", "workspace.names", "workspace.undo"},
}
# These are what everything stands on, so they stand on nothing but what their row names.
GROUND = {
    "gui.look": set(),
    "gui.widgets": {"gui.look", "gui.copied", "gui.let_go"},
    "gui.fields": {"gui.widgets", "gui.copied"},
    "gui.lists": {"gui.look", "gui.widgets"},
    "gui.words": {"gui.lists"},
    "gui.answer.document": {"gui.look", "gui.widgets"},
    "gui.needs": {"gui.commands", "gui.frame_scheduler", "gui.page", "gui.tasks"},
    **{
        f"gui.{name}": set()
        for name in (
            *("commands", "compiled_once", "copied", "focus_order", "frame_scheduler"),
            *("kept_fields", "let_go", "opening", "page", "tasks", "telling"),
        )
    },
    "gui.kept_words": {"gui.kept_fields"},
    "workspace.desk": {"workspace.held_words", "workspace.undo"},
    "workspace.held_words": set(),
    "workspace.undo": set(),
    "workspace.names": set(),
}
MAY_ENTER = {
    "gui.answer": {"gui.answer.document"},
    "gui.assistants": set(),
    "gui.library": set(),
    "gui.process": set(),
    "gui.rescue": set(),
    "gui.settings": set(),
    "gui.what_works": {"gui.what_works.trials"},
    "gui.what_works.trials": {"gui.answer"},
    "gui.window": {
        *("gui.answer.document", "gui.focus_order", "gui.process", "gui.rescue"),
        *("gui.workbench", "gui.library", "gui.what_works", "gui.assistants", "gui.settings"),
        "gui.window.finding",
    },
    "gui.window.finding": set(),
    "gui.workbench": {
        "gui.answer",
        *(
            f"gui.workbench.{name}"
            for name in (
                *("columns", "composer", "judging", "margin", "reading", "rounds", "session"),
                "welcome",
            )
        ),
    },
    "gui.workbench.columns": {"gui.answer", "gui.workbench.revision"},
    "gui.workbench.comparing": {
        *("gui.answer", "gui.workbench.columns", "gui.workbench.revision"),
    },
    "gui.workbench.composer": set(),
    "gui.workbench.judging": {"gui.workbench.columns"},
    "gui.workbench.margin": {"gui.answer", "gui.workbench.columns"},
    "gui.workbench.reading": {
        *("gui.answer", "gui.focus_order", "gui.workbench.columns", "gui.workbench.comparing"),
    },
    "gui.workbench.revision": {"gui.answer", "gui.answer.document"},
    "gui.workbench.rounds": set(),
    "gui.workbench.session": set(),
    "gui.workbench.welcome": set(),
    "workspace.answers": {"workspace.connections"},
    "workspace.backups": set(),
    "workspace.connections": set(),
    "workspace.doctor": {"workspace.storage", "workspace.workspace"},
    "workspace.example": {
        *("workspace.answers", "workspace.guidance", "workspace.judging", "workspace.rounds"),
        *("workspace.trials", "workspace.what_works"),
    },
    "workspace.guidance": {"workspace.answers"},
    "workspace.judging": {"workspace.answers", "workspace.sessions"},
    "workspace.measuring": {
        *("workspace.answers", "workspace.guidance", "workspace.sessions", "workspace.trials"),
        "workspace.what_works",
    },
    "workspace.recipients": {"workspace.workspace"},
    "workspace.rescue": set(),
    "workspace.rounds": {
        *("workspace.answers", "workspace.guidance", "workspace.judging", "workspace.sessions"),
    },
    "workspace.sessions": {"workspace.answers"},
    "workspace.settings": set(),
    "workspace.storage": set(),
    "workspace.trials": {
        *("workspace.answers", "workspace.connections", "workspace.guidance"),
        "workspace.sessions",
    },
    "workspace.what_works": {"workspace.guidance", "workspace.trials"},
    "workspace.workspace": {
        *("workspace.answers", "workspace.connections", "workspace.example", "workspace.guidance"),
        *("workspace.judging", "workspace.measuring", "workspace.rescue", "workspace.rounds"),
        *("workspace.sessions", "workspace.settings", "workspace.storage", "workspace.trials"),
        "workspace.what_works",
    },
    "store.backups": {"store.attachments", "store.database"},
    "store.evidence": {
        "store.attempt_rows",
        "store.connections",
        "store.database",
        "store.encoding",
    },
    "store.sessions": {
        "store.attempt_rows",
        "store.connections",
        "store.database",
        "store.encoding",
    },
    "store.rescue": {
        *("store.attachments", "store.backups", "store.database", "store.library", "store.lock"),
        *("store.put_aside", "store.schema", "store.ulid"),
    },
    "providers.wire": set(),
    "providers.failures": {"providers.wire"},
    "providers.chat": {
        *("providers.exchange", "providers.failures", "providers.model_list", "providers.wire"),
    },
    "engine.attempts": {
        *("engine.defect", "engine.job", "engine.line", "engine.outbox", "engine.wiring"),
    },
    "engine.local": set(),
}
TO_BREAK = {
    "conductor.gui.workbench.columns.column_menu",
}
ROOMED = ("gui", "workspace", "store", "providers", "engine")
LONG = 400
"""Lines from which a file of the window holds more than one purpose."""
MANY = 16
"""Files that a folder may hold at most; one that holds more has a purpose that splits it."""


def package_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def test_every_package_is_in_the_table() -> None:
    print(
        *(f"{package}: {', '.join(sorted(row))}" for package, row in MAY_IMPORT.items()), sep="\n"
    )

    assert {package_of(name) for name in modules()} <= set(MAY_IMPORT)


def test_imports_point_one_way() -> None:
    against = [
        f"{name} imports {other}"
        for name, wanted in imports().items()
        for other in sorted(wanted)
        if package_of(other) not in MAY_IMPORT[package_of(name)] | {package_of(name)}
    ]

    assert against == []


def test_libraries_stay_in_their_folders() -> None:
    against = []
    for name, path in modules().items():
        relative = name.removeprefix("conductor.")
        used = {wanted.split(".")[0] for wanted in names_in(path)}
        for library in sorted(used & ONLY_IN.keys()):
            allowed = any(relative == p or relative.startswith(f"{p}.") for p in ONLY_IN[library])
            if not allowed and (library, package_of(name)) not in ALSO:
                against.append(f"{name} imports {library}")

    assert against == []


def test_rooms_import_only_what_the_table_says() -> None:
    table = {**MAY_ENTER, **GROUND}
    print(*(table_of(package) for package in ROOMED), sep="\n\n")
    against = []
    for package in ROOMED:
        for room, row in arrows(package).items():
            if room not in table and room.count(".") == 1 and package not in EVERYWHERE:
                continue  # a file that stands for itself, in a package whose folders matter
            allowed = set(table.get(room, set()))
            if room not in GROUND:
                allowed |= EVERYWHERE.get(package, set())
            against += [
                f"{room} imports {other}: {', '.join(files)}"
                for other, files in row.items()
                if other not in allowed
            ]
            against += [] if room in table else [f"{room} has no row"]

    assert against == []


def test_the_table_of_rooms_names_no_arrow_that_is_gone() -> None:
    there = {
        (room, other)
        for package in ROOMED
        for room, row in arrows(package).items()
        for other in row
    }
    named = {(room, other) for room, row in {**MAY_ENTER, **GROUND}.items() for other in row}

    assert sorted(named - there) == []


def test_no_file_imports_one_that_leads_back_to_it() -> None:
    assert [circle for circle in circles(imports()) if not TO_BREAK & set(circle)] == []


def test_no_room_of_the_ground_or_above_leads_back_to_itself() -> None:
    edges = {
        room: frozenset(row) for package in EVERYWHERE for room, row in arrows(package).items()
    }

    assert circles(edges) == []


def test_a_folder_holds_no_more_than_one_purpose_needs() -> None:
    folders: dict[str, int] = {}
    for path in modules().values():
        if path.name != "__init__.py":
            folder = str(path.parent.relative_to(ROOT.parent))
            folders[folder] = folders.get(folder, 0) + 1

    assert {folder: count for folder, count in folders.items() if count > MANY} == {}


def test_the_readme_shows_the_rooms_that_there_are() -> None:
    readme = (ROOT.parent / "README.md").read_text(encoding="utf-8")
    plan = readme[readme.index("conductor/\n") : readme.index("resources/   ")]
    shown = set(re.findall(r"\b([a-z_]+)/", plan)) - {"conductor"}
    folders = {path.parent.relative_to(ROOT) for path in modules().values()}

    assert shown <= {folder.name for folder in folders}
    assert {folder.name for folder in folders if folder.parent.name in ("", "gui")} <= shown | {""}
    assert {folder.name for folder in folders if folder.parent.name == "workbench"} <= shown


def test_no_file_of_the_window_is_longer_than_one_purpose_needs() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for name, path in modules().items()
        if name.startswith("conductor.gui.")
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) >= LONG
    }

    assert long == {}


def test_every_folder_says_what_it_is_for_in_its_first_line() -> None:
    faces = [path for path in modules().values() if path.name == "__init__.py"]

    assert [p for p in faces if not p.read_text(encoding="utf-8").startswith('"""')] == []


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))))
def test_a_circle_is_found_exactly_where_names_lead_to_each_other(
    pairs: list[tuple[str, str]],
) -> None:
    edges = {a: frozenset(y for x, y in pairs if x == a) for a in "abcdef"}
    reach = {a: set(edges[a]) for a in edges}
    for _ in edges:
        for a in edges:
            for b in set(reach[a]):
                reach[a] |= reach[b]
    mutual = {a for a in edges for b in reach[a] if b != a and a in reach[b]}

    assert {name for group in circles(edges) for name in group} == mutual


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
