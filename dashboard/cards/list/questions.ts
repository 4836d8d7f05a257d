/** What is asked for a list. */
import type { Ask } from '../../api/client.ts'
import { askedRows, type ListRow } from './lists.ts'

/** Its first rows, those with the most first, or in the order of their values. */
export function listQuestion({ dimension, measures, inOrder }: ListRow, base: Pick<Ask, 'site' | 'from' | 'to' | 'filters'>): Ask {
  return {
    ...base,
    measures: measures.map(({ measure }) => measure),
    by: [dimension],
    order: inOrder ? [[dimension, 'asc']] : [[measures[0]!.measure, 'desc']],
    limit: askedRows,
  }
}
