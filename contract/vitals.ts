/** The five page-load timings, their thresholds (web.dev/vitals) and the buckets in which they are counted (P3). */

export const vitalMetrics = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const
export type VitalMetric = (typeof vitalMetrics)[number]

/** Milliseconds (CLS: thousandths): up to `good` inclusive is good, above `poor` is poor. */
export const vitalThresholds: Record<VitalMetric, { good: number; poor: number }> = {
  lcp: { good: 2_500, poor: 4_000 },
  inp: { good: 200, poor: 500 },
  cls: { good: 100, poor: 250 },
  fcp: { good: 1_800, poor: 3_000 },
  ttfb: { good: 800, poor: 1_800 },
}

const edges = Object.fromEntries(vitalMetrics.map((metric) => [metric, edgesOf(metric)])) as Record<VitalMetric, number[]>

/**
 * A bucket is named by its upper edge: it holds values above the edge before it, up to and including its own.
 * Edges grow by a tenth, so a quantile read from them is at most a tenth too high; both thresholds are edges.
 */
export function bucketOf(metric: VitalMetric, value: number): string {
  const list = edges[metric]
  return String(list.find((edge) => value <= edge) ?? list.at(-1))
}

/** All bucket names of a metric, in order. */
export function bucketsOf(metric: VitalMetric): string[] {
  return edges[metric].map(String)
}

function edgesOf(metric: VitalMetric): number[] {
  const { good, poor } = vitalThresholds[metric]
  const list = new Set([0, good, poor])
  for (let edge = metric === 'cls' ? 5 : 20; edge < 60_000; edge *= 1.1) list.add(Math.round(edge))
  list.add(60_000)
  return [...list].sort((one, other) => one - other)
}
