import { addressAndAgent, byPause, type Count, visitGap } from '../count.ts'
import type { View } from '../view.ts'
import type { Rule } from './rule.ts'

/**
 * hash(salt of the day, user agent + address + domain); a visit goes on for 30 minutes. The salt changes at midnight UTC, and a visit
 * that is under way then is found by the day's before. Totals of several days count each day's visitors anew.
 * That two people could have the same hash is left out: it is one in billions.
 */
export const dailyHash: Rule = {
  name: 'hash of address and agent, new salt each day',
  label: 'hash, new salt each day',
  tools: 'Plausible, Fathom, Pirsch',
  source: 'https://plausible.io/data-policy',
  asks: false,
  links: true,
  count({ views }) {
    const visitors = saltedByDay(views)
    return { visitors, visits: byPause(views, visitors) } satisfies Count
  },
}

function saltedByDay(views: readonly View[]): Int32Array {
  const last = new Map<string, { day: number; at: number; visitor: number }>()
  let visitors = 0
  return Int32Array.from(views, (view) => {
    const key = addressAndAgent(view)
    const known = last.get(key)
    const isBridged = known && known.day === view.day - 1 && view.at - known.at < visitGap
    const visitor = known && (known.day === view.day || isBridged) ? known.visitor : ++visitors
    last.set(key, { day: view.day, at: view.at, visitor })
    return visitor
  })
}
