/** The page-load timings, by the library that knows how each browser measures them. */
import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import type { VitalMetric } from '../../contract/vitals.ts'

/** Tells each timing of this document once it is final: milliseconds, CLS in thousandths. */
export function watchTimings(told: (metric: VitalMetric, value: number) => void): void {
  for (const watch of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    watch(({ name, value }) => told(name.toLowerCase() as VitalMetric, Math.round(name === 'CLS' ? value * 1_000 : value)))
  }
}
