import { describe, expect, it } from 'vitest'
import type { Row } from '../../../../contract/query.ts'
import { pageOf, reachOf, stepsAfter, stepsBefore } from '../../../../dashboard/cards/page-flow/data.ts'
import type { Condition } from '../../../../dashboard/state/filters.ts'

const onPath = (value: string | null, operator: Condition['operator'] = 'is'): Condition => ({ operator, dimension: 'path', value })
const page = { views: 100, entries: 30, exits: 40, coverage: 0.9 }
const told = (steps: ReturnType<typeof stepsBefore>) => steps.map(({ kind, path, views }) => [path ?? kind, views])

it('is about the one page that all is filtered by', () => {
  expect(pageOf([onPath('/parks')])).toBe('/parks')
  for (const filters of [[], [onPath(null)], [onPath('(other)')], [onPath('/a', 'isNot')], [onPath('/a'), onPath('/b', 'isNot')]]) {
    expect(pageOf(filters)).toBeNull()
  }
  expect(pageOf([onPath('/a'), { operator: 'is', dimension: 'device', value: 'mobile' }])).toBeNull()
})

describe('what came before a page', () => {
  const rows = [
    { from: '/', views: 35 },
    { from: '/news', views: 5 },
    { from: '(not kept)', views: 60 },
  ]
  it('takes what is known out of what is not kept, and adds up to its views', () => {
    const steps = stepsBefore(page, rows)
    expect(told(steps)).toEqual([
      ['edge', 30],
      ['/', 35],
      ['/news', 5],
      ['untold', 10],
      ['rest', 20],
    ])
    expect(steps.reduce((sum, { views }) => sum + views, 0)).toBe(page.views)
    expect(steps[0]?.share).toBe(0.3)
  })
  it('says where nobody began there, and nothing of what is not there', () => {
    expect(told(stepsBefore({ views: 5, entries: 0, coverage: 1 }, [{ from: '/', views: 5 }]))).toEqual([
      ['edge', 0],
      ['/', 5],
    ])
  })
  it('says of a page at least and at most how many, and counts on the least', () => {
    const rows: Row[] = [
      { from: '/', views: null, viewsLower: 10, viewsUpper: 61 },
      { from: '(not kept)', views: 90 },
    ]
    expect(stepsBefore(page, rows).filter(({ kind }) => kind === 'page')).toEqual([
      { kind: 'page', path: '/', views: 10, most: 61, share: 0.1 },
    ])
  })
  it('is nothing where the page was not seen', () => expect(stepsBefore({ views: 0, entries: 0, coverage: null }, [])).toEqual([]))
})

describe('what came after a page', () => {
  it('is the end of visits, pages, and the rest', () => {
    const rows = [
      { path: '/news', views: 12 },
      { path: '(not kept)', views: 8 },
    ]
    expect(told(stepsAfter(page, rows))).toEqual([
      ['edge', 40],
      ['/news', 12],
      ['rest', 8],
    ])
  })
})

describe('how far a page was read', () => {
  it('is the share that reached each tenth, never more than the one before', () => {
    const reach = reachOf([
      { scroll: '0', count: 1 },
      { scroll: '10', count: 2 },
      { scroll: '5', count: 5 },
    ])
    expect(reach).toEqual([0.875, 0.875, 0.875, 0.875, 0.875, 0.25, 0.25, 0.25, 0.25, 0.25])
  })
  it('is not known where nothing was told', () => expect(reachOf([])).toBeNull())
  it('leaves out what is not kept by its tenth', () => {
    const rows = [
      { scroll: '10', count: 2 },
      { scroll: '(not kept)', count: 8 },
    ]
    expect(reachOf(rows)).toEqual(Array(10).fill(1))
  })
})
