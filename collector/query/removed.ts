/** The row of a list that tells what was taken away of it without its rows being known: sums below zero, so that the list adds up. Pure. */
import type { Counter } from '../../contract/counters.ts'
import { reserved } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import { formulaOf, type Value } from './measure-formulas.ts'
import type { QueryPart } from './plan.ts'

export function isRemoved(values: readonly string[]): boolean {
  return values.includes(reserved.removed)
}

/** Its measures: those that add up, all others unknown. `exits`: of the same row, where exits are kept beside it. */
export function removedMeasures(
  { formulas }: Pick<QueryPart, 'formulas'>,
  given: { sum: (counter: Counter) => number; exits: number },
): Map<Measure, Value> {
  return new Map(
    [...formulas].map(([measure, name]): [Measure, Value] => {
      const adds = name === 'exits' ? () => given.exits : name && formulaOf(name).adds
      const value = adds?.(given.sum)
      return [measure, value === undefined ? null : { lower: value, upper: value }]
    }),
  )
}
