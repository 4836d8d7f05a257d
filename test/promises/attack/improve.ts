/**
 * Rows that were put together are made to agree with what their day and their month say of pairs: two rows of a day exchange a value where that
 * makes them likelier, or brings the rows nearer to the visits that are told of a pair.
 */
import { randomOf } from '../../../collector/sample/random.ts'
import { attributes } from './world.ts'

/** Rows of one kind of one growth: what is told of values is told of these together, so they may exchange them. */
export interface Group {
  rows: string[][]
  /** Visits by pair, as the day tells them and as the month does. */
  day: ReadonlyMap<string, number>
  month?: ReadonlyMap<string, number>
}

// What a visit too many or too few of a pair costs, beside the logarithms of how likely pairs are. By trial: others find less.
const cost = { day: 3, month: 0.5 }
const passes = 4
const partners = 12

/** Visits that are told of a pair, and those among the rows as they are. */
interface Told {
  visits: number
  now: number
}

interface Coded {
  rows: Int32Array[]
  day: Map<number, Told>
  month: Map<number, Told>
}

/** Changes the rows. `together`: by pair the logarithm of how much likelier than by chance it is. */
export function improve(groups: readonly Group[], together: ReadonlyMap<string, number>): void {
  const codes = codesOf(groups)
  const scores = codes.keyed(together, (score) => score)
  const sums = new Map<ReadonlyMap<string, number>, Map<number, Told>>()
  const told = (pairs: ReadonlyMap<string, number> = new Map()) => {
    const made = sums.get(pairs) ?? codes.keyed(pairs, (visits) => ({ visits, now: 0 }))
    sums.set(pairs, made)
    return made
  }
  const coded = groups.map(({ rows, day, month }): Coded => ({ rows: rows.map(codes.row), day: told(day), month: told(month) }))
  for (const group of coded) for (const row of group.rows) eachPair(row, (pair) => book(group, pair, 1))
  const random = randomOf(1)
  for (let pass = 0; pass < passes; pass++)
    for (const group of coded) exchangeIn(group, { scores, pick: (below) => Math.floor(random.next() * below) })
  for (const [index, { rows }] of coded.entries()) for (const [at, row] of rows.entries()) groups[index]!.rows[at] = codes.values(row)
}

interface Exchange {
  scores: ReadonlyMap<number, number>
  pick: (below: number) => number
}

function exchangeIn(group: Coded, { scores, pick }: Exchange): void {
  const { rows } = group
  if (rows.length < 2) return
  for (const row of rows) {
    for (let tried = 0; tried < partners; tried++) {
      const partner = rows[pick(rows.length)] as Int32Array
      for (let attribute = 0; attribute < row.length; attribute++) {
        if (row[attribute] === partner[attribute]) continue
        // Back again where it was no gain.
        if (exchanged(group, scores, [row, partner, attribute]) < 1e-9) exchanged(group, scores, [row, partner, attribute])
      }
    }
  }
}

/** Exchanges a value; by how much the rows are likelier then. */
function exchanged(group: Coded, scores: Exchange['scores'], [one, two, attribute]: [Int32Array, Int32Array, number]): number {
  const [a, b] = [one[attribute] as number, two[attribute] as number]
  let gain = 0
  const replace = (row: Int32Array, old: number, value: number) => {
    for (let other = 0; other < row.length; other++) {
      const code = row[other] as number
      if (other === attribute || code === 0) continue
      const [left, come] = [pairOf(old, code), pairOf(value, code)]
      if (old !== 0) gain -= (scores.get(left) ?? 0) + book(group, left, -1)
      if (value !== 0) gain += (scores.get(come) ?? 0) - book(group, come, 1)
    }
    row[attribute] = value
  }
  replace(one, a, b)
  replace(two, b, a)
  return gain
}

/** Adds to the visits of a pair among the rows; what that adds to the cost. */
function book({ day, month }: Coded, pair: number, visits: number): number {
  return cost.day * bookIn(day, pair, visits) + cost.month * bookIn(month, pair, visits)
}

function bookIn(told: ReadonlyMap<number, Told>, pair: number, visits: number): number {
  const sum = told.get(pair)
  if (!sum) return 0
  const before = Math.abs(sum.now - sum.visits)
  sum.now += visits
  return Math.abs(sum.now - sum.visits) - before
}

// Two codes make one exact number.
const range = 2 ** 20
const pairOf = (one: number, two: number) => (one < two ? one * range + two : two * range + one)

function eachPair(row: Int32Array, act: (pair: number) => void): void {
  for (let one = 0; one < row.length; one++)
    for (let two = one + 1; two < row.length; two++) if (row[one] && row[two]) act(pairOf(row[one] as number, row[two] as number))
}

/** Values in numbers; 0 is not known. */
function codesOf(groups: readonly Group[]) {
  const values: string[] = ['']
  const codes = new Map<string, number>()
  for (const { rows } of groups)
    for (const row of rows)
      for (const [index, value] of row.entries()) {
        const name = `${attributes[index]}=${value}`
        if (value !== '' && !codes.has(name)) codes.set(name, values.push(value) - 1)
      }
  return {
    row: (row: string[]) => Int32Array.from(row, (value, index) => codes.get(`${attributes[index]}=${value}`) ?? 0),
    values: (row: Int32Array) => Array.from(row, (code) => values[code] as string),
    /** By pair in numbers; of values that no row has there is none. */
    keyed: <Value>(pairs: ReadonlyMap<string, number>, made: (count: number) => Value) => {
      const found = new Map<number, Value>()
      for (const [pair, count] of pairs) {
        const [one = 0, two = 0] = pair.split('\n').map((name) => codes.get(name))
        if (one && two) found.set(pairOf(one, two), made(count))
      }
      return found
    },
  }
}
