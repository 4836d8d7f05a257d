import { dayName } from '../calendar.ts'
import { addressAndAgent, byKey, minutes } from '../count.ts'
import type { Rule } from './rule.ts'

/**
 * hash(site, address, user agent, salt of the calendar month). The visit is a second hash, of that one and the clock's hour, made anew on
 * every page load: a visit that goes on past the full hour is two, and two visits within one hour are one.
 */
export const monthlyHash: Rule = {
  name: 'hash of address and agent, new salt each month',
  label: 'hash, new salt each month',
  tools: 'Umami',
  source: 'https://github.com/umami-software/umami/blob/master/src/lib/collection-session.ts',
  asks: false,
  links: true,
  count({ views }) {
    const visitors = byKey(views, (view) => `${dayName(view.day).slice(0, 7)}|${addressAndAgent(view)}`)
    const visits = byKey(views, ({ at }, index) => `${visitors[index]}|${Math.floor(at / minutes(60))}`)
    return { visitors, visits }
  },
}
