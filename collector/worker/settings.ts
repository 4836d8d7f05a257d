/** Settings in D1. */
import type { SettingsStore } from '../ports.ts'
import { migrateSettings } from '../sites/schema.ts'

/** Brings the database to this program's version first; several isolates may do so at once. */
export async function openSettings(database: D1Database): Promise<SettingsStore> {
  const settings: SettingsStore = {
    run: async (statement, ...values) => {
      await database
        .prepare(statement)
        .bind(...values)
        .run()
    },
    all: async <Row>(statement: string, ...values: (string | number | null)[]) =>
      (
        await database
          .prepare(statement)
          .bind(...values)
          .all<Row>()
      ).results,
  }
  await migrateSettings(settings)
  // Names of the spool's shards: the edge alone has any.
  await settings.run('CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY) STRICT')
  return settings
}
