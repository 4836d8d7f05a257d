/** The settings in one SQLite file of the data folder. */
import type { SettingsStore } from '../../ports.ts'
import { migrateSettings } from '../../sites/schema.ts'
import { settingsUnusable } from './folder.ts'
import { FileUnusable, openSqlite } from './sqlite.ts'

export interface SettingsFile extends SettingsStore {
  close(): void
}

/** Opens or makes the file, at the newest version. Each statement is durable once it resolves. Rejects with `FolderUnusable`. */
export async function openSettings(path: string): Promise<SettingsFile> {
  try {
    return await open(path)
  } catch (error) {
    throw error instanceof FileUnusable ? settingsUnusable(error) : error
  }
}

async function open(path: string): Promise<SettingsFile> {
  const file = openSqlite(path)
  const settings: SettingsFile = {
    run: async (statement, ...values) => file.run(statement, ...values),
    all: async <Row>(statement: string, ...values: (string | number | null)[]) => file.all<Row>(statement, ...values),
    close: () => file.close(),
  }
  await migrateSettings(settings)
  return settings
}
