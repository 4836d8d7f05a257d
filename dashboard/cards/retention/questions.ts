/** What is asked for the grid: cohorts by week, in a window of its own. */
import type { Ask } from '../../api/client.ts'
import type { Context } from '../../state/context.ts'
import { retentionDays, retentionWeeks } from './data.ts'

/** As many rows as there can be: each week has at most the ages from 0 on, and what is merged. */
export function retentionQuestion({ site, days, today }: Pick<Context, 'days' | 'today'> & { site: { domain: string } }): Ask {
  const window = retentionDays(days, today)
  return {
    ...{ site: site.domain, ...window, measures: ['count'], by: ['cohort'] },
    ...{ interval: 'week', limit: retentionWeeks * (retentionWeeks + 2) },
  }
}
