import { describe, expect, it } from 'vitest'
import { waitSeconds } from '../../snippet/vitals/later.ts'

describe('what is put off', () => {
  it('is sent again, later each time', () => {
    expect([1, 2, 3, 4, 5].map((tried) => waitSeconds(tried, null, 0))).toEqual([2, 4, 8, 16, 32])
  })
  it('is never sent again before Retry-After, and not all at once', () => {
    for (const random of [0, 0.5, 0.999]) expect(waitSeconds(1, '40', random)).toBeGreaterThanOrEqual(40)
    expect(waitSeconds(1, '40', 0.999)).toBeGreaterThan(waitSeconds(1, '40', 0)!)
  })
  it.each(['', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT'])('a Retry-After of %j counts as none', (header) => {
    expect(waitSeconds(1, header, 0)).toBe(2)
  })
  it('outlasts a minute', () => {
    const waits = [1, 2, 3, 4, 5].map((tried) => waitSeconds(tried, null, 0) ?? 0)
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(60)
  })
})
