/** What the visitor chose: `ff_consent` holds the Monday of its week, the policy's version and a letter for each category that was agreed to. */
import { readCookies } from './cookies.ts'
import { frame } from './frame.ts'
import { settings } from './settings.ts'
import { isSignalled } from './signal.ts'

/** The letters agreed to under this version of the policy, or undefined where it has no answer: `s` for statistics. Of several the strictest. */
export function answered(): string | undefined {
  // Sorted, the fewest letters come first, and an answer to another policy, which is none, last.
  return readCookies('consent')
    .map((text) => text.split(`:${settings.policy}:`)[1])
    .sort()[0]
}

/** Whether statistics are agreed to now, in this tab or another. */
export function isGiven(): boolean {
  return !isSignalled && !frame.isForeign && answered() === 's'
}
