/** Facts and cells for tests, written short. */

import type { Cell } from '../../collector/cells/cell.ts'
import { type DayState, dayState } from '../../collector/cells/day-state.ts'
import type { AcceptFact, LeaveFact, ViewFact } from '../../collector/fact.ts'
import type { Earned } from '../../collector/store/queries/earned.ts'
import { counters } from '../../contract/counters.ts'

export const site = 'example.org'
export const today = '2026-11-24'

const told = { site, day: today, hour: 9, host: site, referrer: '(direct)', external: true }

export function view(given: Partial<ViewFact> = {}): ViewFact {
  return { type: 'view', consent: true, ...told, ...given }
}

export function accept(given: Partial<AcceptFact> = {}): AcceptFact {
  return { type: 'accept', consent: true, was: {}, ...told, ...given }
}

export function leave(given: Partial<LeaveFact> = {}): LeaveFact {
  return { type: 'leave', site, day: today, hour: 9, host: site, seconds: 0, ...given }
}

/** States for `aggregate`: one for each site and day, all with the same earned values. */
export function states(earned: Earned = {}): (site: string, day: string) => DayState {
  const known = new Map<string, DayState>()
  return (site, day) => {
    const key = `${site} ${day}`
    const state = known.get(key) ?? dayState(earned)
    known.set(key, state)
    return state
  }
}

/** One line a cell: `day place counts`, where a marginal's place is `path=/` and a cross's `path=/ source=x`. */
export function lines(cells: readonly Cell[]): string[] {
  return cells.map((cell) => `${cell.day} ${place(cell)} ${counts(cell)}`)
}

/** The line of one place and day, or undefined. */
export function line(cells: readonly Cell[], at: string, day = today): string | undefined {
  const found = cells.find((cell) => cell.day === day && place(cell) === at)
  return found && counts(found)
}

function place({ dimensionA, valueA, dimensionB, valueB }: Cell): string {
  if (!dimensionB) return 'total'
  return dimensionA ? `${dimensionA}=${valueA} ${dimensionB}=${valueB}` : `${dimensionB}=${valueB}`
}

function counts(cell: Cell): string {
  return counters
    .filter((name) => cell.counts[name])
    .map((name) => `${name}:${cell.counts[name]}`)
    .join(' ')
}
