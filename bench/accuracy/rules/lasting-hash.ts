import { addressAndAgent, byKey, byPause } from '../count.ts'
import type { Rule } from './rule.ts'

/** sha256(address + user agent), without a salt unless the owner asks for one: the same text for ever. A visit goes on for 30 minutes. */
export const lastingHash: Rule = {
  name: 'hash of address and agent, never salted',
  label: 'hash, never salted',
  tools: 'Rybbit as installed',
  source: 'https://github.com/rybbit-io/rybbit',
  asks: false,
  links: true,
  count({ views }) {
    const visitors = byKey(views, addressAndAgent)
    return { visitors, visits: byPause(views, visitors) }
  },
}
