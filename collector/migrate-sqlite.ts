/** Steps in SQLite: of the settings, which are asked for later (D1), and of the ledger, which answers at once. */
import { type MigrationStep, type Recorded, statementsDue } from './migrate.ts'
import type { TooNew } from './too-new.ts'

/** The highest number in `version` is the lowest program that can read the file; additive steps are recorded by name. */
export const recordTables = [
  'CREATE TABLE IF NOT EXISTS version (number INTEGER PRIMARY KEY)',
  'CREATE TABLE IF NOT EXISTS addition (name TEXT PRIMARY KEY) WITHOUT ROWID',
]

export const lowestReader = 'SELECT max(number) AS number FROM version'

/** Its rows are `RecordRow`s. */
export const recordsSql = 'SELECT number, NULL AS name FROM version UNION ALL SELECT NULL, name FROM addition'

export interface RecordRow {
  number: number | null
  name: string | null
}

/** `statementsDue` by the rows of `recordsSql`. Throws `tooNew()`. */
export function sqliteDue(steps: readonly MigrationStep[], records: readonly RecordRow[], tooNew: () => TooNew): string[] {
  const recorded: Recorded = {
    version: Math.max(0, ...records.map(({ number }) => number ?? 0)),
    names: records.flatMap(({ name }) => name ?? []),
  }
  return statementsDue(steps, {
    recorded,
    options: undefined,
    tooNew,
    record: ({ name, version, additive }) =>
      additive ? `INSERT OR IGNORE INTO addition (name) VALUES ('${name}')` : `INSERT OR IGNORE INTO version (number) VALUES (${version})`,
  })
}
