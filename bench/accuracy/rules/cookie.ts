import { byPause, type Count } from '../count.ts'
import type { View } from '../view.ts'
import type { World } from '../world.ts'
import type { Rule } from './rule.ts'

const source = 'https://matomo.org/faq/general/faq_21418'

/** A random number in a cookie of 13 months (Matomo) or two years (GA4), renewed with every view; a visit goes on for 30 minutes. */
export const cookie: Rule = {
  name: 'identifier in a cookie, nobody asked',
  label: 'cookie, nobody asked',
  tools: 'Matomo, GA4 as installed',
  source,
  asks: false,
  links: true,
  count: (world) => byCookie(world, () => true),
}

/** The same, and nothing is sent before a yes: the page on which it was given is the first that counts. */
export const cookieWithConsent: Rule = {
  name: 'identifier in a cookie, with consent',
  label: 'cookie, with consent',
  tools: 'GA4, Matomo',
  source,
  asks: true,
  links: true,
  count: (world, consent) => byCookie(world, (index) => consent[index] !== 0),
}

/** Its lives: a jar's, ended where Safari removes what no page renewed for a week. Longer lifetimes outlast this world. */
function byCookie({ views, given }: World, counts: (index: number) => boolean): Count {
  const held = new Map<number, { visitor: number; at: number }>()
  let visitors = 0
  const ids = Int32Array.from(views, (view, index) => {
    if (!counts(index)) return 0
    const known = held.get(view.jar)
    const visitor = known && isKept(view, known.at, given.safariDays) ? known.visitor : ++visitors
    held.set(view.jar, { visitor, at: view.at })
    return visitor
  })
  return { visitors: ids, visits: byPause(views, ids) }
}

function isKept(view: View, written: number, safariDays: number): boolean {
  return !view.isSafari || view.at - written < safariDays * 86_400_000
}
