/** What is asked about refused and unusual events: each list, and by the steps of the chart. */
import type { Dimension } from '../../../contract/dimensions.ts'
import { queryRows } from '../../../contract/limits.ts'
import type { Ask } from '../../api/client.ts'
import type { Context } from '../../state/context.ts'
import { bySteps, wholeSite } from '../bases.ts'
import { isFiltered } from '../card.ts'
import { lists } from '../list/lists.ts'
import { listQuestion } from '../list/questions.ts'

export type OutcomesQuestion = 'refused' | 'unusual' | 'refusedAt' | 'unusualAt'

/** Of the site as a whole under every filter, there without their steps. */
export function outcomesQuestions(context: Context): Partial<Record<OutcomesQuestion, Ask>> {
  const whole = wholeSite(context)
  const asLists = { refused: listQuestion(lists.refused, whole), unusual: listQuestion(lists.unusual, whole) }
  if (isFiltered(context)) return asLists
  return { ...asLists, refusedAt: stepsQuestion('refused', context), unusualAt: stepsQuestion('unusual', context) }
}

function stepsQuestion(dimension: Dimension, context: Context): Ask {
  const { by = [], interval } = bySteps(context)
  return { ...wholeSite(context), measures: ['count'], by: [dimension, ...by], limit: queryRows, ...(interval && { interval }) }
}
