/** The table of cells: all that is ever stored of what was counted (docs/architecture.md gives the reasons). */
import { counters } from '../../../contract/counters.ts'
import type { Migration } from './migration.ts'

/** An acknowledged part survives a power cut. */
export const synced = 'fsync_after_insert = 1, fsync_part_directory = 1'
const low = 'LowCardinality(String)'

// SummingMergeTree gets no list of columns: with one, a counter added later would not be summed but lost at a merge.
// So each column that is no counter stands in the sorting key.
// Both fsync settings make an acknowledged part survive a power cut. The engine's own deduplication of inserts is off:
// a kill between its log and the part would swallow the batch for ever; the marker row is the proof instead.
export const cells: Migration = {
  version: 1,
  name: 'cells',
  statements: ({ database, engine, onCluster, ownDisk }) => [
    `CREATE TABLE IF NOT EXISTS ${database}.cells${onCluster} (
      site ${low}, grain ${low}, dimensionA ${low}, dimensionB ${low}, valueA String, day Date, valueB String,
      ${counters.map((name) => `\`${name}\` Int64`).join(', ')}
    ) ENGINE = ${engine('SummingMergeTree')}
    ORDER BY (site, grain, dimensionA, dimensionB, valueA, day, valueB)
    PARTITION BY toYYYYMM(day)${ownDisk ? `\n    SETTINGS ${synced}, non_replicated_deduplication_window = 0` : ''}`,
  ],
}
