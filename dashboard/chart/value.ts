/** A point of the chart in words. */
import { measureText, numberText } from '../format.ts'
import type { Headline } from '../headlines.ts'
import type { Point } from './series.ts'

export function valueText({ lower, upper }: Point, { measure, unit }: Headline): string {
  if (lower === null || upper === null) return 'not known'
  return lower === upper ? numberText(lower, unit) : measureText({ [`${measure}Lower`]: lower, [`${measure}Upper`]: upper }, measure)
}
