/** Which values of a site's day have a row of their own; the others count as `(other)`, so that nobody can fill a report with what they make up. */
import type { Day } from '../../contract/day.ts'
import { type Dimension, dimensionRow, reserved, vocabularyOf } from '../../contract/dimensions.ts'
import { freeToNewcomers } from '../../contract/rules.ts'
import type { SeveralFact } from '../fact.ts'
import { type Admitted, type DayState, vocabularySet } from './day-state.ts'

/** What a site's day knows of its values. */
export interface DayValues {
  site: string
  day: Day
  state: DayState
  /** Told of each value that comes within its budget. */
  admitted: Admitted[]
  /** What is counted came through intake, where anybody can make up values. */
  isIntake: boolean
}

/** A value counts as itself where it is known, while its dimension has room on this day, or once it was admitted; else as `(other)`. */
export function withinBudget(values: DayValues, name: Dimension, value: string): string {
  const { earns, budget } = dimensionRow(name)
  const room = values.isIntake && earns > 0 ? budget * freeToNewcomers : budget
  return hasRow(values, { dimension: name, value, room }) ? value : reserved.other
}

/** A value that came out of several networks has its row while there is any room. */
export function admitNewcomer(values: DayValues, { dimension, value }: Pick<SeveralFact, 'dimension' | 'value'>): void {
  hasRow(values, { dimension, value, room: dimensionRow(dimension).budget })
}

/** Whether a value has a row of its own on the day; from now on, where less than `room` are taken. */
function hasRow(values: DayValues, { dimension, value, room }: { dimension: Dimension; value: string; room: number }): boolean {
  const { site, day, state, admitted } = values
  if (dimensionRow(dimension).values === 'closed' || value === reserved.other || value === reserved.direct) return true
  const vocabulary = vocabularyOf(dimension)
  const within = vocabularySet(state, vocabulary)
  if (state.known.get(vocabulary)?.has(value) || within.has(value)) return true
  if (within.size >= room) return false
  within.add(value)
  admitted.push({ site, day, vocabulary, value })
  return true
}
