/** The tables of the settings: sites, read keys, sign-in links, sessions and named values. */

import type { MigrationStep } from '../migrate.ts'
import { type RecordRow, recordsSql, recordTables, sqliteDue } from '../migrate-sqlite.ts'
import type { SettingsStore } from '../ports.ts'
import { TooNew } from '../too-new.ts'

/** Of keys, links and sessions only hashes are kept. What is set of a site is JSON: a setting more needs no step (collector/sites/sites.ts). */
export const settingsSteps: readonly MigrationStep[] = [
  {
    version: 1,
    name: 'tables',
    statements: () => [
      'CREATE TABLE IF NOT EXISTS site (domain TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT',
      'CREATE TABLE IF NOT EXISTS read_key (hash TEXT PRIMARY KEY, sites TEXT NOT NULL, created INTEGER NOT NULL) STRICT',
      'CREATE TABLE IF NOT EXISTS sign_in_link (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL, used INTEGER) STRICT',
      'CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT',
      'CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
    ],
  },
  {
    // Keys from before have neither a label nor an end: they go on.
    version: 2,
    name: 'labels and ends of keys',
    statements: () => [
      'ALTER TABLE read_key ADD COLUMN label TEXT',
      'ALTER TABLE read_key ADD COLUMN ends INTEGER',
      'CREATE UNIQUE INDEX IF NOT EXISTS read_key_label ON read_key (label)',
      "INSERT OR IGNORE INTO setting (name, value) SELECT 'signed in', 'true' FROM session LIMIT 1",
    ],
  },
]

/** Runs the steps that are due. Rejects with `TooNew` where a newer Footfall has written what this one cannot read. `steps`: for tests. */
export async function migrateSettings(settings: SettingsStore, steps: readonly MigrationStep[] = settingsSteps): Promise<void> {
  for (const statement of recordTables) await settings.run(statement)
  const due = sqliteDue(steps, await settings.all<RecordRow>(recordsSql), settingsTooNew)
  for (const statement of due) await settings.run(statement).catch(unlessThere)
}

export const settingsTooNew = () => new TooNew('The settings in the data folder were')

// SQLite adds no column "if not exists": it is there where a start was cut off, or another isolate was first.
function unlessThere(error: Error): void {
  if (!/duplicate column name/.test(error.message)) throw error
}
