/** Keeps the answer for as long as it holds, and none where the browser says no by itself. */

import type { CoreApi } from '../core-api.ts'
import { dayOf } from '../days.ts'

/**
 * Writes the answer anew, with the end that it has. Safari ends after seven days what a script has written: whoever comes once a week would
 * be asked once a week, and with a yes be another browser each time. Of several answers none is taken for the one. Elsewhere nothing is written:
 * a tab that has not heard of a withdrawal must not write the yes back.
 */
export function keepAnswer({ isSignalled, answered, readCookies, writeCookie, longAfter }: CoreApi): void {
  const [answer, another] = readCookies('consent')
  if (isSignalled) {
    if (answer !== undefined) writeCookie('consent', '', 0)
  } else if ('GestureEvent' in window && answer && another === undefined && answered() !== undefined)
    writeCookie('consent', answer, longAfter(dayOf(answer.slice(0, 10))))
}
