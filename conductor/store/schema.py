"""Hold the migrations of the library file, append-only.

Rules: a migration uses no other code of this project, sets `user_version` to its number,
and has a test that starts from a file of the version before.
"""

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("conductor")


@migrations()
def m0001_first_library(db: Database) -> None:
    """Make the tables of connections, assistants, sessions, rounds, answers and the ledger."""
    for statement in _M0001.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 1")


@migrations()
def m0002_judgements(db: Database) -> None:
    """Make the tables of judgements, notes, the person's own draft and what is passed on."""
    for statement in _M0002.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 2")


_M0001 = """
CREATE TABLE connection (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
  kind TEXT NOT NULL, base_url TEXT NOT NULL, key_env TEXT, model_path TEXT,
  parallel INTEGER NOT NULL, created TEXT NOT NULL, deleted_at TEXT
);
CREATE UNIQUE INDEX connection_name ON connection(folded) WHERE deleted_at IS NULL;
CREATE TABLE assistant (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
  connection INTEGER NOT NULL REFERENCES connection(id), model TEXT NOT NULL,
  role TEXT NOT NULL, settings TEXT NOT NULL, colour INTEGER NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE UNIQUE INDEX assistant_name ON assistant(folded) WHERE deleted_at IS NULL;
CREATE TABLE ensemble (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
  used INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL, deleted_at TEXT
);
CREATE UNIQUE INDEX ensemble_name ON ensemble(folded) WHERE deleted_at IS NULL;
CREATE TABLE ensemble_member (
  ensemble INTEGER NOT NULL REFERENCES ensemble(id), position INTEGER NOT NULL,
  assistant INTEGER NOT NULL REFERENCES assistant(id), deleted_at TEXT,
  PRIMARY KEY (ensemble, position)
) WITHOUT ROWID;
CREATE TABLE session (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT,
  touched INTEGER NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX session_touched ON session(touched DESC) WHERE deleted_at IS NULL;
CREATE TABLE session_tag (
  session INTEGER NOT NULL REFERENCES session(id), tag TEXT NOT NULL, deleted_at TEXT,
  PRIMARY KEY (session, tag)
) WITHOUT ROWID;
CREATE TABLE round (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), number INTEGER NOT NULL,
  kind TEXT NOT NULL, text TEXT NOT NULL, created TEXT NOT NULL, deleted_at TEXT,
  UNIQUE (session, number)
);
CREATE TABLE attachment (
  round INTEGER NOT NULL REFERENCES round(id), position INTEGER NOT NULL,
  name TEXT NOT NULL, sha256 TEXT NOT NULL, deleted_at TEXT,
  PRIMARY KEY (round, position)
) WITHOUT ROWID;
CREATE TABLE answer (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  round INTEGER NOT NULL REFERENCES round(id),
  assistant INTEGER NOT NULL REFERENCES assistant(id),
  assistant_name TEXT NOT NULL, connection_name TEXT NOT NULL, model TEXT NOT NULL,
  position INTEGER NOT NULL, attempt INTEGER NOT NULL, status TEXT NOT NULL,
  text TEXT NOT NULL, reasoning TEXT NOT NULL, finish TEXT, raw_finish TEXT,
  reported_model TEXT, usage TEXT, cost_usd REAL, seconds_first REAL, seconds_total REAL,
  error TEXT, revises INTEGER REFERENCES answer(id), settings TEXT NOT NULL,
  sent TEXT NOT NULL, notices TEXT NOT NULL, created TEXT NOT NULL, ended TEXT,
  deleted_at TEXT, UNIQUE (round, position)
);
CREATE INDEX answer_assistant ON answer(assistant);
CREATE INDEX answer_live ON answer(status) WHERE status IN ('queued', 'streaming');
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answer(id),
  attempt INTEGER NOT NULL, model TEXT NOT NULL, connection_name TEXT NOT NULL,
  status TEXT NOT NULL, text TEXT NOT NULL, reasoning TEXT NOT NULL, finish TEXT,
  raw_finish TEXT, reported_model TEXT, usage TEXT, cost_usd REAL, seconds_first REAL,
  seconds_total REAL, error TEXT, settings TEXT NOT NULL, sent TEXT NOT NULL,
  notices TEXT NOT NULL, created TEXT NOT NULL, ended TEXT, deleted_at TEXT,
  UNIQUE (answer, attempt)
);
CREATE TABLE answer_chunk (
  answer INTEGER NOT NULL REFERENCES answer(id), seq INTEGER NOT NULL,
  text TEXT NOT NULL, reasoning TEXT NOT NULL, deleted_at TEXT,
  PRIMARY KEY (answer, seq)
) WITHOUT ROWID;
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY, time TEXT NOT NULL, answer INTEGER NOT NULL REFERENCES answer(id),
  attempt INTEGER NOT NULL, connection_name TEXT NOT NULL, model TEXT NOT NULL,
  size_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX ledger_answer ON ledger(answer);
CREATE TABLE draft (
  place TEXT PRIMARY KEY, text TEXT NOT NULL, updated TEXT NOT NULL, deleted_at TEXT
) WITHOUT ROWID;
CREATE TABLE setting (
  name TEXT PRIMARY KEY, value TEXT NOT NULL, deleted_at TEXT
) WITHOUT ROWID;
"""

_M0002 = """
ALTER TABLE session ADD COLUMN blind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN blind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN peeked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN seed TEXT NOT NULL DEFAULT '';
UPDATE round SET seed = hex(randomblob(8));
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  round INTEGER NOT NULL REFERENCES round(id), revision INTEGER REFERENCES answer(id),
  kind TEXT NOT NULL, blind INTEGER NOT NULL, seconds REAL, reason TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX judgement_round ON judgement(round);
CREATE INDEX judgement_revision ON judgement(revision) WHERE revision IS NOT NULL;
CREATE TABLE judged_answer (
  judgement INTEGER NOT NULL REFERENCES judgement(id), position INTEGER NOT NULL,
  answer INTEGER NOT NULL REFERENCES answer(id), attempt INTEGER NOT NULL, place INTEGER,
  deleted_at TEXT, PRIMARY KEY (judgement, position)
) WITHOUT ROWID;
CREATE INDEX judged_answer_answer ON judged_answer(answer);
CREATE TABLE judgement_tag (
  judgement INTEGER NOT NULL REFERENCES judgement(id), position INTEGER NOT NULL,
  tag TEXT NOT NULL, deleted_at TEXT, PRIMARY KEY (judgement, position)
) WITHOUT ROWID;
CREATE TABLE note (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), round INTEGER REFERENCES round(id),
  answer INTEGER REFERENCES answer(id), attempt INTEGER, span_start INTEGER, span_end INTEGER,
  quote TEXT NOT NULL, text TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
  deleted_at TEXT
);
CREATE INDEX note_session ON note(session);
CREATE INDEX note_answer ON note(answer) WHERE answer IS NOT NULL;
CREATE TABLE manuscript (
  session INTEGER PRIMARY KEY REFERENCES session(id), text TEXT NOT NULL,
  updated TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE manuscript_version (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), text TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX manuscript_version_session ON manuscript_version(session);
CREATE TABLE manuscript_piece (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), at INTEGER NOT NULL,
  answer INTEGER NOT NULL REFERENCES answer(id), attempt INTEGER NOT NULL,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, quote TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX manuscript_piece_session ON manuscript_piece(session);
CREATE TABLE handover (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES session(id), kind TEXT NOT NULL,
  assistant INTEGER NOT NULL REFERENCES assistant(id),
  answer INTEGER NOT NULL REFERENCES answer(id), attempt INTEGER NOT NULL,
  boundary TEXT NOT NULL, after INTEGER NOT NULL, round INTEGER REFERENCES round(id),
  position INTEGER NOT NULL, is_rival INTEGER NOT NULL, given INTEGER REFERENCES answer(id),
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX handover_session ON handover(session);
CREATE INDEX handover_round ON handover(round) WHERE round IS NOT NULL;
CREATE TABLE told (
  answer INTEGER PRIMARY KEY REFERENCES answer(id), words TEXT NOT NULL, deleted_at TEXT
);
"""
