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


@migrations()
def m0003_guidance(db: Database) -> None:
    """Make the tables of guidance, trials, draws and their outcomes.

    The ledger is made anew, since what a trial asks for is no answer of a session. What the
    example brings is marked where it begins: its session, guidance and connection.
    """
    for statement in _M0003.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 3")


@migrations()
def m0004_gone_for_good(db: Database) -> None:
    """Note what proposals were made of, and keep the keys of tasks whose words are gone."""
    for statement in _M0004.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 4")


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

_M0003 = """
CREATE TABLE guidance (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, version INTEGER,
  kind TEXT NOT NULL, kinds TEXT NOT NULL, assistants TEXT NOT NULL,
  origin INTEGER REFERENCES round(id), reusable INTEGER NOT NULL, pinned INTEGER NOT NULL,
  status TEXT NOT NULL, use TEXT NOT NULL, source TEXT NOT NULL, question TEXT NOT NULL,
  decided INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE guidance_version (
  id INTEGER PRIMARY KEY, guidance INTEGER NOT NULL REFERENCES guidance(id),
  number INTEGER NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL, created TEXT NOT NULL,
  deleted_at TEXT, UNIQUE (guidance, hash)
);
CREATE INDEX guidance_version_hash ON guidance_version(hash);
CREATE TABLE said (
  round INTEGER PRIMARY KEY REFERENCES round(id),
  version INTEGER NOT NULL REFERENCES guidance_version(id), control TEXT NOT NULL,
  deleted_at TEXT
);
CREATE INDEX said_version ON said(version);
ALTER TABLE answer ADD COLUMN words TEXT;
CREATE TABLE attached (
  answer INTEGER NOT NULL REFERENCES answer(id), position INTEGER NOT NULL,
  version INTEGER NOT NULL REFERENCES guidance_version(id), deleted_at TEXT,
  PRIMARY KEY (answer, position)
) WITHOUT ROWID;
CREATE TABLE draw (
  id INTEGER PRIMARY KEY, round INTEGER NOT NULL UNIQUE REFERENCES round(id),
  version INTEGER NOT NULL REFERENCES guidance_version(id), is_pair INTEGER NOT NULL,
  task_key TEXT NOT NULL, state TEXT NOT NULL, kept INTEGER REFERENCES answer(id),
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX draw_version ON draw(version, task_key);
CREATE TABLE draw_column (
  draw INTEGER NOT NULL REFERENCES draw(id), answer INTEGER NOT NULL REFERENCES answer(id),
  has INTEGER NOT NULL, deleted_at TEXT, PRIMARY KEY (draw, answer)
) WITHOUT ROWID;
CREATE TABLE trial (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL REFERENCES guidance_version(id), use TEXT NOT NULL,
  per_task INTEGER NOT NULL, state TEXT NOT NULL, trouble TEXT NOT NULL,
  prediction INTEGER, could_tell TEXT, created TEXT NOT NULL, ended TEXT, deleted_at TEXT
);
CREATE INDEX trial_version ON trial(version);
CREATE TABLE trial_assistant (
  trial INTEGER NOT NULL REFERENCES trial(id), position INTEGER NOT NULL,
  assistant INTEGER NOT NULL REFERENCES assistant(id), deleted_at TEXT,
  PRIMARY KEY (trial, position)
) WITHOUT ROWID;
CREATE TABLE trial_task (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, trial INTEGER NOT NULL REFERENCES trial(id),
  position INTEGER NOT NULL, text TEXT NOT NULL, task_key TEXT NOT NULL, kind TEXT,
  state TEXT NOT NULL, trouble TEXT NOT NULL, sign TEXT, ended TEXT, deleted_at TEXT,
  UNIQUE (trial, position)
);
CREATE INDEX trial_task_key ON trial_task(task_key);
CREATE TABLE trial_pair (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  task INTEGER NOT NULL REFERENCES trial_task(id),
  assistant INTEGER NOT NULL REFERENCES assistant(id), assistant_name TEXT NOT NULL,
  repeat INTEGER NOT NULL, with_side INTEGER NOT NULL, rank INTEGER NOT NULL,
  choice TEXT, shown TEXT, seconds REAL, confidence INTEGER, guess INTEGER, judged TEXT,
  deleted_at TEXT, UNIQUE (task, assistant, repeat)
);
CREATE INDEX trial_pair_assistant ON trial_pair(assistant);
CREATE TABLE pair_attached (
  pair INTEGER NOT NULL REFERENCES trial_pair(id), position INTEGER NOT NULL,
  version INTEGER NOT NULL REFERENCES guidance_version(id), deleted_at TEXT,
  PRIMARY KEY (pair, position)
) WITHOUT ROWID;
CREATE TABLE trial_answer (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  pair INTEGER NOT NULL REFERENCES trial_pair(id), side INTEGER NOT NULL,
  attempt INTEGER NOT NULL, status TEXT NOT NULL, connection_name TEXT NOT NULL,
  model TEXT NOT NULL, settings TEXT NOT NULL, messages TEXT NOT NULL,
  text TEXT NOT NULL, reasoning TEXT NOT NULL, finish TEXT, raw_finish TEXT,
  reported_model TEXT, usage TEXT, cost_usd REAL, seconds_first REAL, seconds_total REAL,
  error TEXT, created TEXT NOT NULL, ended TEXT, deleted_at TEXT,
  UNIQUE (pair, side, attempt)
);
CREATE INDEX trial_answer_live ON trial_answer(status) WHERE status IN ('queued', 'streaming');
CREATE TABLE trial_repeat (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE,
  pair INTEGER NOT NULL REFERENCES trial_pair(id), rank INTEGER NOT NULL,
  choice TEXT, shown TEXT, seconds REAL, judged TEXT, deleted_at TEXT
);
CREATE TABLE outcome (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES guidance_version(id),
  task_key TEXT NOT NULL, source TEXT NOT NULL, sign TEXT NOT NULL, kind TEXT,
  trial_task INTEGER REFERENCES trial_task(id), draw INTEGER REFERENCES draw(id),
  models TEXT NOT NULL, cells TEXT NOT NULL, created TEXT NOT NULL, deleted_at TEXT,
  UNIQUE (version, task_key)
);
CREATE TABLE task_set (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
  created TEXT NOT NULL, deleted_at TEXT
);
CREATE UNIQUE INDEX task_set_name ON task_set(folded) WHERE deleted_at IS NULL;
CREATE TABLE task_set_item (
  task_set INTEGER NOT NULL REFERENCES task_set(id), position INTEGER NOT NULL,
  text TEXT NOT NULL, kind TEXT, deleted_at TEXT, PRIMARY KEY (task_set, position)
) WITHOUT ROWID;
CREATE TABLE proposal (
  id INTEGER PRIMARY KEY, ulid TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
  guidance INTEGER REFERENCES guidance(id),
  assistant INTEGER NOT NULL REFERENCES assistant(id), assistant_name TEXT NOT NULL,
  connection_name TEXT NOT NULL, model TEXT NOT NULL, messages TEXT NOT NULL,
  status TEXT NOT NULL, text TEXT NOT NULL, error TEXT, cost_usd REAL,
  created TEXT NOT NULL, ended TEXT, deleted_at TEXT
);
ALTER TABLE session ADD COLUMN example TEXT;
ALTER TABLE guidance ADD COLUMN example INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connection ADD COLUMN example INTEGER NOT NULL DEFAULT 0;
CREATE INDEX session_example ON session(example) WHERE example IS NOT NULL;
CREATE INDEX answer_revises ON answer(revises) WHERE revises IS NOT NULL;
ALTER TABLE ledger RENAME TO ledger_before;
DROP INDEX ledger_answer;
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY, time TEXT NOT NULL, answer INTEGER REFERENCES answer(id),
  trial_answer INTEGER REFERENCES trial_answer(id), proposal INTEGER REFERENCES proposal(id),
  attempt INTEGER NOT NULL, connection_name TEXT NOT NULL, model TEXT NOT NULL,
  size_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, deleted_at TEXT,
  CHECK ((answer IS NOT NULL) + (trial_answer IS NOT NULL) + (proposal IS NOT NULL) = 1)
);
INSERT INTO ledger (id, time, answer, attempt, connection_name, model, size_bytes, sha256,
  deleted_at)
SELECT id, time, answer, attempt, connection_name, model, size_bytes, sha256, deleted_at
FROM ledger_before;
DROP TABLE ledger_before;
CREATE INDEX ledger_answer ON ledger(answer);
CREATE INDEX ledger_trial_answer ON ledger(trial_answer);
"""

_M0004 = """
ALTER TABLE proposal ADD COLUMN sessions TEXT;
ALTER TABLE guidance ADD COLUMN origin_keys TEXT NOT NULL DEFAULT '';
"""
