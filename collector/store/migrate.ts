/** Brings a database to the schema of this program: numbered steps, each recorded once it is through. */
import { StoreError } from '../deps.ts'
import { plainIdentifier, rowsOf, type StoreClient } from './client.ts'
import { schemaOf } from './engine-kind.ts'
import { sorted } from './errors.ts'
import { synced } from './migrations/001-cells.ts'
import { migrations } from './migrations/index.ts'
import type { Migration, SchemaOptions } from './migrations/migration.ts'

export interface MigrateOptions extends Partial<SchemaOptions> {
  /** For tests; the program's own list otherwise. */
  steps?: readonly Migration[]
}

/**
 * Runs what is missing and resolves to the database's version. The client must not be bound to the database, which
 * need not exist yet. May run at once in several threads and again after any failure.
 * Rejects with `StoreError` where the database is newer than this program, with `StoreAway` where it does not answer.
 */
export async function migrate(client: StoreClient, options: MigrateOptions = {}): Promise<number> {
  const schema = { ...schemaOf('plain'), ...options, database: plainIdentifier(options.database ?? 'footfall') }
  const steps = options.steps ?? migrations
  try {
    const version = await currentVersion(client, schema)
    if (version > steps.length) throw newer(schema.database, version, steps.length)
    for (const step of steps.slice(version)) await apply(client, schema, step)
    return steps.length
  } catch (error) {
    throw sorted(error)
  }
}

/** The database, and the table in which steps are recorded. */
export const firstStatements = ({ database, engine, onCluster, ownDisk }: SchemaOptions): string[] => [
  `CREATE DATABASE IF NOT EXISTS ${database}${onCluster}`,
  `CREATE TABLE IF NOT EXISTS ${database}.migrations${onCluster} (version UInt32, name String, applied DateTime DEFAULT now())
    ENGINE = ${engine('MergeTree')} ORDER BY version${ownDisk ? ` SETTINGS ${synced}` : ''}`,
]

async function currentVersion(client: StoreClient, schema: SchemaOptions): Promise<number> {
  for (const query of firstStatements(schema)) await client.command({ query })
  const answer = await client.query({ query: `SELECT max(version) AS version FROM ${schema.database}.migrations`, format: 'JSON' })
  const [row] = await rowsOf<{ version: number }>(answer)
  return Number(row?.version ?? 0)
}

async function apply(client: StoreClient, schema: SchemaOptions, step: Migration): Promise<void> {
  for (const query of step.statements(schema)) await client.command({ query })
  // A second thread may record the same step: the highest version counts, not the rows.
  await client.command({ query: `INSERT INTO ${schema.database}.migrations (version, name) SELECT ${step.version}, '${step.name}'` })
}

function newer(database: string, version: number, known: number): StoreError {
  return new StoreError(
    `the database ${database} is at version ${version} and this Footfall knows versions up to ${known}: run the newer Footfall that made it`,
  )
}
