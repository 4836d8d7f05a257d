/**
 * Which values of a site's day came out of several networks, as intake has told (collector/ingest/networks/several.ts): of all that it knew of networks only that
 * verdict is stored. Without it a value does not earn its crosses, so nobody opens them with browsers that one sender makes up. Pure.
 */
import type { Fact } from '../fact.ts'
import type { Cell } from './cell.ts'

/** Cells of this grain are verdicts alone, and are read only where a day's earned set is made. */
export const severalGrain = 'networks'

/**
 * The verdicts among facts that came through intake; and for each of their days that verdicts are kept of it. Days without that mark are history, or
 * older than verdicts: of those every value counts as told.
 */
export function severalCells(facts: Iterable<Fact>): Cell[] {
  const cells = new Map<string, Cell>()
  const add = ({ site, day }: Pick<Cell, 'site' | 'day'>, dimensionB: string, valueB: string) => {
    const cell: Cell = { site, grain: severalGrain, dimensionA: '', dimensionB, valueA: '', day, valueB, counts: { count: 1 } }
    cells.set(`${site}\n${day}\n${dimensionB}\n${valueB}`, cell)
  }
  for (const fact of facts) {
    if (fact.type === 'several') add(fact, fact.dimension, fact.value)
    else if (fact.type !== 'count') add(fact, '', '')
  }
  return [...cells.values()]
}
