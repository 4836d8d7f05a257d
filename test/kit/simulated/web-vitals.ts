/** Stands in for the library where pages are simulated: what was measured is said by whoever moves the page (`Tab.measure`). */
import type { VitalMetric } from '../../../contract/vitals.ts'

type Told = (metric: { name: string; value: number; id: string }) => void

/** The page's own list of those who wait for a timing. */
declare const window: { measured: Partial<Record<VitalMetric, (value: number) => void>> }

const watch = (name: string) => (told: Told) => {
  window.measured[name.toLowerCase() as VitalMetric] = (value) =>
    told({ name, value: name === 'CLS' ? value / 1_000 : value, id: 'of this load' })
}

export const onCLS = watch('CLS')
export const onFCP = watch('FCP')
export const onINP = watch('INP')
export const onLCP = watch('LCP')
export const onTTFB = watch('TTFB')
