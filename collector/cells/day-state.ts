/** What a site's day has decided about its values: which fit its budgets, which have earned their crosses. */
import type { Day } from '../../contract/day.ts'
import type { Dimension } from '../../contract/dimensions.ts'
import type { Earned } from '../store/queries/earned.ts'
import type { Known } from '../store/queries/known.ts'

/** What a site's day has already decided; durable beside the spool, so that a day is judged alike all day long. */
export interface DayState {
  /** Values that may stand in crosses of this day. Never changed. */
  earned: ReadonlyMap<Dimension, ReadonlySet<string>>
  /** Values that are known from ordinary days: they take no room of a budget. */
  known: ReadonlyMap<string, ReadonlySet<string>>
  /** Distinct values within each open dimension's budget, by the dimension that owns the budget; aggregating adds to them. */
  admitted: Map<string, Set<string>>
}

export interface Admitted {
  site: string
  day: Day
  vocabulary: string
  value: string
}

/** A day's state from what is kept of it. */
export function dayState(earned: Earned, admitted: Iterable<Pick<Admitted, 'vocabulary' | 'value'>> = []): DayState {
  const known = new Map<string, Set<string>>()
  const state: DayState = {
    earned: new Map(Object.entries(earned).map(([name, values]) => [name as Dimension, new Set(values)])),
    known,
    admitted: new Map(),
  }
  for (const { vocabulary, value } of admitted) {
    if (vocabulary.startsWith(knownMark)) addTo(known, vocabulary.slice(knownMark.length), value)
    else vocabularySet(state, vocabulary).add(value)
  }
  return state
}

const knownMark = 'known '

/** Known values as they are kept among the admitted ones of a day. */
export function asAdmitted(known: readonly Known[]): Pick<Admitted, 'vocabulary' | 'value'>[] {
  return known.map(({ vocabulary, value }) => ({ vocabulary: `${knownMark}${vocabulary}`, value }))
}

function addTo(sets: Map<string, Set<string>>, name: string, value: string): void {
  const set = sets.get(name) ?? new Set()
  sets.set(name, set.add(value))
}

/** The values of a vocabulary that are within its budget; those that are added stay. */
export function vocabularySet(state: DayState, vocabulary: string): Set<string> {
  const known = state.admitted.get(vocabulary) ?? new Set<string>()
  state.admitted.set(vocabulary, known)
  return known
}
