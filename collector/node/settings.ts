/** The settings in one SQLite file of the data folder. */
import type { Settings } from '../deps.ts'
import { migrateSettings } from '../sites/schema.ts'
import { openSqlite } from './sqlite.ts'

export interface SettingsFile extends Settings {
  close(): void
}

/** Opens or makes the file, at the newest version. Each statement is durable once it resolves. */
export async function openSettings(path: string): Promise<SettingsFile> {
  const file = openSqlite(path)
  const settings: SettingsFile = {
    run: async (statement, ...values) => file.run(statement, ...values),
    all: async <Row>(statement: string, ...values: (string | number | null)[]) => file.all<Row>(statement, ...values),
    close: () => file.close(),
  }
  await migrateSettings(settings)
  return settings
}
