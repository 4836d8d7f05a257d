/** What is true of a world's views, and whether an answer says it. */
import { expect } from 'vitest'
import type { Measure, Row } from '../../contract/query.ts'
import type { Truth } from './query.world.ts'

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
        : views.filter((each) => each.began).length
    case 'visitors':
      return distinct(byPath ? consented.filter((each) => each.sight) : consented, 'who')
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

interface Expected {
  row: Row
  measure: Measure
  truth: number | null
}

/** How a measure was answered; throws where the truth is not what was said. */
export function judged({ row, measure, truth }: Expected): 'exact' | 'bounded' | 'null' {
  const lower = row[`${measure}Lower`] as number | undefined
  const said = JSON.stringify(row)
  if (lower !== undefined) {
    expect(row[measure], said).toBeNull()
    expect(truth, `${measure} of ${said}`).toBeGreaterThanOrEqual(lower)
    expect(truth, `${measure} of ${said}`).toBeLessThanOrEqual(row[`${measure}Upper`] as number)
    return 'bounded'
  }
  if (row[measure] === null) return 'null'
  if (truth === null) expect(row[measure], `${measure} of ${said}`).toBeNull()
  else expect(row[measure] as number, `${measure} of ${said}`).toBeCloseTo(truth, 9)
  return 'exact'
}
