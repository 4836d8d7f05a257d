import { describe, expect, it } from 'vitest'
import type { Row } from '../../../contract/query.ts'
import { geometryOf } from '../../../dashboard/chart/geometry.ts'
import { type Point, pointsOf } from '../../../dashboard/chart/series.ts'
import { partOf } from '../../../dashboard/chart/value.ts'

const now = { today: '2026-11-24', hour: 9 }
const kept = (rows: Record<string, string | number | null>[]) => ({ rows, notes: [] })
const point = (step: string, lower: number | null, upper = lower, isOpen = false): Point => ({ step, lower, upper, isOpen })

describe('the points of a chart', () => {
  const days = { from: '2026-11-21', to: '2026-11-30' }
  it('are one for each day until today, zero where a sum has no row, and today still goes on', () => {
    const rows = [
      { date: '2026-11-21', views: 4 },
      { date: '2026-11-24', views: 2 },
    ]
    expect(pointsOf(kept(rows), 'views', { days, interval: 'day', now })).toEqual([
      point('2026-11-21', 4),
      point('2026-11-22', 0),
      point('2026-11-23', 0),
      point('2026-11-24', 2, 2, true),
    ])
  })
  it('are unknown where a share has no row, or a sum is not kept', () => {
    const asked = { days: { from: '2026-11-23', to: '2026-11-23' }, interval: 'day', now } as const
    expect(pointsOf(kept([]), 'bounceRate', asked)).toEqual([point('2026-11-23', null)])
    expect(pointsOf({ rows: [], notes: [{ measure: 'views', reason: 'notKept' }] }, 'views', asked)).toEqual([point('2026-11-23', null)])
  })
  it('keep both bounds', () => {
    const rows = [{ date: '2026-11-23', visitors: null, visitorsLower: 3, visitorsUpper: 9 }]
    const asked = { days: { from: '2026-11-23', to: '2026-11-23' }, interval: 'day', now } as const
    expect(pointsOf(kept(rows), 'visitors', asked)).toEqual([point('2026-11-23', 3, 9)])
  })
  it('may have a part of what is not kept by hour where an hour has no row', () => {
    const rows: Row[] = [
      { hour: '0', views: null, viewsLower: 3, viewsUpper: 5 },
      { hour: '(not kept)', views: 4 },
    ]
    const points = pointsOf(kept(rows), 'views', { days: { from: '2026-11-23', to: '2026-11-23' }, interval: 'hour', now })
    expect(points.slice(0, 2)).toEqual([point('0', 3, 5), point('1', 0, 4)])
  })
  it('of today are its hours so far, of another day all of them, of tomorrow none', () => {
    const hoursOf = (day: string) => pointsOf(kept([]), 'views', { days: { from: day, to: day }, interval: 'hour', now })
    expect(hoursOf('2026-11-24')).toHaveLength(10)
    expect(hoursOf('2026-11-24').at(-1)).toEqual(point('9', 0, 0, true))
    expect(hoursOf('2026-11-23')).toHaveLength(24)
    expect(hoursOf('2026-11-25')).toEqual([])
  })
  it.each([
    ['week', ['2026-11-09', '2026-11-16', '2026-11-23']],
    ['month', ['2026-11-01']],
  ] as const)('by %s begin with the one that holds the first day', (interval, steps) => {
    const points = pointsOf(kept([]), 'views', { days: { from: '2026-11-12', to: '2026-11-24' }, interval, now })
    expect(points.map(({ step }) => step)).toEqual(steps)
    expect(points.map(({ isOpen }) => isOpen)).toEqual(steps.map((_, index) => index === steps.length - 1))
  })
  it.each([
    [
      'cut by its beginning',
      'month',
      { from: '2026-09-12', to: '2026-11-24' },
      [{ from: '2026-09-12', to: '2026-09-30' }, undefined, undefined],
    ],
    ['cut by its end', 'month', { from: '2026-09-01', to: '2026-10-03' }, [undefined, { from: '2026-10-01', to: '2026-10-03' }]],
    ['cut by both', 'month', { from: '2026-10-05', to: '2026-10-06' }, [{ from: '2026-10-05', to: '2026-10-06' }]],
    ['cut, and going on', 'month', { from: '2026-11-12', to: '2026-11-30' }, [{ from: '2026-11-12', to: '2026-11-24' }]],
    ['that ends before today', 'week', { from: '2026-11-16', to: '2026-11-23' }, [undefined, { from: '2026-11-23', to: '2026-11-23' }]],
    ['of whole weeks', 'week', { from: '2026-11-09', to: '2026-11-22' }, [undefined, undefined]],
    ['of days', 'day', { from: '2026-11-21', to: '2026-11-22' }, [undefined, undefined]],
  ] as const)('of a window %s say which days of a step they tell', (_what, interval, days, cut) => {
    expect(pointsOf(kept([]), 'views', { days, interval, now }).map((each) => each.cut)).toEqual(cut)
  })
  it('say of a step in words what of it they tell', () => {
    const from = { from: '2026-10-12', to: '2026-10-31' }
    expect(partOf(point('2026-10-01', 1))).toBeUndefined()
    expect(partOf(point('2026-11-01', 1, 1, true))).toBe('so far')
    expect(partOf({ ...point('2026-10-01', 1), cut: from })?.replace(/\s/g, ' ')).toBe('only Oct 12 – 31')
    expect(partOf({ ...point('2026-11-01', 1, 1, true), cut: { from: '2026-11-24', to: '2026-11-24' } })).toBe('only Nov 24 so far')
  })
})

describe('the shapes of a chart', () => {
  const box = { width: 500, height: 200, left: 40, right: 10, top: 10, bottom: 30 }
  const shapes = (points: ReturnType<typeof point>[]) => geometryOf(points, box, { isShare: false, isWhole: true })
  it('stand between the margins, the most at the top and nothing at the foot', () => {
    const { x, y } = shapes([point('a', 0), point('b', 10)])
    expect(x).toEqual([40, 490])
    expect([y(0), y(10)]).toEqual([170, 10])
  })
  it('have no line across what is not known', () => {
    expect(shapes([point('a', 1), point('b', null), point('c', 2), point('d', 3)]).line.match(/M/g)).toHaveLength(2)
  })
  it('draw what is only a part apart from what is whole, at both ends', () => {
    const cut = { from: 'a', to: 'a' }
    const { line, part, ground } = shapes([{ ...point('a', 1), cut }, point('b', 5), point('c', 6), point('d', 2, 2, true)])
    expect(line.match(/L/g)).toHaveLength(1)
    expect(part.match(/M[^M]*L[^M]*/g)).toHaveLength(2)
    expect(ground.startsWith(line.slice(0, line.indexOf(',')))).toBe(true)
    expect(shapes([point('a', 1), point('b', 5)]).part).toBe('')
  })
  it('are one line at the middle, with the band around it where only bounds are known', () => {
    const { line, band, y } = shapes([point('a', 2), point('b', 4, 8), point('c', 2)])
    expect(line).toBe(`M40,${y(2)}L265,${y(6)}L490,${y(2)}`)
    for (const value of [4, 8]) expect(band).toContain(`265,${y(value)}`)
  })
  it('have whole numbers on the axis of a count, also of a small one', () => {
    for (const { value } of shapes([point('a', 1)]).ticks) expect(Number.isInteger(value)).toBe(true)
  })
  it('of one point stand in the middle, and of none are nothing', () => {
    expect(shapes([point('a', 1)]).x).toEqual([265])
    expect(shapes([]).line).toBe('')
  })
})
