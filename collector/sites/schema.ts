/** The tables of the settings: sites, read keys, sign-in links, sessions and named values; versioned, forward only. */
import type { Settings } from '../deps.ts'

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

export class SettingsTooNew extends Error {
  override name = 'SettingsTooNew'
  constructor() {
    super('The settings in the data folder were written by a newer Footfall. Start that one, or name another folder with FOOTFALL_DATA.')
  }
}

/** Brings the settings to the newest version. Rejects with `SettingsTooNew` where a newer Footfall has written them. */
export async function migrateSettings(settings: Settings): Promise<void> {
  await settings.run('CREATE TABLE IF NOT EXISTS version (number INTEGER PRIMARY KEY) STRICT')
  const [row] = await settings.all<{ number: number | null }>('SELECT max(number) AS number FROM version')
  const known = row?.number ?? 0
  if (known > versions.length) throw new SettingsTooNew()
  for (let number = known + 1; number <= versions.length; number++) await apply(settings, number)
}

async function apply(settings: Settings, number: number): Promise<void> {
  for (const statement of versions[number - 1] ?? []) await settings.run(statement)
  await settings.run('INSERT OR IGNORE INTO version (number) VALUES (?)', number)
}
