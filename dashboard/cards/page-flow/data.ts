/** The flow of visits through one page: the pages before and after it, how many began and ended there, and how far it was scrolled. */
import { reserved } from '../../../contract/dimensions.ts'
import type { Row } from '../../../contract/query.ts'
import { measureLeast, measureSize } from '../../i18n/format.ts'
import type { Condition } from '../../state/filters.ts'

/** The page that all is filtered by; null where there is another filter, or none. */
export function pageOf(filters: readonly Condition[]): string | null {
  const [only, ...others] = filters
  if (!only || others.length > 0 || only.operator !== 'is' || only.dimension !== 'path') return null
  return only.value === reserved.other ? null : only.value
}

export interface FlowStep {
  /** A page; or what is no page: where visits begin and end, what was not told, and what is not kept. */
  kind: 'page' | 'edge' | 'untold' | 'rest'
  path?: string
  /** Where not all of it may be kept: at least so many… */
  views: number
  /** …and at most so many; absent where it is known. */
  most?: number
  /** Of all steps of its side, 0…1, by what is certain. */
  share: number
}

/**
 * What came before the views of a page. The answer's `(not kept)` is all its views less the pages that are kept beside it: among them those
 * that began a visit (entries) and those without consent, which tell no page before, are known.
 */
export function stepsBefore(page: Row, rows: readonly Row[]): FlowStep[] {
  const { pages, rest } = split('from', rows)
  const views = numberOf(page.views)
  const entries = numberOf(page.entries)
  const untold = Math.round(views * (1 - (typeof page.coverage === 'number' ? page.coverage : 1)))
  return shared([
    { kind: 'edge', views: entries },
    ...pages,
    { kind: 'untold', views: untold },
    { kind: 'rest', views: Math.max(0, rest - entries - untold) },
  ])
}

/** What came after a page: the end of the visit, or another page. */
export function stepsAfter(page: Row, rows: readonly Row[]): FlowStep[] {
  const { pages, rest } = split('path', rows)
  return shared([{ kind: 'edge', views: numberOf(page.exits) }, ...pages, { kind: 'rest', views: rest }])
}

function split(dimension: 'from' | 'path', rows: readonly Row[]) {
  const isRest = (row: Row) => row[dimension] === reserved.notKept || row[dimension] === null
  const sum = (all: readonly Row[]) => all.reduce((views, row) => views + measureLeast(row, 'views'), 0)
  const pages = rows
    .filter((row) => !isRest(row))
    .map((row) => ({
      kind: 'page' as const,
      path: String(row[dimension]),
      views: measureLeast(row, 'views'),
      ...(row.views === null && { most: measureSize(row, 'views') }),
    }))
  return { pages, rest: sum(rows.filter(isRest)) }
}

/** With their shares; edges stand also at zero, since nobody is something to know. */
function shared(steps: readonly Omit<FlowStep, 'share'>[]): FlowStep[] {
  const all = steps.reduce((sum, { views }) => sum + views, 0)
  if (all === 0) return []
  return steps.filter(({ kind, views }) => kind === 'edge' || views > 0).map((step) => ({ ...step, share: step.views / all }))
}

/** The share of readings that reached each tenth of the page, from the first to the tenth; null where nothing was told. */
export function reachOf(rows: readonly Row[]): number[] | null {
  // What is not kept by its tenth is no number.
  const reached = (tenth: number) =>
    rows.reduce((sum, row) => sum + (Number(row.scroll ?? Number.NaN) >= tenth ? measureLeast(row, 'count') : 0), 0)
  const all = reached(0)
  return all > 0 ? Array.from({ length: 10 }, (_, index) => reached(index + 1) / all) : null
}

function numberOf(value: Row[string] | undefined): number {
  return typeof value === 'number' ? value : 0
}
