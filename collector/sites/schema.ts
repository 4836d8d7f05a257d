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
  for (const statement of versions[number - 1] ?? []) await settings.run(statement)
  await settings.run('INSERT OR IGNORE INTO version (number) VALUES (?)', number)
}
