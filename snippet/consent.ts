/** What the visitor chose: `ff_consent` holds the Monday of its week, the policy's version and a letter for each category that was agreed to. */
import { readCookie } from './cookies.ts'
import { settings } from './settings.ts'
import { isSignalled } from './signal.ts'

/** The letters agreed to under this version of the policy, or undefined where it has no answer: `s` for statistics. */
export function answered(): string | undefined {
  const [, policy, agreed] = readCookie('consent')?.split(':') ?? []
  return policy === settings.policy ? agreed : undefined
}

/** Whether statistics are agreed to now, in this tab or another. */
export function isGiven(): boolean {
  return !isSignalled && answered() === 's'
}
