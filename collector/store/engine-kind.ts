/** What a server's tables are made with (FOOTFALL_CLICKHOUSE_ENGINE): one server, replicas of a cluster, or ClickHouse Cloud. */
import type { SchemaOptions } from './migrations/migration.ts'

export const engineKinds = ['plain', 'replicated', 'cloud'] as const
export type EngineKind = (typeof engineKinds)[number]

/**
 * `replicated`: statements run on every server of the cluster that the macro `{cluster}` names, and tables are replicated by their
 * paths in Keeper, each server's own by the macros `{shard}` and `{replica}`. `cloud`: the service makes every table a shared one,
 * keeps what was acknowledged by itself, and refuses the settings of a disk of one's own.
 */
export function schemaOf(kind: EngineKind): Pick<SchemaOptions, 'engine' | 'onCluster' | 'ownDisk'> {
  if (kind !== 'replicated') return { engine: (name) => name, onCluster: '', ownDisk: kind === 'plain' }
  return {
    engine: (name) => `Replicated${name}('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')`,
    onCluster: ` ON CLUSTER '{cluster}'`,
    ownDisk: true,
  }
}
