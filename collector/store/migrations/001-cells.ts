/** The table of cells: all that is ever stored of what was counted (docs/architecture.md gives the reasons). */
import type { Migration } from './migration.ts'

/** An acknowledged part survives a power cut. */
export const synced = 'fsync_after_insert = 1, fsync_part_directory = 1'

// SummingMergeTree gets no list of columns: with one, a counter added later would not be summed but lost at a merge.
// So each column that is no counter stands in the sorting key.
// Both fsync settings make an acknowledged part survive a power cut. The engine's own deduplication of inserts is off:
// a kill between its log and the part would swallow the batch for ever; the marker row is the proof instead.
export const cells = {
  version: 1,
  name: 'cells',
  statements: ({ database, engine, onCluster, ownDisk }) => [
    `CREATE TABLE IF NOT EXISTS ${database}.cells${onCluster} (
      site LowCardinality(String), grain LowCardinality(String), dimensionA LowCardinality(String), dimensionB LowCardinality(String), valueA String, day Date, valueB String,
      \`views\` Int64, \`consentedViews\` Int64, \`visits\` Int64, \`consentedVisits\` Int64, \`secondViews\` Int64, \`firstOfDay\` Int64, \`newVisitors\` Int64, \`firstInVisit\` Int64, \`seconds\` Int64, \`count\` Int64
    ) ENGINE = ${engine('SummingMergeTree')}
    ORDER BY (site, grain, dimensionA, dimensionB, valueA, day, valueB)
    PARTITION BY toYYYYMM(day)${ownDisk ? `\n    SETTINGS ${synced}, non_replicated_deduplication_window = 0` : ''}`,
  ],
} as const satisfies Migration
