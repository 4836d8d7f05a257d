import { expect, it } from 'vitest'
import type { Value, ValueRange } from '../../../collector/query/measure-formulas.ts'
import { planOf } from '../../../collector/query/plan.ts'
import type { Panel } from '../../../collector/query/run.ts'
import { shape } from '../../../collector/query/shape.ts'
import type { Measure } from '../../../contract/measures.ts'
import type { Question } from '../../../contract/query.ts'

const base: Question = {
  site: 'example.org',
  from: '2026-11-01',
  to: '2026-11-30',
  measures: ['views', 'visitors'],
  by: ['path'],
  filters: [['is', 'source', ['x']]],
  order: [],
  limit: 100,
  offset: 0,
}
const between = (lower: number, upper: number): ValueRange => ({ lower, upper })
const exactly = (value: number) => between(value, value)

function panel(value: string | null, views: Value, visitors: Value = null): Panel {
  const measures = new Map<Measure, Value>([
    ['views', views],
    ['visitors', visitors],
  ])
  return { date: '', values: value === null ? [] : [value], measures }
}

function shaped(rows: Panel[], whole: Panel, given: Partial<Question> = {}) {
  const question = { ...base, ...given }
  return shape(question, planOf(question), { rows, rest: [whole], totals: [whole] })
}

it('ends with what crosses do not keep, so that rows add up', () => {
  const { rows, totals } = shaped(
    [panel('/a', exactly(3), exactly(1)), panel('/b', exactly(4), between(1, 2))],
    panel(null, exactly(9), exactly(5)),
  )
  expect(rows).toEqual([
    { path: '/b', views: 4, visitors: null, visitorsLower: 1, visitorsUpper: 2 },
    { path: '/a', views: 3, visitors: 1 },
    { path: '(not kept)', views: 2, visitors: null },
  ])
  expect(totals).toEqual({ views: 9, visitors: 5 })
})

it('takes bounds from bounds: what is left lies between two numbers too', () => {
  const { rows } = shaped([panel('/a', between(2, 3))], panel(null, between(5, 9)), { measures: ['views'] })
  expect(rows.at(-1)).toEqual({ path: '(not kept)', views: null, viewsLower: 2, viewsUpper: 7 })
})

it('bounds rows of which something may be missing; they add up, and stand in order, by what is kept', () => {
  const kept = (value: string, least: number, most: number): Panel => ({
    ...panel(value, between(least, most)),
    kept: new Map([['views', exactly(least)]]),
  })
  const panels = [kept('/a', 3, 90), kept('/b', 5, 7), kept('/c', 0, 8)]
  expect(shaped(panels, panel(null, exactly(20)), { measures: ['views'] })).toMatchObject({
    rows: [
      { path: '/b', views: null, viewsLower: 5, viewsUpper: 7 },
      { path: '/a', views: null, viewsLower: 3, viewsUpper: 90 },
      { path: '(not kept)', views: 12 },
    ],
    notes: [{ measure: 'views', reason: 'bounded' }],
  })
})

it('leaves out the last row where nothing is left', () => {
  expect(shaped([panel('/a', exactly(9))], panel(null, exactly(9))).rows).toHaveLength(1)
})

it('counts what is left by all rows, not by the page, and gives it with every page', () => {
  const panels = ['/a', '/b', '/c'].map((path) => panel(path, exactly(3)))
  const { rows } = shaped(panels, panel(null, exactly(10)), { measures: ['views'], limit: 1, offset: 1 })
  expect(rows).toEqual([
    { path: '/b', views: 3 },
    { path: '(not kept)', views: 1 },
  ])
})

it.each([
  [[], ['/c', '/a', '/b', '/d']],
  [[['views', 'asc']], ['/b', '/a', '/c', '/d']],
  [[['path', 'desc']], ['/d', '/c', '/b', '/a']],
  [
    [
      ['visitors', 'desc'],
      ['path', 'asc'],
    ],
    ['/b', '/c', '/d', '/a'],
  ],
] as [Question['order'], string[]][])('orders by %j, what is certain first, ties by value, the unknown last', (order, paths) => {
  const panels = [
    panel('/d', null, exactly(1)),
    panel('/a', exactly(2), between(0, 5)),
    panel('/b', exactly(1), exactly(6)),
    panel('/c', exactly(7), between(1, 5)),
  ]
  expect(
    shaped(panels, panel(null, exactly(10)), { order })
      .rows.slice(0, 4)
      .map((row) => row.path),
  ).toEqual(paths)
})

it('notes each measure that is bounded or not kept', () => {
  const question: Partial<Question> = { measures: ['views', 'visitors', 'bounces'] }
  const { notes } = shaped([panel('/a', exactly(1), between(0, 1))], panel(null, exactly(1), exactly(1)), question)
  expect(notes).toEqual([
    { measure: 'visitors', reason: 'bounded' },
    { measure: 'bounces', reason: 'notKept' },
  ])
  expect(shaped([], panel(null, exactly(1)), { by: ['hour'] }).notes).toEqual([
    { measure: 'views', reason: 'notKept' },
    { measure: 'visitors', reason: 'notKept' },
  ])
})
