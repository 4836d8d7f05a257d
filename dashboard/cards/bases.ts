/** What questions of many cards have in common. */
import type { Ask } from '../api/client.ts'
import type { Context } from '../state/context.ts'
import { filtersOf } from '../state/filters.ts'

type Base = Pick<Ask, 'site' | 'from' | 'to' | 'filters'>

/** The days of the site as a whole, whatever is filtered by. */
export function wholeSite({ site, days }: Context): Base {
  return { site: site.domain, ...days }
}

/** The same days under the filters. */
export function underFilters(context: Context): Base {
  const { filters } = context
  return { ...wholeSite(context), ...(filters.length > 0 && { filters: filtersOf(filters) }) }
}

/** By the steps of the chart. */
export function bySteps({ interval }: Context): Pick<Ask, 'by' | 'interval'> {
  return interval === 'hour' ? { by: ['hour'] } : { interval }
}
