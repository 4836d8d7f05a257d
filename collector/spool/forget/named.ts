/** What a removal names, as it was typed: `all`, or values such as `path=/junk` and `path=/junk/**`. */
import { type Dimension, dimensionNames, reserved } from '../../../contract/dimensions.ts'
import { whyNotForgotten } from '../../cells/removal-rules.ts'
import type { Named } from '../../store/queries/forgetting.ts'

/** The word for the whole day; a value always has a `=`. */
export const wholeDay = 'all'
/** Behind a value: everything that begins so. */
const andAll = '**'

/** What is wrong with a value as it was typed, in one line; null where it can be taken away. */
export function wrongIn(typed: string): string | null {
  const { dimension, text } = apart(typed)
  if (text === undefined || text === '') return `${typed} names no value: write path=/junk, source=junk.example or path=/junk/**`
  if (!dimensionNames.includes(dimension as Dimension)) return `there is no dimension ${dimension}`
  if (text === reserved.removed || text === reserved.few) return `${text} stands for no value`
  const why = whyNotForgotten(dimension as Dimension)
  return why && `${typed} cannot be taken away: ${why}`
}

/** Values of one dimension together, in the order in which they were named. */
export function whatIsNamed(named: readonly string[]): 'all' | Named[] {
  if (named.includes(wholeDay)) return 'all'
  const found = new Map<string, Named>()
  for (const { dimension, text = '' } of named.map(apart)) {
    const { values, begins } = found.get(dimension) ?? { values: [], begins: [] }
    const name = text.endsWith(andAll)
      ? { values, begins: [...begins, text.slice(0, -andAll.length)] }
      : { values: [...values, text], begins }
    found.set(dimension, { dimension: dimension as Dimension, ...name })
  }
  return [...found.values()]
}

function apart(typed: string): { dimension: string; text?: string } {
  const at = typed.indexOf('=')
  return at < 0 ? { dimension: typed } : { dimension: typed.slice(0, at), text: typed.slice(at + 1) }
}
