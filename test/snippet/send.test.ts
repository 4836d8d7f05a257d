import { describe, expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import * as limits from '../../snippet/limits.ts'
import { waitSeconds } from '../../snippet/send.ts'

it.each(Object.entries(limits))('%s is the bound of the contract', (name, value) => {
  expect(value).toBe(bounds[name as keyof typeof limits].max)
})
describe('after an answer', () => {
  it.each([200, 202, 400, 403, 404, 413, 500, 502, 504])('%i nothing is sent again', (status) => {
    expect(waitSeconds(status, 1, '1', 0)).toBeNull()
  })
  it.each([429, 503])('%i it is sent again, later each time', (status) => {
    expect([1, 2, 3, 4, 5].map((tried) => waitSeconds(status, tried, null, 0))).toEqual([2, 4, 8, 16, 32])
  })
  it('it is never sent again before Retry-After, and not all at once', () => {
    for (const random of [0, 0.5, 0.999]) expect(waitSeconds(503, 1, '40', random)).toBeGreaterThanOrEqual(40)
    expect(waitSeconds(503, 1, '40', 0.999)).toBeGreaterThan(waitSeconds(503, 1, '40', 0)!)
  })
  it.each(['', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT'])('a Retry-After of %j counts as none', (header) => {
    expect(waitSeconds(503, 1, header, 0)).toBe(2)
  })
  it('a minute of 503 is outlasted', () => {
    const waits = [1, 2, 3, 4, 5].map((tried) => waitSeconds(503, tried, null, 0) ?? 0)
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(60)
  })
})
