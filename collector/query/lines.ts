/** Reads what bounds the rows of a cross from above (missing.ts): each grouped value's marginal and all that is kept beside it, and the filtered whole. */
import type { Counter } from '../../contract/counters.ts'
import { columnsBeside, type Line, linesOf, type ReadLine, type Sum } from './missing.ts'
import { columnsIn } from './place.ts'
import type { QueryPart } from './plan.ts'
import type { Read } from './read.ts'
import { type Cells, lineOf, sumsOf } from './sql.ts'

/** Sums as they are read, by their names. */
type Sums = Record<string, string | number> & { date: string; key0?: string }

interface Reading {
  read: Read
  /** The columns of the cross's own rows. */
  columns: readonly Counter[]
  /** Which cells hold a part. */
  cellsOf: (part: QueryPart) => Cells
}

export function readLines(part: QueryPart, reading: Reading): Promise<ReadLine[]> {
  return Promise.all(linesOf(part).map((line) => (line.index < 0 ? filteredLine(part, line, reading) : groupedLine(part, line, reading))))
}

/** The same for each list under a filter, so that it is read once for all of them: all its columns. */
async function filteredLine(part: QueryPart, line: Line, { read, cellsOf }: Reading): Promise<ReadLine> {
  const place = [line.dimension]
  const rows = await read<Sums>(sumsOf(cellsOf({ ...part, place, group: [] }), columnsIn(place)))
  return { ...line, whole: rows.map((row) => sumIn(row, ['sum_', 'all_'])), kept: null }
}

async function groupedLine(part: QueryPart, line: Line, { read, columns, cellsOf }: Reading): Promise<ReadLine> {
  const { dimension } = line
  const whole = columnsBeside([dimension], columns)
  if (whole.length === 0) return { ...line, whole: [], kept: [] }
  const grains = cellsOf({ ...part, place: [dimension] }).grains
  const rows = await read<Sums>(lineOf(cellsOf(part), { dimension, whole: grains, columns: { whole, kept: columns } }))
  return { ...line, whole: rows.map((row) => sumIn(row, ['whole_'])), kept: rows.map((row) => sumIn(row, ['kept_'])) }
}

function sumIn(row: Sums, prefixes: readonly string[]): Sum {
  const of = (counter: Counter) => Math.max(0, Number(prefixes.map((each) => row[each + counter]).find((sum) => sum !== undefined) ?? 0))
  return { date: row.date, values: row.key0 === undefined ? [] : [row.key0], of }
}
