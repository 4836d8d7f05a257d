/** P3: page-load timings are kept as counts of a histogram, never as a value beside a view. */
import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { bucketOf, bucketsOf, vitalMetrics, vitalThresholds } from '../../contract/vitals.ts'
import { lines, states } from '../kit/facts.ts'
import { intake } from '../kit/ingest.ts'

const timing = { v: 1, site: 'example.org', host: 'example.org', type: 'vitals', consent: false, metric: 'lcp' }

it('P3: a timing becomes one count of one bucket', async () => {
  const { facts, post } = intake()
  await post({ ...timing, value: 2_345.6 })
  expect(lines(aggregate(facts, states()).cells)).toEqual([
    '2026-11-24 event=vitals count:1',
    `2026-11-24 lcp=${bucketOf('lcp', 2_345.6)} count:1`,
  ])
  expect(JSON.stringify(facts)).not.toContain('2345')
})

it.each(vitalMetrics)('P3: both thresholds of %s are edges of buckets, so that its shares are exact', (metric) => {
  const { good, poor } = vitalThresholds[metric]
  expect(bucketOf(metric, good)).toBe(String(good))
  expect(bucketOf(metric, poor)).toBe(String(poor))
  expect(Number(bucketOf(metric, good + 0.001))).toBeGreaterThan(good)
  const edges = bucketsOf(metric).map(Number)
  expect(edges).toEqual([...edges].sort((one, other) => one - other))
  for (const [index, edge] of edges.entries()) if (edge > 60) expect(edge / (edges[index - 1] as number)).toBeLessThan(1.11)
})
