"""Make the tables of guidance, trials, draws and their outcomes.

The ledger is made anew, since what a trial asks for is no answer of a session. What the example
brings is marked where it begins: its session, guidance and connection.
"""

SQL = """
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
