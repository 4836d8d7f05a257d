/** A point of the chart in words. */
import { measureText, numberText, partText } from '../i18n/format.ts'
import type { Headline } from '../state/measures.ts'
import type { Point } from './series.ts'

export function valueText({ lower, upper }: Point, { measure, unit }: Headline): string {
  if (lower === null || upper === null) return 'not known'
  return lower === upper ? numberText(lower, unit) : measureText({ [`${measure}Lower`]: lower, [`${measure}Upper`]: upper }, measure)
}

/** What of its step a point tells, where that is not all: `so far`, `only Nov 12 – 30`. */
export function partOf({ isOpen, cut }: Point): string | undefined {
  return [cut && `only ${partText(cut)}`, isOpen && 'so far'].filter(Boolean).join(' ') || undefined
}
