/** After a computer has slept, Chromium's `document.cookie` still tells of what ended meanwhile: it drops cookies by timers, which stood still. */

import { visitMinutes } from '../../contract/limits.ts'
import { deepestVisit } from '../../contract/rules.ts'
import type { CoreApi } from '../core-api.ts'

/**
 * For the visit that has just had a view `at` this moment: what is to be called at each sign of life. Once its half hour is over it ends the visit, if
 * that was not noticed, so that what is seen next starts another.
 */
export function watchVisit({ readCookies, writeCookie }: CoreApi, at: number): () => void {
  const [written] = readCookies('visit')
  let until = at + visitMinutes * 60_000
  return () => {
    if (Date.now() < until) return
    until = Number.POSITIVE_INFINITY
    // What another tab wrote later reads otherwise, as each view counts on; past `deepestVisit` it may not.
    if (!RegExp(`^\\[${deepestVisit}`).test(written!) && readCookies('visit')[0] === written) writeCookie('visit', '', 0)
  }
}
