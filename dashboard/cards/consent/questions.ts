/** What is asked about the question for consent. */

import { queryRows } from '../../../contract/limits.ts'
import type { Ask } from '../../api/client.ts'
import type { Context } from '../../state/context.ts'
import { wholeSite } from '../bases.ts'

/** Each choice of the days, by the steps of the chart; of one day as a whole, since hours are not kept beside choices. */
export function choicesQuestion(context: Context): Ask {
  const { interval } = context
  return { ...wholeSite(context), measures: ['count'], by: ['choice'], limit: queryRows, ...(interval !== 'hour' && { interval }) }
}
