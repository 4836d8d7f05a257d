import { nobody } from '../count.ts'
import type { View } from '../view.ts'
import type { Rule } from './rule.ts'

/**
 * No identifier at all: a view whose referring host is not the site's own, and which is neither a reload nor a step back, is "unique".
 * Such views are called visitors (Simple Analytics) or visits (Cloudflare, which does not look at reloads).
 */
export const referrer: Rule = {
  name: 'referring host alone',
  label: 'referring host alone',
  tools: 'Simple Analytics, Cloudflare',
  source: 'https://docs.simpleanalytics.com/explained/unique-visits',
  asks: false,
  links: false,
  count({ views }) {
    let unique = 0
    const visits = Int32Array.from(views, (view) => (isUnique(view) ? ++unique : 0))
    return { visitors: visits.map((number) => number || nobody), visits }
  },
}

function isUnique({ arrival: { from, by } }: View): boolean {
  return by === 'link' && from !== 'inside'
}
