/** At the bound and one past it: what the dashboard asks. */
import { expect, onTestFinished, vi } from 'vitest'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { ask } from '../../dashboard/api/client.ts'
import { conditionText, parseConditions, withCondition } from '../../dashboard/state/filters.ts'

const conditionOf = (index: number) => ({ operator: 'is', dimension: 'source', value: `${index}.org` }) as const

/** Asks a collector that is busy so many times, and then is not; what came of it. */
async function kindAfter(busy: number): Promise<string> {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  let times = 0
  const fetched = async () =>
    ++times <= busy ? Response.json({ error: { code: 'busy', message: 'many ask' } }, { status: 503 }) : Response.json([{ rows: [] }])
  vi.stubGlobal('fetch', fetched)
  const asked = { site: 'example.org', from: '2026-11-01', to: '2026-11-02', measures: ['views' as const] }
  const got = ask([asked], new AbortController().signal)
  await vi.runAllTimersAsync()
  return (await got).kind
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  pageFilters() {
    const most = bounds.pageFilters.max
    const conditions = Array.from({ length: most + 1 }, (_, index) => conditionOf(index))
    expect(parseConditions(conditions.map(conditionText))).toEqual(conditions.slice(0, most))
    // Of those that are chosen one after the other the first goes.
    expect(withCondition(conditions.slice(0, most), conditions[most]!)).toEqual(conditions.slice(1))
    expect(withCondition(conditions.slice(0, most - 1), conditions[most]!)).toHaveLength(most)
  },
  async pageTries() {
    expect([await kindAfter(bounds.pageTries.max - 1), await kindAfter(bounds.pageTries.max)]).toEqual(['ok', 'failed'])
  },
}
