/**
 * What a site's owner takes away of a day: the rows of some values, their part of the site's totals, and of every other list as much,
 * as one row `(removed)`, since nobody knows under which of its values it stands (docs/counting.md, "What is taken away"). Pure.
 */
import type { Counter } from '../../contract/counters.ts'
import { type Dimension, dimensionNames, dimensionRow, dimensionsWhere, reserved, totalCounters } from '../../contract/dimensions.ts'
import type { Counts } from './booking.ts'

/** The rows of a list by their values; those that need not be told apart are one row, of the value ''. */
export type List = ReadonlyMap<string, Counts>

/** The lists of a day, and what its rows by value are of a removal. */
export type Lists = ReadonlyMap<Dimension, List>

/** What a list's row changes by. */
export interface RowChange {
  dimension: Dimension
  value: string
  counts: Counts
}

export interface RemovalChanges {
  /** What the site's total loses; no counter is below zero. */
  total: Counts
  /** What other rows change by: `(removed)`, and classes of which it is known. */
  others: RowChange[]
}

/** Lists of which each value is told apart. */
export const classed = dimensionsWhere(({ classed }) => classed)

/** Lists whose rows, and what was sent without any, are the site's total; of each the counters that add up so. */
const adding = new Map(
  dimensionNames.flatMap((name): [Dimension, readonly Counter[]][] => {
    const { overlapping, counters } = dimensionRow(name)
    if (overlapping || !counters.includes('visits')) return []
    // One browser is counted under every page that its first visit saw.
    const apart: readonly Counter[] = name === 'path' ? ['firstOfDay', 'newVisitors'] : []
    return [[name, totalCounters.filter((each) => counters.includes(each) && !apart.includes(each))]]
  }),
)

/** Every list that a removal may change beside the rows that are named. */
export const changing: readonly Dimension[] = [...adding.keys(), 'exit', 'from', ...classed]

/** The dimensions whose rows of these values go together: a page is also an entry, an exit and a step. */
export function goingWith(dimension: Dimension): readonly Dimension[] {
  return dimension === 'path' ? dimensionsWhere(({ pages }) => pages) : [dimension]
}

/** They are no part of the site's total: only their own rows go. */
export const countedAlone: readonly string[] = dimensionsWhere(({ apart }) => apart)

/** Why values of a dimension cannot be taken away; null where they can. */
export function whyNotForgotten(dimension: Dimension): string | null {
  const { overlapping, bucket } = dimensionRow(dimension)
  if (dimension === 'entry' || dimension === 'exit' || dimension === 'from')
    return `a page is named by path, and goes with its ${dimension}`
  if (overlapping) return `a ${dimension} is what you have declared yourself, and of its views nobody knows the page or source`
  if (bucket || classed.includes(dimension) || dimension === 'hour') return `${dimension} is a class into which everybody's visits fall`
  if (dimension === 'event') return 'the number of events is the record of what was accepted'
  return null
}

const none: Counts = {}
const of = (counts: Counts | undefined, counter: Counter) => counts?.[counter] ?? 0
const pick = (counts: Counts, names: readonly Counter[]): Counts =>
  Object.fromEntries(names.filter((name) => counts[name]).map((name) => [name, counts[name]]))

export function added(one: Counts, other: Counts, sign: 1 | -1 = 1): Counts {
  const sum = { ...one }
  for (const [name, count] of Object.entries(other) as [Counter, number][]) sum[name] = (sum[name] ?? 0) + sign * count
  return sum
}

function whole(list: List | undefined): Counts {
  return [...(list?.values() ?? [])].reduce((sum, counts) => added(sum, counts), none)
}

/**
 * What else changes where rows of `dimension`, and of what goes with it, are lost. `lost`: their sums, by dimension; `lists`: all rows of the day,
 * these among them.
 */
export function removalOf(dimension: Dimension, lost: ReadonlyMap<Dimension, Counts>, lists: Lists): RemovalChanges {
  if (countedAlone.includes(dimension)) return { total: {}, others: [] }
  const total = takenOf(dimension, lost, lists)
  const others: RowChange[] = []
  const change = (name: Dimension, value: string, counts: Counts) => {
    const some = pick(counts, Object.keys(counts) as Counter[])
    if (Object.keys(some).length > 0) others.push({ dimension: name, value, counts: some })
  }
  const settle = (name: Dimension, share: Counts) =>
    change(name, reserved.removed, settled(share, lost.get(name) ?? none, lists.get(name)?.get(reserved.removed) ?? none))
  for (const [name, counters] of adding) settle(name, shareOf(total, whole(lists.get(name)), counters))
  settle('exit', { count: least(of(total, 'consentedVisits'), of(whole(lists.get('exit')), 'count')) })
  // Views of a visit but its first are steps; reloads are none, and few.
  const steps = Math.max(0, of(total, 'consentedViews') - of(total, 'consentedVisits'))
  settle('from', { views: least(steps, of(whole(lists.get('from')), 'views')) })
  for (const each of classesOf(total, lists)) change(each.dimension, each.value, { count: -each.count })
  return { total, others }
}

/**
 * Of the site's total: what these rows count, in the total's own meaning of each counter. What was taken away of this list before, without its rows being known,
 * is taken to have been theirs: so a flood that is named by its pages and then by its source is taken from the total once.
 */
function takenOf(dimension: Dimension, lost: ReadonlyMap<Dimension, Counts>, lists: Lists): Counts {
  const own = (name: Dimension, counters: readonly Counter[]) => {
    const before = lists.get(name)?.get(reserved.removed)
    const sums = lost.get(name)
    return counters.map((each): [Counter, number] => [each, Math.max(0, of(sums, each) + Math.min(0, of(before, each)))])
  }
  const counters = adding.get(dimension) ?? []
  // Who was first on a page is told by the visits that began there: a browser counts under each page that it saw.
  const visitors = dimension === 'path' ? own('entry', ['secondViews', 'firstOfDay', 'newVisitors']) : []
  return Object.fromEntries([...own(dimension, counters), ...visitors].filter(([, count]) => count > 0))
}

const least = (count: number, most: number) => Math.min(count, Math.max(0, most))

/** What a list loses by it: no more than it holds. Lists that only consent fills hold, and lose, the consented part. */
function shareOf(total: Counts, held: Counts, counters: readonly Counter[]): Counts {
  const both = (name: Counter, consented: Counter) =>
    Math.max(
      0,
      least(of(total, consented), of(held, consented)) +
        least(of(total, name) - of(total, consented), of(held, name) - of(held, consented)),
    )
  const share = (name: Counter): number => {
    if (name === 'views') return both('views', 'consentedViews')
    if (name === 'visits') return both('visits', 'consentedVisits')
    return least(of(total, name), of(held, name))
  }
  return Object.fromEntries(counters.map((name) => [name, share(name)]))
}

/** What `(removed)` changes by, so that a list loses its share: of that its own rows lose some. It is never above zero. */
function settled(share: Counts, lost: Counts, before: Counts): Counts {
  return Object.fromEntries(
    (Object.keys(share) as Counter[]).map((name) => [name, Math.min(of(lost, name) - of(share, name), -of(before, name))]),
  )
}

interface Class {
  dimension: Dimension
  value: string
  count: number
}

/** Visits of one view are bounces, and new browsers are new: of these the class is known. */
function classesOf(total: Counts, lists: Lists): Class[] {
  const sums = (name: Dimension) => of(whole(lists.get(name)), 'count')
  const stored = (name: Dimension, value: string) => of(lists.get(name)?.get(value), 'count')
  const [visits, opened, added] = [of(total, 'consentedVisits'), of(total, 'firstOfDay'), of(total, 'newVisitors')]
  const bounced = least(Math.max(0, visits - of(total, 'secondViews')), stored('depth', '1'))
  const unseen = least(added, stored('recency', 'new'))
  // No more can be in their first week than are new: whoever made them up may have left it out.
  const began = least(added, stored('cohort', '0') - (stored('recency', 'new') - unseen))
  return [
    { dimension: 'depth', value: '1', count: bounced },
    { dimension: 'depth', value: reserved.removed, count: least(visits - bounced, sums('depth') - bounced) },
    { dimension: 'recency', value: 'new', count: unseen },
    { dimension: 'recency', value: reserved.removed, count: least(opened - unseen, sums('recency') - unseen) },
    { dimension: 'cohort', value: '0', count: began },
    { dimension: 'cohort', value: reserved.removed, count: least(opened - added, sums('cohort') - stored('cohort', '0')) },
  ]
}

/** The lists once the removal is made. */
export function listsAfter(lists: Lists, lost: ReadonlyMap<Dimension, Counts>, { others }: RemovalChanges): Lists {
  const after = new Map([...lists].map(([name, list]) => [name, new Map(list)]))
  const change = (name: Dimension, value: string, counts: Counts, sign: 1 | -1) => {
    const list = after.get(name) ?? new Map<string, Counts>()
    after.set(name, list.set(value, added(list.get(value) ?? none, counts, sign)))
  }
  for (const [name, counts] of lost) change(name, '', counts, -1)
  for (const { dimension, value, counts } of others) change(dimension, value, counts, 1)
  return after
}
