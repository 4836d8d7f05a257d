/**
 * How many of those whose recency is told as `(other)` were here last how many days before, by all that is stored beside: the visitors of weeks and
 * months, and the days last seen. Shared out so that every sum that is told comes out right (iterative proportional fitting).
 */
import { addDays, type Day, daysBetween, monthOf, weekOf } from '../../../contract/day.ts'
import { reserved } from '../../../contract/dimensions.ts'
import type { Growth } from './copies.ts'
import { agoOf } from './rows.ts'

export interface Beside {
  /** The site's first day, the number 0 of growths. */
  first: Day
  /** Days as they were before they were folded: what the sums are made of. */
  days: readonly Growth[]
  /** Number of the newest day as of which days last seen are told; absent: they are not known. */
  newest?: number
}

/** Unknown numbers of one sum, and what it leaves for them. */
interface Sum {
  cells: Cell[]
  target: number
}

interface Cell {
  growth: number
  ago: number
  likely: number
}

/** The same growths, each with how long ago those who came back may have been here; 31 stands for longer. */
export function withShares(growths: readonly Growth[], beside: Beside): Growth[] {
  const cells = growths.flatMap(({ recency }, growth) =>
    [...agoOf(recency)].filter(([ago]) => ago < 31 && !recency.has(String(ago))).map(([ago, likely]): Cell => ({ growth, ago, likely })),
  )
  const sums = [...hiddenSums(growths, cells), ...periodSums(growths, cells, beside), ...lastSeenSums(growths, cells, beside)]
  for (let round = 0; round < 30; round++) for (const sum of sums) fit(sum)
  const byGrowth = Map.groupBy(cells, ({ growth }) => growth)
  return growths.map((growth, index) => {
    const told = [...agoOf(growth.recency)].filter(([ago]) => growth.recency.has(String(ago)))
    const hidden = (byGrowth.get(index) ?? []).filter(({ likely }) => likely > 0).map(({ ago, likely }) => [ago, likely] as const)
    return { ...growth, ago: new Map([...told, ...hidden]) }
  })
}

function fit({ cells, target }: Sum): void {
  const sum = cells.reduce((all, { likely }) => all + likely, 0)
  if (sum === 0) return
  for (const cell of cells) cell.likely *= Math.max(0, target) / sum
}

const hiddenSums = (growths: readonly Growth[], cells: Cell[]): Sum[] =>
  [...Map.groupBy(cells, ({ growth }) => growth)].map(([growth, of]) => ({
    cells: of,
    target: growths[growth]?.recency.get(reserved.other) ?? 0,
  }))

/** Of each week and month how many came again within it, and so how many did not. */
function periodSums(growths: readonly Growth[], cells: Cell[], { first, days }: Beside): Sum[] {
  const sums: Sum[] = []
  for (const startOf of [weekOf, monthOf]) {
    const start = ({ day }: Growth) => startOf(addDays(first, day))
    const into = (growth: Growth) => daysBetween(start(growth), addDays(first, growth.day))
    const within = (list: readonly Growth[]) => list.reduce((sum, growth) => sum + count(growth, (ago) => ago <= into(growth)), 0)
    const beyond = (list: readonly Growth[]) =>
      list.reduce((sum, growth) => sum + count(growth, (ago) => ago > into(growth) && ago < 31), 0)
    const whole = Map.groupBy(days, start)
    for (const [period, list] of Map.groupBy(growths, start)) {
      const all = whole.get(period) ?? []
      const of = cells.filter(({ growth }) => list.includes(growths[growth]!))
      const isWithin = ({ growth, ago }: Cell) => ago <= into(growths[growth]!)
      sums.push({ cells: of.filter(isWithin), target: within(all) - within(list) })
      sums.push({ cells: of.filter((cell) => !isWithin(cell)), target: beyond(all) - beyond(list) })
    }
  }
  return sums
}

/** Of each of the last 31 days how many were seen again by the newest one. */
function lastSeenSums(growths: readonly Growth[], cells: Cell[], { days, newest }: Beside): Sum[] {
  if (newest === undefined) return []
  return Array.from({ length: 31 }, (_, back) => newest - back).map((day) => {
    const seenAgain = (list: readonly Growth[]) =>
      list.reduce((sum, growth) => sum + (growth.day <= newest ? (growth.recency.get(String(growth.day - day)) ?? 0) : 0), 0)
    const of = cells.filter(({ growth, ago }) => growths[growth]!.day - ago === day && growths[growth]!.day <= newest)
    return { cells: of, target: seenAgain(days) - seenAgain(growths) }
  })
}

function count({ recency }: Growth, isMeant: (ago: number) => boolean): number {
  return [...recency].reduce((sum, [value, browsers]) => sum + (isMeant(Number(value)) ? browsers : 0), 0)
}
