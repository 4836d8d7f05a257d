import { addressAndAgent, byKey, byPause, minutes } from '../count.ts'
import type { Rule } from './rule.ts'

/**
 * hash(site, user agent, address) → a random number that is kept in memory for 8 hours after its last page. The tool's own "visits" are
 * first loads of a page within that time; here its sessions stand for visits and visitors, which is nearer to what the others mean.
 */
export const eightHours: Rule = {
  name: 'address and agent, kept in memory for 8 hours',
  label: 'hash, kept for 8 hours',
  tools: 'GoatCounter',
  source: 'https://www.goatcounter.com/help/sessions',
  asks: false,
  links: false,
  count({ views }) {
    const sessions = byPause(views, byKey(views, addressAndAgent), minutes(8 * 60))
    return { visitors: sessions, visits: sessions }
  },
}
