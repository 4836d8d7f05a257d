import { describe, expect, it } from 'vitest'
import type { CountFact } from '../../../collector/fact.ts'
import { bounds } from '../../../contract/bounds.ts'
import { consentedView, intake, morning, siteOf, today, view } from '../../kit/ingest.ts'

const short = (facts: CountFact[]) => facts.map(({ day, hour, dimension, value, count }) => `${day} ${hour} ${dimension} ${value} ${count}`)

describe('refusals', () => {
  it('are counted by site-local day, hour and reason, and handed over once', async () => {
    let now = morning
    const { post, refusals } = intake([siteOf({ zone: 'America/Chicago' })], { now: () => now })
    await post([view({ x: 1 }), view({ x: 1 }), view({ v: 2 })])
    now = Date.parse('2026-11-25T05:59:00Z')
    await post(view({ x: 1 }))
    now += 60_000
    await post(view({ x: 1 }))
    expect(short(refusals.flush())).toEqual([
      `${today} 3 refused unknown-field 2`,
      `${today} 3 refused version 1`,
      `${today} 23 refused unknown-field 1`,
      '2026-11-25 0 refused unknown-field 1',
    ])
    expect(refusals.flush()).toEqual([])
  })

  it('without a known site are one total', async () => {
    const { post, refusals } = intake()
    await post([view({ site: 'other.org' }), view({ site: 5 }), 7])
    await post('{')
    expect(refusals.flush()).toEqual([])
    expect(refusals.unattributed()).toBe(4)
  })

  it('show hosts that are not the site’s, whether they say stray or send events', async () => {
    const { post, refusals } = intake()
    const stray = { v: 1, site: 'example.org', type: 'stray' }
    await post({ ...stray, host: 'evil.example' })
    await post(view({ host: 'evil.example' }))
    await post({ ...stray, host: '203.0.113.9' })
    await post({ ...stray, host: 'example.org' })
    await post({ ...stray, host: '7f3e9a2b1c4d.evil.example' })
    expect(short(refusals.flush())).toEqual([
      `${today} 9 refused host 5`,
      `${today} 9 stray evil.example 2`,
      `${today} 9 stray *.evil.example 1`,
      `${today} 9 stray (other) 1`,
    ])
  })

  it('are not those events of which a label found no room to wait: they are counted, and unusual in the hour in which they came', async () => {
    const { post, refusals, facts } = intake([siteOf({ campaigns: [] })])
    const labelled = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => consentedView({ campaign: `made up ${from + index}`, medium: 'x' }))
    const room = bounds.labelsShare.max
    // One of the labels is the medium, which is the same each time.
    for (let from = 0; from < room - 1; from += 100) await post(labelled(from, Math.min(100, room - 1 - from)))
    expect(refusals.flush()).toEqual([])
    await post([...labelled(room, 3), ...labelled(0, 1), view({ x: 1 })])
    expect(short(refusals.flush())).toEqual([`${today} 9 refused unknown-field 1`, `${today} 9 unusual campaign 3`])
    expect(facts.length).toBe(room + 3)
  })
})
