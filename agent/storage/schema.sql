-- The journal of one session. Rows are added, never changed, except for `withdrawn`.
CREATE TABLE IF NOT EXISTS meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Every turn, and the candidate's control inputs (role 'control': 'end'). `seq` is never used twice.
-- `replies_to` is the seq of the message an interviewer's turn answers, 0 for a round's opening.
CREATE TABLE IF NOT EXISTS turns (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  round_id    TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('interviewer', 'candidate', 'control')),
  text        TEXT NOT NULL,
  at          TEXT NOT NULL,
  seconds     REAL NOT NULL DEFAULT 0,
  move        TEXT,
  question_id TEXT,
  probe_id    TEXT,
  sources     TEXT NOT NULL DEFAULT '[]',
  hint_rung   INTEGER,
  code        TEXT,
  run         TEXT,
  replies_to  INTEGER,
  spoken_by   TEXT,
  fact        TEXT,
  signal      TEXT,
  withdrawn   INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS one_reply ON turns (round_id, replies_to)
  WHERE role = 'interviewer' AND withdrawn = 0;
CREATE INDEX IF NOT EXISTS by_round ON turns (round_id, seq);

-- Results of work that is paid for or slow, kept so that it is never done twice.
CREATE TABLE IF NOT EXISTS results (
  round_id TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (round_id, seq, kind)
) WITHOUT ROWID;

-- Requests to a model, as they were answered; `usd` is NULL where the price was unknown.
CREATE TABLE IF NOT EXISTS calls (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  round_id  TEXT NOT NULL,
  purpose   TEXT NOT NULL,
  model     TEXT NOT NULL,
  input     INTEGER NOT NULL,
  cached    INTEGER NOT NULL,
  output    INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  usd       REAL,
  sent      TEXT NOT NULL DEFAULT '[]'
);
-- The messages of those requests, each once: most of a request was in the one before. calls.sent lists their ids.
CREATE TABLE IF NOT EXISTS messages (
  id   TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  text TEXT NOT NULL
) WITHOUT ROWID;

-- What the candidate stated, across rounds.
CREATE TABLE IF NOT EXISTS claims (
  seq     INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  round_id TEXT NOT NULL,
  kind    TEXT NOT NULL,
  quote   TEXT NOT NULL,
  subject TEXT,
  value   REAL,
  unit    TEXT,
  PRIMARY KEY (seq, n)
) WITHOUT ROWID;
