/** The page-load timings, by the library that knows how each browser measures them. */
import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import type { VitalMetric } from '../../contract/vitals.ts'

/** The library asks for it where it measures shifts and presses; in an older browser it would throw there, for the page to hear. */
const hasAt = 'at' in []

/** What was told of one page load, and for whom and which day. */
interface Told {
  id: string
  value: number
  as: string
}

/**
 * Tells each timing of this document: milliseconds, CLS in thousandths. The library says it again where it has grown by the next time the page is
 * hidden; `before` is then what was told. `tell` says whether it was. `as` says how it would be told now: otherwise than before it is not told again.
 */
export function watchTimings(as: () => string, tell: (metric: VitalMetric, value: number, before?: number) => boolean): void {
  const last: Partial<Record<VitalMetric, Told>> = {}
  for (const watch of [...(hasAt ? [onCLS, onINP] : []), onFCP, onLCP, onTTFB]) {
    watch(({ name, value: measured, id }) => {
      const metric = name.toLowerCase() as VitalMetric
      const value = Math.round(name === 'CLS' ? measured * 1_000 : measured)
      const now = { id, value, as: as() }
      const before = last[metric]
      const isAgain = before?.id === id
      if (isAgain && (before.as !== now.as || before.value === value)) return
      if (tell(metric, value, isAgain ? before.value : undefined)) last[metric] = now
    })
  }
}
