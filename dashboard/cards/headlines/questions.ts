/** What is asked for the headline measures: of the days, and of as many before them. */
import type { Ask } from '../../api/client.ts'
import type { Context } from '../../state/context.ts'
import { headlines } from '../../state/measures.ts'
import { before } from '../../state/range.ts'
import { underFilters } from '../bases.ts'
import { isFiltered } from '../card.ts'

export type HeadlinesQuestion = 'totals' | 'previous'

export function headlinesQuestions(context: Context): Record<HeadlinesQuestion, Ask> {
  const about = underFilters(context)
  const measures = headlines.map(({ measure }) => measure)
  return {
    // Of all browsers there is an estimate for the site as a whole only.
    totals: { ...about, measures: isFiltered(context) ? measures : [...measures, 'visitorsEstimate'] },
    previous: { ...about, ...before(context.days), measures },
  }
}
