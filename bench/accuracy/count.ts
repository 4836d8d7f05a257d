/** What a rule makes of the views: whose it takes each for, and in which visit; and the parts of rules that several share. */
import type { View } from './view.ts'

/** For each view: a number for the visitor and one for the visit. */
export interface Count {
  /** 0: the view is not counted; `nobody`: counted, and nobody in particular is said to have seen it. */
  visitors: Int32Array
  /** 0: of no visit that the rule knows. */
  visits: Int32Array
}

export const nobody = -1
export const minutes = (count: number) => count * 60_000
export const visitGap = minutes(30)

/** Numbers for texts, from 1 on; a view without a text stays uncounted. */
export function byKey(views: readonly View[], keyOf: (view: View, index: number) => string | null): Int32Array {
  const known = new Map<string, number>()
  return Int32Array.from(views, (view, index) => {
    const key = keyOf(view, index)
    if (key === null) return 0
    const number = known.get(key) ?? known.size + 1
    known.set(key, number)
    return number
  })
}

/** Visits: views of one visitor with less than `gap` between them. */
export function byPause(views: readonly View[], visitors: Int32Array, gap = visitGap): Int32Array {
  const last = new Map<number, { at: number; visit: number }>()
  let visits = 0
  return visitors.map((visitor, index) => {
    if (visitor <= 0) return 0
    const { at } = views[index]!
    const known = last.get(visitor)
    if (known && at - known.at < gap) {
      known.at = at
      return known.visit
    }
    visits += 1
    last.set(visitor, { at, visit: visits })
    return visits
  })
}

export const addressAndAgent = ({ address, agent }: View) => `${address}|${agent}`
