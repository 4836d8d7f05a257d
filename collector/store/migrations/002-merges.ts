/** What was stored at different moments becomes one part soon, and nothing is left of what it was made of (docs/attack.md, finding 5). */
import type { Migration } from './migration.ts'

const settings = {
  // On a quiet site a part is what one visit became. Three small ones are merged at once (instead of five, or of two in an hour) ...
  merge_selector_base: 2,
  // ... and a month that took nothing for a minute becomes one part.
  min_age_to_force_merge_seconds: 60,
  min_age_to_force_merge_on_partition_only: 1,
  // The engine keeps merged-away parts for eight minutes since it does not sync what it made of them. Here that is synced, as inserted
  // parts are, before it takes their place: a power cut then finds either. This holds for the parts of a disposal too.
  min_rows_to_fsync_after_merge: 1,
  old_parts_lifetime: 0,
  // It looks for parts to remove after five minutes where it found few the last time.
  cleanup_delay_period: 10,
  max_cleanup_delay_period: 10,
  cleanup_delay_period_random_add: 0,
}

export const merges = {
  version: 2,
  name: 'merges',
  statements: ({ database, onCluster, ownDisk }) =>
    ownDisk
      ? [
          `ALTER TABLE ${database}.cells${onCluster} MODIFY SETTING
      ${Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', ')}`,
        ]
      : [],
} as const satisfies Migration
