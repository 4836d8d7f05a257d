/** Keeps the answer for as long as it holds. */
import { dayOf } from '../days.ts'
import type { Core } from '../lazy.ts'

/**
 * Writes the answer anew, with the end that it has. Safari ends after seven days what a script has written: whoever comes once a week would
 * be asked once a week, and with a yes be another browser each time. Of several answers none is taken for the one.
 */
export function keepAnswer({ answered, cookies, writeCookie, longAfter }: Core): void {
  const [answer, another] = cookies('consent')
  if (answer && another === undefined && answered() !== undefined) writeCookie('consent', answer, longAfter(dayOf(answer.slice(0, 10))))
}
