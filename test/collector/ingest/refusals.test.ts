import { describe, expect, it } from 'vitest'
import { fixture, today, view } from './fixture.ts'

const short = (facts: { day: string; dimension?: string; value?: string; count?: number }[]) =>
  facts.map(({ day, dimension, value, count }) => `${day} ${dimension} ${value} ${count}`)

describe('refusals', () => {
  it('are counted by site-local day and reason, and handed over once', async () => {
    const { post, refusals, clock } = fixture({ zone: 'America/Chicago' })
    await post([view({ x: 1 }), view({ x: 1 }), view({ v: 2 })])
    clock.milliseconds = Date.parse('2026-11-25T05:59:00Z')
    await post(view({ x: 1 }))
    clock.milliseconds += 60_000
    await post(view({ x: 1 }))
    expect(short(refusals.flush())).toEqual([
      `${today} refused unknown-field 3`,
      `${today} refused version 1`,
      '2026-11-25 refused unknown-field 1',
    ])
    expect(refusals.flush()).toEqual([])
  })

  it('without a known site are one total', async () => {
    const { post, refusals } = fixture()
    await post([view({ site: 'other.org' }), view({ site: 5 }), 7])
    await post('{')
    expect(refusals.flush()).toEqual([])
    expect(refusals.unattributed()).toBe(4)
  })

  it('show hosts that are not the site’s, whether they say stray or send events', async () => {
    const { post, refusals } = fixture()
    const stray = { v: 1, site: 'example.org', type: 'stray' }
    await post({ ...stray, host: 'evil.example' })
    await post(view({ host: 'evil.example' }))
    await post({ ...stray, host: '203.0.113.9' })
    await post({ ...stray, host: 'example.org' })
    await post({ ...stray, host: '7f3e9a2b1c4d.evil.example' })
    expect(short(refusals.flush())).toEqual([
      `${today} refused host 5`,
      `${today} stray evil.example 2`,
      `${today} stray *.evil.example 1`,
      `${today} stray (other) 1`,
    ])
  })
})
