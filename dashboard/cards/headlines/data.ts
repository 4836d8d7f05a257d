/** Which headline measure is drawn, and whether the period before can be compared. */
import type { Context } from '../../state/context.ts'
import { type Headline, headlineOf } from '../../state/measures.ts'
import { lengthOf } from '../../state/range.ts'

/** Visitors of single hours are not kept, so a day begins with its views. */
export function chosenHeadline({ measure, interval }: Pick<Context, 'measure' | 'interval'>): Headline {
  return headlineOf(measure ?? (interval === 'hour' ? 'views' : undefined))
}

/** A day that has only begun weighs too much in a few of them to be compared with as many whole ones. */
export function isComparable({ days, today }: Pick<Context, 'days' | 'today'>): boolean {
  return days.to < today || lengthOf(days) >= 7
}
