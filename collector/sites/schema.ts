/** The tables of the settings: sites, read keys, sign-in links, sessions and named values; versioned, forward only. */
import type { Settings } from '../deps.ts'
import { highestVersion, TooNew, versionTable } from '../too-new.ts'

/** Each entry is one version, safe to begin again; entries are only ever added. Of keys, links and sessions only hashes are kept. */
const versions: readonly (readonly string[])[] = [
  [
    'CREATE TABLE IF NOT EXISTS site (domain TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT',
    'CREATE TABLE IF NOT EXISTS read_key (hash TEXT PRIMARY KEY, sites TEXT NOT NULL, created INTEGER NOT NULL) STRICT',
    'CREATE TABLE IF NOT EXISTS sign_in_link (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL, used INTEGER) STRICT',
    'CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT',
    'CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
  ],
  // Keys from before have neither a label nor an end: they go on.
  [
    'ALTER TABLE read_key ADD COLUMN label TEXT',
    'ALTER TABLE read_key ADD COLUMN ends INTEGER',
    'CREATE UNIQUE INDEX IF NOT EXISTS read_key_label ON read_key (label)',
    "INSERT OR IGNORE INTO setting (name, value) SELECT 'signed in', 'true' FROM session LIMIT 1",
  ],
]

/** The newest version. */
export const settingsVersion = versions.length

/** Brings the settings to the newest version. Rejects with `TooNew` where a newer Footfall has written them. */
export async function migrateSettings(settings: Settings): Promise<void> {
  await settings.run(versionTable)
  const [row] = await settings.all<{ number: number | null }>(highestVersion)
  const known = row?.number ?? 0
  if (known > settingsVersion) throw settingsTooNew()
  for (let number = known + 1; number <= versions.length; number++) await apply(settings, number)
}

export const settingsTooNew = () => new TooNew('The settings in the data folder were')

async function apply(settings: Settings, number: number): Promise<void> {
  for (const statement of versions[number - 1] ?? []) await settings.run(statement).catch(unlessThere)
  await settings.run('INSERT OR IGNORE INTO version (number) VALUES (?)', number)
}

// SQLite adds no column "if not exists": it is there where a start was cut off, or another isolate was first.
function unlessThere(error: Error): void {
  if (!/duplicate column name/.test(error.message)) throw error
}
