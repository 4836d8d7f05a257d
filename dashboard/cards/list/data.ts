/** An answer to a list as it is drawn: its rows, and beside them what is not kept and what was taken away. */
import { reserved } from '../../../contract/dimensions.ts'
import type { Answer, Row } from '../../../contract/query.ts'
import { measureParts, measureSize, restShare } from '../../i18n/format.ts'
import type { ListRow } from './lists.ts'

/** What is not kept stands at the head: how much it is says what the rest is worth. What was taken away stands below all rows. */
export interface Parts {
  rest: Row | undefined
  removed: Row | undefined
  rows: Row[]
}

export function partsOf({ dimension }: ListRow, all: readonly Row[]): Parts {
  const [rest, removed] = [reserved.notKept, reserved.removed].map((value) => all.find((row) => row[dimension] === value))
  return { rest, removed, rows: all.filter((row) => row !== rest && row !== removed) }
}

/** Whether nothing stored can tell the list. */
export function isNotKept({ measures }: ListRow, { notes }: Answer): boolean {
  return notes.some((note) => note.reason === 'notKept' && note.measure === measures[0]!.measure)
}

/** The number of which a bar over the whole width stands for. */
export function largestOf({ measures }: ListRow, rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => measureSize(row, measures[0]!.measure)))
}

/** Whether a number of the row is known by its bounds alone. */
export function isBounded({ measures }: ListRow, row: Row): boolean {
  return measures.some(({ measure }) => measureParts(row, measure).upTo !== undefined)
}

/** How much of a list is not kept, 0…1; 0 where that is not known. */
export function shareNotKept(list: ListRow, { rows, totals }: Answer): number {
  const { rest } = partsOf(list, rows)
  return rest ? (restShare(list, rest, totals)?.share ?? 0) : 0
}
