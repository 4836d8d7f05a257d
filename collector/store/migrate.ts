/** Brings a ClickHouse database to the schema of this program. */

import { type Recorded, statementsDue } from '../migrate.ts'
import { StoreError } from '../ports.ts'
import { plainIdentifier, rowsOf, type StoreClient } from './client.ts'
import { schemaOf } from './engine-kind.ts'
import { toStoreError } from './errors.ts'
import { synced } from './migrations/001-cells.ts'
import { migrations } from './migrations/index.ts'
import type { Migration, SchemaOptions } from './migrations/migration.ts'

export interface MigrateOptions extends Partial<SchemaOptions> {
  /** For tests; the program's own list otherwise. */
  steps?: readonly Migration[]
}

/**
 * Runs the steps that are due and resolves to how many there are. The client must not be bound to the database, which
 * need not exist yet. May run at once in several threads and again after any failure.
 * Rejects with `StoreError` where a newer program has made the database and this one cannot read it, with `StoreAway` where it does not answer.
 */
export async function migrate(client: StoreClient, options: MigrateOptions = {}): Promise<number> {
  const schema = { ...schemaOf('plain'), ...options, database: plainIdentifier(options.database ?? 'footfall') }
  const steps = options.steps ?? migrations
  try {
    for (const query of firstStatements(schema)) await client.command({ query })
    const due = statementsDue(steps, {
      recorded: await recordedIn(client, schema),
      options: schema,
      // A second thread may record the same step: it is asked for by its name and the highest version, and rows may stand twice.
      record: ({ name }, reader) => `INSERT INTO ${schema.database}.migrations (version, name) SELECT ${reader}, '${name}'`,
      tooNew: (version) => newer(schema.database, version, steps.length),
    })
    for (const query of due) await client.command({ query })
    return steps.length
  } catch (error) {
    throw toStoreError(error)
  }
}

/** The database, and the table in which steps are recorded. */
export const firstStatements = ({ database, engine, onCluster, ownDisk }: SchemaOptions): string[] => [
  `CREATE DATABASE IF NOT EXISTS ${database}${onCluster}`,
  `CREATE TABLE IF NOT EXISTS ${database}.migrations${onCluster} (version UInt32, name String, applied DateTime DEFAULT now())
    ENGINE = ${engine('MergeTree')} ORDER BY version${ownDisk ? ` SETTINGS ${synced}` : ''}`,
]

// The version of an additive step is that of the step before it which is not: the highest is the lowest program that can read the database.
async function recordedIn(client: StoreClient, { database }: SchemaOptions): Promise<Recorded> {
  const query = `SELECT max(version) AS version, groupUniqArray(name) AS names FROM ${database}.migrations`
  const [row] = await rowsOf<Recorded>(await client.query({ query, format: 'JSON' }))
  return { version: Number(row?.version ?? 0), names: row?.names ?? [] }
}

function newer(database: string, version: number, known: number): StoreError {
  return new StoreError(
    `the database ${database} is at version ${version} and this Footfall knows versions up to ${known}: run the newer Footfall that made it`,
  )
}
