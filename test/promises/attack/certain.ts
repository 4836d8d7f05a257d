/** What follows without a guess: where what is told leaves one browser only that a visit can have been before. */
import { type Counts, emptyGrowth, type Growth, merge, pairKey } from './copies.ts'
import type { Guess } from './link.ts'
import { ofKind } from './rows.ts'
import { attributes, lasting, type Sighting } from './world.ts'

/** A value of each lasting attribute, or undefined where it is not known. */
type Known = readonly (string | undefined)[]

/** Links that must be true, if a browser's lasting attributes are the same for life. */
export function certainOf(growths: readonly Growth[]): Guess[] {
  const links = new Map<string, Guess>()
  const claim = (from: Sighting | undefined, to: Sighting) =>
    from && links.set(`${from.second} ${to.second} ${to.who}`, { from, to, sure: 1 })
  const days = new Map([...Map.groupBy(growths, ({ day }) => day)].map(([day, list]) => [day, compact(list)]))
  for (const growth of growths) {
    const ago = daysAgo(growth)
    for (const { known, kind, to } of pointers(growth)) {
      if (kind === 'again') {
        const today = days.get(growth.day) ?? []
        if (browsers(today, known) === 1) claim(latest(today, known, to), to)
        continue
      }
      const before = ago.filter((each) => each <= 30).map((each) => days.get(growth.day - each) ?? [])
      if (ago.includes(31)) for (let day = 0; day <= growth.day - 31; day++) before.push(days.get(day) ?? [])
      const possible = before.map((day) => browsers(day, known))
      if (possible.reduce((sum, count) => sum + count, 0) === 1) claim(latest(before[possible.indexOf(1)]!, known, to), to)
    }
  }
  for (const [from, to] of lonely(growths)) claim(from, to)
  return [...links.values()]
}

/** Growths of one visit each that look alike, as one: the sums say the same, and are fewer. */
function compact(growths: readonly Growth[]): Growth[] {
  const alike = Map.groupBy(growths, ({ total, marginals }) => total.visits + total.first <= 2 && total.first <= 1 && keyOf(marginals))
  return [...alike].flatMap(([key, list]) => {
    if (key === false) return list
    const sum = emptyGrowth(list[0]?.day ?? 0)
    for (const each of list) merge(sum, each)
    return [sum]
  })
}

const keyOf = (marginals: Growth['marginals']) =>
  marginals
    .slice(0, lasting)
    .map((marginal) => [...marginal.keys()].join('|'))
    .join('\n')

/** Days ago that those who came back may have meant; `(other)` may be any that is not told. */
function daysAgo({ recency, ago }: Growth): number[] {
  if (ago) return [...ago.keys()]
  const all = Array.from({ length: 31 }, (_, index) => index + 1)
  return all.filter((each) => recency.has(String(each)) || (each < 31 && recency.has('(other)')))
}

interface Pointer {
  known: Known
  kind: 'returning' | 'again'
  /** The visit that is meant; resolved by its values alone. */
  to: Sighting
}

/** Visits that can be told apart from all others of a growth: the only one of its kind, or the only one of its kind with a value. */
function* pointers(growth: Growth): Generator<Pointer> {
  for (const kind of ['returning', 'again'] as const) {
    const count = ofKind(kind, growth.total)
    if (count === 0) continue
    const marginals = growth.marginals.slice(0, lasting)
    const shared = marginals.map((marginal) => [...marginal].find(([, counts]) => surely(marginal, counts, kind) === count)?.[0])
    const found = (known: Known): Pointer[] => {
      const meant = growth.truth.filter((each) => each.kind === kind && fits(each, known))
      return meant.length === 1 ? [{ known, kind, to: meant[0] as Sighting }] : []
    }
    if (count === 1) yield* found(shared)
    else
      for (const [index, marginal] of marginals.entries())
        for (const [value, counts] of marginal)
          if (surely(marginal, counts, kind) === 1) yield* found(shared.map((each, at) => (at === index ? value : each)))
  }
}

/** So many of a kind carried the value for sure; NaN where folding leaves it open. */
function surely(marginal: ReadonlyMap<string, Counts>, counts: Counts, kind: 'returning' | 'again'): number {
  if (!counts.hidden) return ofKind(kind, counts)
  // What is told of all rare values together may still leave no choice.
  const hidden = [...marginal.values()].filter((each) => each.hidden)
  const first = hidden.reduce((sum, each) => sum + each.first, 0)
  const fresh = hidden.reduce((sum, each) => sum + each.fresh, 0)
  const visits = hidden.reduce((sum, each) => sum + each.visits, 0)
  if (kind === 'returning') return fresh === 0 && first === visits ? counts.visits : Number.NaN
  return first === 0 ? counts.visits : Number.NaN
}

const fits = ({ values }: Sighting, known: Known) => known.every((value, index) => value === undefined || values[index] === value)

/** At most so many browsers with these values were seen. */
function browsers(growths: readonly Growth[], known: Known): number {
  return growths.reduce((sum, growth) => sum + browsersIn(growth, known), 0)
}

function browsersIn({ marginals, crosses, month, total }: Growth, known: Known): number {
  let most = total.first
  for (let index = 0; index < lasting && most > 0; index++) {
    const value = known[index]
    if (value === undefined) continue
    const marginal = marginals[index] as Map<string, Counts>
    most = Math.min(most, atMost(marginal, value, 'first'))
  }
  if (most > 0 && crosses.size) most = Math.min(most, crossed(crosses, known))
  // A month has crosses of those days only on which both values earned them.
  if (most > 0 && month?.size) most = Math.min(most, crossed(month, earnedOf(crosses, known)))
  return most
}

/** Those of the values that surely earned crosses on a day: it tells of some. */
function earnedOf(crosses: ReadonlyMap<string, number>, known: Known): Known {
  let earned = earnedIn.get(crosses)
  if (!earned) {
    earned = new Set([...crosses.keys()].flatMap((pair) => pair.split('\n')))
    earnedIn.set(crosses, earned)
  }
  return known.map((value, index) => (earned.has(`${attributes[index]}=${value}`) ? value : undefined))
}

const earnedIn = new WeakMap<ReadonlyMap<string, number>, Set<string>>()

/** So many browsers, or new ones, carried a value at most. */
function atMost(marginal: ReadonlyMap<string, Counts>, value: string, name: 'first' | 'fresh'): number {
  const counts = marginal.get(value)
  const other = marginal.get('(other)')
  if (counts && !counts.hidden) return counts[name]
  // Whoever is new begins a visit; of others that are first on a day one may go on over midnight.
  if (counts) return Math.min(other?.[name] ?? 0, name === 'fresh' ? counts.visits : Number.POSITIVE_INFINITY)
  // Of a quiet day not even its visits are told.
  return other && !other.hidden ? other[name] : 0
}

/** The least that a cross says of two of the values. */
function crossed(crosses: ReadonlyMap<string, number>, known: Known): number {
  let least = Number.POSITIVE_INFINITY
  for (const [index, value] of known.entries()) {
    for (let other = index + 1; value !== undefined && other < lasting; other++) {
      const second = known[other]
      if (second === undefined) continue
      least = Math.min(least, crosses.get(pairKey(attributes[index] as string, value, attributes[other] as string, second)) ?? least)
    }
  }
  return least
}

/** The last visit with these values, before the one that it is looked for. */
function latest(growths: readonly Growth[], known: Known, to: Sighting): Sighting | undefined {
  const before = growths.flatMap(({ truth }) => truth.filter((each) => each !== to && each.second <= to.second && fits(each, known)))
  return before.sort((one, other) => one.second - other.second).at(-1)
}

/** All visits of a value that only one browser ever brought: one after another. */
function* lonely(growths: readonly Growth[]): Generator<[Sighting, Sighting]> {
  for (let index = 0; index < lasting; index++) {
    const all = growths.map(({ marginals }) => marginals[index] as Map<string, Counts>)
    for (const value of new Set(all.flatMap((marginal) => [...marginal.keys()]))) {
      const fresh = all.reduce((sum, marginal) => sum + atMost(marginal, value, 'fresh'), 0)
      if (fresh !== 1 || value === '(other)') continue
      const visits = growths.flatMap(({ truth }) => truth.filter((each) => each.values[index] === value))
      for (let at = 1; at < visits.length; at++) yield [visits[at - 1] as Sighting, visits[at] as Sighting]
    }
  }
}
