/** What the statements of a step depend on. */
import type { MigrationStep } from '../../migrate.ts'

export interface SchemaOptions {
  /** A plain identifier; checked before it becomes SQL. */
  database: string
  /** The engine clause of a table, from the engine's plain name: where a replicated one is wanted, it is named here. */
  engine: (name: 'MergeTree' | 'SummingMergeTree') => string
  /** What follows a table's name in a statement that makes or changes it: ` ON CLUSTER …`, or nothing. */
  onCluster: string
  /** Whether parts lie on a disk of the server's own, to be synced and merged as this program says. */
  ownDisk: boolean
}

export type Migration = MigrationStep<SchemaOptions>
