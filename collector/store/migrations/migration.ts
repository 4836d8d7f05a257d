/** The form of a migration: one numbered step of the schema. */

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

/** Its statements are a text that never changes once somebody may have run it: what comes later is a step of its own. */
export interface Migration {
  /** From 1, without gaps. */
  version: number
  name: string
  /**
   * Statements that may be run again: a start that dies between them runs them all once more, and two threads
   * may run them at once (`IF NOT EXISTS` and the like).
   */
  statements: (options: SchemaOptions) => string[]
}
