/** The wire's ranges: each number is taken at its edge and refused one past it (P6). */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { type EventType, events } from '../../contract/events.ts'

const always = { v: 1, site: 'example.org', host: 'example.org', consent: true }
const whole: Record<EventType, object> = {
  view: { ...always, type: 'view' },
  accept: { ...always, type: 'accept' },
  leave: { ...always, type: 'leave' },
  vitals: { ...always, type: 'vitals', metric: 'lcp', value: 1 },
  consent: { ...always, type: 'consent', policy: '1', action: 'shown' },
  stray: { ...always, type: 'stray' },
}
const isTaken = (type: EventType, more: object) => v.is(events[type].schema, { ...whole[type], ...more })

describe.each([
  ['view', 'recency', 1, 31],
  ['accept', 'recency', 1, 31],
  ['view', 'since', 0, 26],
  ['accept', 'since', 0, 26],
  ['leave', 'seconds', 0, bounds.engagedSeconds.max],
  ['leave', 'scroll', 0, 10],
  ['leave', 'had', 0, 10],
] as const)('%s: %s', (type, field, least, most) => {
  it.each([least, most])('may be %i', (value) => expect(isTaken(type, { [field]: value })).toBe(true))
  it.each([least - 1, most + 1, least + 0.5, String(least), null])('may not be %j', (value) =>
    expect(isTaken(type, { [field]: value })).toBe(false),
  )
})

describe.each(['value', 'before'] as const)('vitals: %s', (field) => {
  it.each([0, 0.5, bounds.vitalValue.max])('may be %d', (value) => expect(isTaken('vitals', { [field]: value })).toBe(true))
  it.each([-1, bounds.vitalValue.max + 1, Number.POSITIVE_INFINITY, Number.NaN])('may not be %d', (value) =>
    expect(isTaken('vitals', { [field]: value })).toBe(false),
  )
})

describe.each([
  ['view', 'visit', [1, 2, 3, 4, 6, 11], [0, 5, 7, 10, 12]],
  ['view', 'overnight', ['view', 'visit'], ['day']],
  ['view', 'driven', [true], [false]],
  ['consent', 'layer', [1, 2], [0, 3]],
  ['consent', 'method', ['banner', 'gpc', 'api', 'form'], ['link']],
  ['consent', 'action', ['shown', 'left', 'accepted', 'refused', 'chosen', 'withdrawn'], ['closed']],
  ['vitals', 'metric', ['lcp', 'inp', 'cls', 'fcp', 'ttfb'], ['fid']],
] as const)('%s: %s', (type, field, these, others) => {
  it('is one of a closed list', () => {
    expect(these.filter((value) => !isTaken(type, { [field]: value }))).toEqual([])
    expect(others.filter((value) => isTaken(type, { [field]: value }))).toEqual([])
  })
})
