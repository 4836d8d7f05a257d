/** P14: look-alike sites. Events from hosts that a site does not list are refused, and their hosts shown to the owner. */
import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { dimensionRow } from '../../contract/dimensions.ts'
import { line, states } from '../kit/facts.ts'
import { intake } from '../kit/ingest.ts'

const stray = { v: 1, site: 'example.org', host: 'examp1e-login.net' }

it('P14: a stray event, or any other from a host that is not listed, is refused and its host counted', async () => {
  const { facts, refusals, post } = intake()
  for (const event of [
    { ...stray, type: 'stray' },
    { ...stray, type: 'view', consent: true, path: '/login' },
  ]) {
    expect((await post(event)).refusedHeader).toBe('host')
  }
  expect(facts).toEqual([])
  const { cells } = aggregate(refusals.flush(), states())
  expect(line(cells, 'stray=examp1e-login.net')).toBe('count:2')
  expect(line(cells, 'refused=host')).toBe('count:2')
  expect(cells.some((cell) => cell.counts.views)).toBe(false)
})

it('P14: a thousand hosts a day are named, the rest counted as (other)', () => {
  const budget = dimensionRow('stray').budget
  expect(budget).toBe(1_000)
  const counts = Array.from({ length: budget + 5 }, (_, index) => ({
    type: 'count' as const,
    site: 'example.org',
    day: '2026-11-24',
    dimension: 'stray' as const,
    value: `h${index}.net`,
    count: 1,
  }))
  expect(line(aggregate(counts, states()).cells, 'stray=(other)')).toBe('count:5')
})
