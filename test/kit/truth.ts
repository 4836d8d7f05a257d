/** What is really true of a world whose every browser and visit is known, and whether an answer says so (docs/counting.md). */
import { expect } from 'vitest'
import type { Day } from '../../contract/day.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Row } from '../../contract/query.ts'

/** A view as it happened, with what no fact tells: whose it was. */
export interface Truth {
  who: number | string
  visit: string
  day: Day
  consent: boolean
  values: Record<string, string>
  /** First view of its visit; the visit's only one; its last. */
  began: boolean
  only: boolean
  ended: boolean
  /** First view of this path in its visit. */
  sight: boolean
  /** The browser's first view ever. */
  newcomer: boolean
  /** Its visit is the browser's first. */
  firstVisit: boolean
  /** It begins a consented visit, of which an earlier page was seen without consent: that has counted the visit. */
  late?: boolean
}

/** What is true of the views that pass, in a window; visits and browsers as docs/counting.md defines them. */
export function truthOf(measure: Measure, views: readonly Truth[], byPath: boolean): number | null {
  const consented = views.filter((each) => each.consent)
  const distinct = (list: readonly Truth[], name: 'who' | 'visit') => new Set(list.map((each) => each[name])).size
  const begun = consented.filter((each) => each.began).length
  switch (measure) {
    case 'views':
      return views.length
    case 'visits':
      return byPath
        ? distinct(
            views.filter((each) => !each.consent || each.sight),
            'visit',
          )
        : views.filter((each) => each.began && !each.late).length
    case 'visitors':
      return distinct(consented, 'who')
    case 'newVisitors':
      return byPath
        ? distinct(
            consented.filter((each) => each.sight && each.firstVisit),
            'who',
          )
        : consented.filter((each) => each.newcomer).length
    case 'entries':
      return begun
    case 'exits':
      return consented.filter((each) => each.ended).length
    case 'bounces':
      return consented.filter((each) => each.began && each.only).length
    case 'bounceRate':
      return begun ? consented.filter((each) => each.began && each.only).length / begun : null
    case 'viewsPerVisit': {
      const visits = byPath ? consented.filter((each) => each.sight).length : begun
      return visits ? consented.length / visits : null
    }
    case 'coverage':
      return views.length ? consented.length / views.length : null
    default:
      throw new Error(`no truth for ${measure}`)
  }
}

/** What is kept of a row: the number, or its lower bound; null where neither is told. Of crosses these add up with the row of what is not kept. */
export function keptOf(row: Row, measure: Measure): number | null {
  return (row[measure] ?? row[`${measure}Lower`] ?? null) as number | null
}

export interface Expected {
  row: Row
  measure: Measure
  truth: number | null
  /** By how much it may be off. */
  slack?: number
}

/** How a measure was answered; throws where the truth is not what was said. */
export function judged({ row, measure, truth, slack = 0 }: Expected): 'exact' | 'bounded' | 'null' {
  const lower = row[`${measure}Lower`] as number | undefined
  const said = JSON.stringify(row)
  if (lower !== undefined) {
    expect(row[measure], said).toBeNull()
    expect(truth, `${measure} of ${said}`).toBeGreaterThanOrEqual(lower - slack)
    expect(truth, `${measure} of ${said}`).toBeLessThanOrEqual((row[`${measure}Upper`] as number) + slack)
    return 'bounded'
  }
  if (row[measure] === null) return 'null'
  if (truth === null) expect(row[measure], `${measure} of ${said}`).toBeNull()
  else if (slack > 0) expect(Math.abs((row[measure] as number) - truth), `${measure} of ${said}, not ${truth}`).toBeLessThanOrEqual(slack)
  else expect(row[measure] as number, `${measure} of ${said}`).toBeCloseTo(truth, 9)
  return 'exact'
}
