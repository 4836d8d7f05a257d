/** Events that were refused, or counted with a value that has no row, by steps of time. */
import { type Dimension, reserved } from '../../../contract/dimensions.ts'
import type { Interval, Row } from '../../../contract/query.ts'
import { type Now, stepsOf } from '../../chart/series.ts'
import { measureLeast } from '../../i18n/format.ts'
import type { Days } from '../../state/range.ts'

export interface OutcomeSteps {
  /** The values with the most events, in that order; all others are told together as the last part of a step. */
  named: string[]
  steps: { step: string; parts: { value: string | null; count: number }[] }[]
  /** Events of which the step is not kept. */
  unkept: number
}

/** Parts of a column that have a colour of their own. */
const mostNamed = 4

/** A day has all its hours, so that its shape is seen also while it goes on. */
export function stepsIn(
  rows: readonly Row[],
  dimension: Dimension,
  about: { days: Days; interval: Interval | 'hour'; now: Now },
): OutcomeSteps {
  const { days, interval, now } = about
  const kept = rows.filter((row) => row[dimension] !== reserved.notKept)
  const whole = days.from <= now.today ? { ...now, hour: 23 } : now
  const at = Map.groupBy(kept, (row) => String(interval === 'hour' ? row.hour : row.date))
  const named = byCount(kept, dimension)
    .slice(0, mostNamed)
    .map(({ value }) => value)
  return {
    named,
    steps: stepsOf(days, interval, whole).map((step) => ({ step, parts: partsOf(byCount(at.get(step) ?? [], dimension), named) })),
    unkept: sum(rows.filter((row) => row[dimension] === reserved.notKept)),
  }
}

function partsOf(counts: readonly { value: string; count: number }[], named: readonly string[]): OutcomeSteps['steps'][number]['parts'] {
  const others = counts.filter(({ value }) => !named.includes(value)).reduce((all, { count }) => all + count, 0)
  const parts = named.flatMap((value) => counts.filter((each) => each.value === value))
  return others > 0 ? [...parts, { value: null, count: others }] : parts
}

function byCount(rows: readonly Row[], dimension: Dimension): { value: string; count: number }[] {
  return [...Map.groupBy(rows, (row) => String(row[dimension]))]
    .map(([value, some]) => ({ value, count: sum(some) }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
}

const sum = (rows: readonly Row[]) => rows.reduce((all, row) => all + measureLeast(row, 'count'), 0)
