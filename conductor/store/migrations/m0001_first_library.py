"""Make the tables of connections, assistants, sessions, rounds, answers and the ledger."""

SQL = """
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
