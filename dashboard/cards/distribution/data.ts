/** How a count is distributed over classes, in the order of their meaning: visits by their views, browsers by the days since they were last counted. */
import { reserved } from '../../../contract/dimensions.ts'
import type { Row } from '../../../contract/query.ts'
import { depthClasses, longestRecency } from '../../../contract/rules.ts'

export type ClassedDimension = 'depth' | 'recency'

export interface Class {
  name: string
  hint?: string
  count: number
  /** Of all that was counted, 0…1. */
  share: number
}

interface Group {
  name: string
  hint?: string
  /** The stored values that it holds. */
  holds: (value: string) => boolean
  /** Left out where nothing was counted in it: not a class of its own but what no class can be told of. */
  isRest?: true
}

const only = (given: string) => (value: string) => value === given
const daysAgo = (from: number, to: number) => (value: string) => Number(value) >= from && Number(value) <= to

const depthText = (depth: string) => (depth.endsWith('+') ? `${depth.slice(0, -1)} or more` : `${depth.replace('-', '–')} views`)

const groups: Record<ClassedDimension, readonly Group[]> = {
  depth: depthClasses.map((depth) =>
    depth === '1' ? { name: '1 view', hint: 'bounced', holds: only(depth) } : { name: depthText(depth), holds: only(depth) },
  ),
  recency: [
    { name: 'New', hint: 'not counted here before', holds: only('new') },
    { name: 'The next day', holds: only('1') },
    { name: 'After 2–6 days', holds: daysAgo(2, 6) },
    { name: 'After 1–2 weeks', hint: '7–13 days', holds: daysAgo(7, 13) },
    { name: 'After 2–4 weeks', hint: `14–${longestRecency - 1} days`, holds: daysAgo(14, longestRecency - 1) },
    { name: `After ${longestRecency} days or more`, holds: only(String(longestRecency)) },
    // What is too rare to be kept by its day, `(other)`, has come back all the same.
    { name: 'Returning', hint: 'time since the last visit unknown', holds: () => true, isRest: true },
  ],
}

/** The classes of an answer's rows, each value in the first that holds it; none where nothing was counted. */
export function classesOf(dimension: ClassedDimension, rows: readonly Row[]): Class[] {
  const counts = groups[dimension].map(() => 0)
  for (const { value, count } of countsOf(dimension, rows)) {
    const index = groups[dimension].findIndex(({ holds }) => holds(value))
    if (index >= 0) counts[index]! += count
  }
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return []
  return groups[dimension].flatMap(({ name, hint, isRest }, index) => {
    const count = counts[index]!
    return isRest && count === 0 ? [] : [{ name, ...(hint && { hint }), count, share: count / all }]
  })
}

/** The one thing that the classes say, in numbers: undefined where it cannot be told. */
export interface Lead {
  /** Visits that saw a second page; browsers that had been counted before. Of all, 0…1. */
  share: number
  /** Days after which half of those who came back had done so, the longest for that or more; only of recency, and where every return is told. */
  halfAfter?: number
}

export function leadOf(dimension: ClassedDimension, rows: readonly Row[]): Lead | undefined {
  const [first, ...others] = classesOf(dimension, rows)
  if (!first) return
  const share = others.reduce((sum, each) => sum + each.share, 0)
  const isWhole = rows.every((row) => row[dimension] !== reserved.removed)
  const halfAfter = dimension === 'recency' && isWhole ? middleOf(countsOf(dimension, rows)) : undefined
  return { share, ...(halfAfter && { halfAfter }) }
}

function middleOf(counts: readonly { value: string; count: number }[]): number | undefined {
  const returns = counts.filter(({ value }) => value !== 'new').map(({ value, count }) => ({ days: Number(value), count }))
  if (returns.some(({ days }) => Number.isNaN(days))) return
  const half = returns.reduce((sum, { count }) => sum + count, 0) / 2
  const until = (last: number) => returns.reduce((sum, { days, count }) => sum + (days <= last ? count : 0), 0)
  return returns
    .map(({ days }) => days)
    .sort((one, other) => one - other)
    .find((days) => until(days) >= half)
}

function countsOf(dimension: ClassedDimension, rows: readonly Row[]): { value: string; count: number }[] {
  // What was taken away is of no class that is known.
  return rows
    .filter((row) => row[dimension] !== reserved.removed)
    .map((row) => ({ value: String(row[dimension]), count: Number(row.count ?? 0) }))
}
