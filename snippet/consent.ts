/** The visitor's answer: `ff_consent` holds the Monday of its week, the policy's version and a letter for each category that was agreed to. */
import type { CategoryLetter } from '../contract/categories.ts'
import { readCookies } from './cookies.ts'
import { frame } from './frame.ts'
import { optedOutByBrowser } from './opt-out.ts'
import { settings } from './settings.ts'

/**
 * Whether the answer under this version of the policy has that letter, without one whether there is an answer at all; undefined where there is none.
 * Letters that are not known, a later version's, are overlooked. Of several answers each has to agree.
 */
export function answered(letter: CategoryLetter | '' = ''): boolean | undefined {
  // Sorted, a no comes before a yes, and an answer to another policy, which is none, last.
  return readCookies('consent')
    .map((text) => text.split(`:${settings.policy}:`)[1]?.includes(letter))
    .sort()[0]
}

/** Whether statistics are agreed to now, in this tab or another. */
export function isGiven(): boolean {
  return !optedOutByBrowser && !frame.isForeign && !!answered('s')
}
