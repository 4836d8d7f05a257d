/** The steps of the ledger (collector/migrate.ts). */
import type { MigrationStep } from '../../migrate.ts'
import { TooNew } from '../../too-new.ts'

// What the ledger of a program before there was folding is to have folded: the periods of all its days, as `periodsOf` of collector/cells/folding-rules.ts gives
// them. Written in SQL, since the text of a step does not change where that function does.
const monday = "date(day, '-6 days', 'weekday 1')"
const periods = [
  ['day', 'day', 'day'],
  ['week', monday, `date(${monday}, '+6 days')`],
  ['month', "date(day, 'start of month')", "date(day, 'start of month', '+1 month', '-1 day')"],
  ['value', 'day', "date(day, '+31 days')"],
]

/**
 * The form of all that waits beside the ledger and in it: facts in segments, rows of batches, tables. A form that an older program would read
 * wrongly is a step too, also where nothing is to be done to the tables.
 */
export const ledgerSteps: readonly MigrationStep[] = [
  {
    version: 1,
    name: 'tables',
    statements: () => [
      'CREATE TABLE IF NOT EXISTS identity (collector TEXT NOT NULL, last INTEGER NOT NULL)',
      'CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY, state TEXT NOT NULL, month TEXT NOT NULL, rows BLOB NOT NULL)',
      'CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY) WITHOUT ROWID',
      `CREATE TABLE IF NOT EXISTS accepted (site TEXT, day TEXT, event TEXT, count INTEGER NOT NULL,
    PRIMARY KEY (site, day, event)) WITHOUT ROWID`,
      `CREATE TABLE IF NOT EXISTS admitted (site TEXT, day TEXT, vocabulary TEXT, value TEXT,
    PRIMARY KEY (site, day, vocabulary, value)) WITHOUT ROWID`,
      'CREATE TABLE IF NOT EXISTS earned (site TEXT, day TEXT, earned TEXT NOT NULL, PRIMARY KEY (site, day)) WITHOUT ROWID',
      // What `(other)` stands for among the recencies of a folded day.
      'CREATE TABLE IF NOT EXISTS meant (site TEXT, day TEXT, recencies TEXT NOT NULL, PRIMARY KEY (site, day)) WITHOUT ROWID',
      // Months in which something was taken back that still lies in the store beside what it takes back.
      'CREATE TABLE IF NOT EXISTS unmerged (month TEXT PRIMARY KEY) WITHOUT ROWID',
      // Older versions used this table, without rare values.
      'DROP TABLE IF EXISTS unfolded',
      // Empty where there is folding already: what is not in `to_fold` then is folded.
      `CREATE TABLE IF NOT EXISTS before_folding AS SELECT DISTINCT site, day FROM accepted
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'to_fold')`,
      // Periods with cells that are still to be folded; `changed` is the last number under which any of these were frozen.
      `CREATE TABLE IF NOT EXISTS to_fold (site TEXT, grain TEXT, first TEXT, last TEXT NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY (site, grain, first)) WITHOUT ROWID`,
      ...periods.map(
        ([grain, first, last]) => `INSERT OR IGNORE INTO to_fold (site, grain, first, last, changed)
    SELECT site, '${grain}', ${first}, ${last}, coalesce((SELECT last FROM identity), 0) FROM before_folding`,
      ),
      'DROP TABLE before_folding',
    ],
  },
  // Batches begin with the names of their columns. Those that wait from before are read as what they were (collector/cells/cell.ts).
  { version: 2, name: 'named columns', statements: () => [] },
  {
    version: 3,
    name: 'sums of what was accepted',
    statements: () => [
      // All of the days before the one in `closed`, but for what came in later (history): that is by day until the next month is closed.
      'CREATE TABLE IF NOT EXISTS accepted_before (site TEXT, event TEXT, count INTEGER NOT NULL, PRIMARY KEY (site, event)) WITHOUT ROWID',
      'CREATE TABLE IF NOT EXISTS closed (day TEXT NOT NULL)',
    ],
  },
  {
    // Segments are written in groups, and their names say how much of them was acknowledged.
    version: 4,
    name: 'groups and former names',
    statements: () => [
      'CREATE TABLE IF NOT EXISTS former (collector TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID',
      // Segments that lay there when a process began, until the ledger is known to be no older than the store; an empty name: that is asked.
      'CREATE TABLE IF NOT EXISTS unsure (source TEXT PRIMARY KEY) WITHOUT ROWID',
    ],
  },
  {
    version: 5,
    name: 'disposals',
    additive: true,
    statements: () => [
      `CREATE TABLE IF NOT EXISTS disposals (id TEXT PRIMARY KEY, at INTEGER NOT NULL, site TEXT NOT NULL, day TEXT NOT NULL, named TEXT NOT NULL,
    steps INTEGER NOT NULL, rows INTEGER NOT NULL, views INTEGER NOT NULL, visits INTEGER NOT NULL, done INTEGER NOT NULL) WITHOUT ROWID`,
    ],
  },
]

export const ledgerTooNew = () => new TooNew('What waits in the data folder was')
