/** The page-load timings, by the library that knows how each browser measures them. */
import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import type { VitalMetric } from '../../contract/vitals.ts'

/** The library asks for it where it measures shifts and presses; in an older browser it would throw there, for the page to hear. */
const hasAt = 'at' in []

/** What was reported of one page load, and what it was booked under. */
interface Reported {
  id: string
  value: number
  as: string
}

/**
 * Reports each timing of this document: milliseconds, CLS in thousandths. The library gives it again where it has grown by the next time the page is
 * hidden; `before` is then what was reported. `report` returns whether it was sent. `bookedAs` names what it would be booked under now: where that has
 * changed since the report before, the timing is not reported again.
 */
export function watchTimings(bookedAs: () => string, report: (metric: VitalMetric, value: number, before?: number) => boolean): void {
  const last: Partial<Record<VitalMetric, Reported>> = {}
  for (const watch of [...(hasAt ? [onCLS, onINP] : []), onFCP, onLCP, onTTFB]) {
    watch(({ name, value: measured, id }) => {
      const metric = name.toLowerCase() as VitalMetric
      const value = Math.round(name === 'CLS' ? measured * 1_000 : measured)
      const now = { id, value, as: bookedAs() }
      const before = last[metric]
      const isAgain = before?.id === id
      if (isAgain && (before.as !== now.as || before.value === value)) return
      if (report(metric, value, isAgain ? before.value : undefined)) last[metric] = now
    })
  }
}
