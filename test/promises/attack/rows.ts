/**
 * From sums back to visits: of each growth, how many visits of which kind carried which value, put together to rows by what
 * is known of how values go together.
 */
import { type Counts, type Growth, pairKey } from './copies.ts'
import { type Group, improve } from './improve.ts'
import { attributes, type Sighting } from './world.ts'

export const kinds = ['new', 'returning', 'again'] as const
export type Kind = (typeof kinds)[number]

/** A visit as the attacker believes it was. */
export interface Row {
  growth: number
  day: number
  kind: Kind
  /** By attribute; '' where it is not known. */
  values: string[]
  /** It was the only one of its kind in its growth: nothing was guessed. */
  alone: boolean
  /** Days ago it may have been here last, with how many of its kind said so. */
  ago: ReadonlyMap<number, number>
  /** The Monday of its browser's first week, where that is known. */
  week?: number
  /** Ages in weeks that were told in its growth, less those of new browsers. */
  ages: Map<number, number>
  truth: Sighting
}

/** How many visits of a kind there were, of all that a count says. */
export function ofKind(kind: Kind, { visits, first, fresh }: { visits: number; first: number; fresh: number }): number {
  return Math.max(0, kind === 'new' ? fresh : kind === 'returning' ? first - fresh : visits - first)
}

/** Which visits may have carried a value whose firsts are not told: repeated ones only, or any. The attacker tries both: which finds more depends on the site's size. */
export const readings = ['repeated', 'any'] as const
export type Reading = (typeof readings)[number]

/** Every visit of every growth, as well as it can be told. */
export function rowsOf(growths: readonly Growth[], reading: Reading = 'repeated'): Row[] {
  const together = pairsOf(growths)
  const groups = growths.flatMap((growth, index) => {
    const made = kinds.map((kind): Group & { growth: Growth; index: number; kind: Kind } => {
      const values = growth.marginals.map((marginal) => valuesOf(marginal, kind, reading))
      const rows = putTogether(values, { count: ofKind(kind, growth.total), together })
      return { growth, index, kind, rows, day: growth.crosses, month: growth.month }
    })
    if (reading === 'any')
      giveHidden(
        growth.marginals,
        made.flatMap(({ rows }) => rows),
        together,
      )
    return made
  })
  improve(groups, together)
  return groups.flatMap(rowsOfGroup)
}

/** The same rows, where more is known of how long ago those who came back were here. */
export function toldAgo(rows: readonly Row[], growths: readonly Growth[]): Row[] {
  return rows.map((row) => (row.kind === 'returning' ? { ...row, ago: growths[row.growth]?.ago ?? row.ago } : row))
}

const other = '(other)'

function rowsOfGroup({ growth, index, kind, rows: guessed }: { growth: Growth; index: number; kind: Kind; rows: string[][] }): Row[] {
  const truth = growth.truth.filter((each) => each.kind === kind)
  if (guessed.length === 0 || truth.length === 0) return []
  const alone = guessed.length === 1
  const ages = agesOf(growth)
  const ago = kind === 'returning' ? (growth.ago ?? agoOf(growth.recency)) : new Map<number, number>()
  const rows = guessed.map((values) => ({ growth: index, day: growth.day, kind, values, alone, ago, ages }))
  const week = kind === 'new' ? weekOf(growth.day) : kind === 'returning' && alone ? onlyWeek(growth.day, ages) : undefined
  return matched(rows, truth).map(([row, sighting]) => ({ ...row, truth: sighting, ...(week !== undefined && { week }) }))
}

export const weekOf = (day: number) => day - (day % 7)

function onlyWeek(day: number, ages: ReadonlyMap<number, number>): number | undefined {
  const [only, more] = [...ages.keys()]
  return only === undefined || more !== undefined ? undefined : weekOf(day) - 7 * only
}

function agesOf({ cohort, total }: Growth): Map<number, number> {
  const ages = new Map<number, number>()
  for (const [age, count] of cohort) {
    const left = age === '0' ? count - total.fresh : count
    if (left > 0 && age !== other) ages.set(Number(age), left)
  }
  return ages
}

/** `(other)` may be any that is not told, the shorter the likelier; 31 is told as 31. */
export function agoOf(recency: ReadonlyMap<string, number>): Map<number, number> {
  const ago = new Map<number, number>()
  const hidden = recency.get(other) ?? 0
  let weight = 0
  for (let each = 1; each <= 30; each++) if (!recency.has(String(each))) weight += 1 / each
  for (let each = 1; each <= 31; each++) {
    const count = recency.get(String(each)) ?? (each < 31 && hidden ? hidden / each / weight : 0)
    if (count > 0) ago.set(each, count)
  }
  return ago
}

/** The values that visits of a kind carried, each as often as it was. Of one whose firsts are not told every visit looks repeated. */
function valuesOf(marginal: ReadonlyMap<string, Counts>, kind: Kind, reading: Reading): [string, number][] {
  const isLeft = ([value, { hidden }]: [string, Counts]) => value !== other && !(hidden && reading === 'any')
  return [...marginal].filter(isLeft).map(([value, counts]) => [value, ofKind(kind, counts)])
}

/** Values whose firsts are not told go to the rows of any kind that have none, the likeliest first. */
function giveHidden(marginals: Growth['marginals'], rows: readonly string[][], together: Together): void {
  for (const [attribute, marginal] of marginals.entries()) {
    const hidden = [...marginal].filter(([value, counts]) => counts.hidden && value !== other)
    const left = new Map(hidden.map(([value, { visits }]) => [value, visits]))
    const score = (row: readonly string[], value: string) =>
      row.reduce((sum, each, index) => sum + (index === attribute ? 0 : (together.get(key(index, each, attribute, value)) ?? 0)), 0)
    const empty = rows.filter((row) => row[attribute] === '')
    const edges = empty.flatMap((row) => [...left.keys()].map((value) => ({ row, value, score: score(row, value) })))
    for (const { row, value } of edges.sort((one, two) => two.score - one.score)) {
      const visits = left.get(value) ?? 0
      if (row[attribute] !== '' || visits === 0) continue
      row[attribute] = value
      left.set(value, visits - 1)
    }
  }
}

type Together = Map<string, number>

/**
 * How much likelier than by chance two values stand on one visit: from crosses, from months, and from visits that were alone. Of two values that
 * both stand in crosses beside others, but not beside each other, that they do not.
 */
function pairsOf(growths: readonly Growth[]): Together {
  const pairs = new Map<string, number>()
  const singles = new Map<string, number>()
  let visits = 0
  const add = (counts: Map<string, number>, key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count)
  // A month tells at least as much of a pair as those of its days that are kept.
  for (const month of new Set(growths.flatMap(({ month }) => month ?? []))) for (const [pair, count] of month) add(pairs, pair, count)
  for (const { crosses, month, marginals, total } of growths) {
    visits += total.visits
    for (const [pair, count] of crosses) if (!month?.has(pair)) add(pairs, pair, count)
    for (const [index, marginal] of marginals.entries())
      for (const [value, counts] of marginal) add(singles, `${attributes[index]}=${value}`, counts.visits)
    if (total.visits !== 1) continue
    const values = marginals.map((marginal) => [...marginal.keys()][0] ?? '')
    for (const [one, a] of values.entries())
      for (const [two, b] of values.entries()) if (one < two && !crosses.has(key(one, a, two, b))) add(pairs, key(one, a, two, b), 1)
  }
  for (const pair of absentOf(pairs)) pairs.set(pair, 0)
  const together = new Map<string, number>()
  for (const [pair, count] of pairs) {
    const [one, two] = pair.split('\n') as [string, string]
    const expected = ((singles.get(one) ?? 1) * (singles.get(two) ?? 1)) / Math.max(1, visits)
    const score = Math.log((count + 0.1) / (expected + 0.1))
    together.set(pair, score)
    together.set(`${two}\n${one}`, score)
  }
  return together
}

/** Pairs of values that are told of no visit, though each is told beside another value of the same attribute. */
function absentOf(pairs: ReadonlyMap<string, number>): string[] {
  const beside = new Map<string, { ones: Set<string>; twos: Set<string> }>()
  for (const pair of pairs.keys()) {
    const [one, two] = pair.split('\n') as [string, string]
    const both = [one, two].map((name) => name.slice(0, name.indexOf('='))).join(' ')
    const values = beside.get(both) ?? { ones: new Set(), twos: new Set() }
    beside.set(both, values)
    values.ones.add(one)
    values.twos.add(two)
  }
  return [...beside.values()].flatMap(({ ones, twos }) =>
    [...ones].flatMap((one) =>
      [...twos].flatMap((two) => (pairs.has(`${one}\n${two}`) || pairs.has(`${two}\n${one}`) ? [] : `${one}\n${two}`)),
    ),
  )
}

const key = (one: number, a: string, two: number, b: string) => pairKey(attributes[one]!, a, attributes[two]!, b)

/** Rows of one value of each attribute, each value as often as it was carried: the likeliest first. */
function putTogether(values: [string, number][][], { count, together }: { count: number; together: Together }): string[][] {
  const rows = Array.from({ length: count }, () => attributes.map(() => ''))
  const order = [...values.keys()].sort(
    (one, other) => values[other]!.filter(([, n]) => n).length - values[one]!.filter(([, n]) => n).length,
  )
  const done: number[] = []
  for (const attribute of order) {
    const left = new Map(values[attribute])
    const edges = rows.flatMap((row, index) =>
      [...left]
        .filter(([, n]) => n > 0)
        .map(([value]) => ({
          index,
          value,
          score: done.reduce((sum, each) => sum + (together.get(key(each, row[each]!, attribute, value)) ?? 0), 0),
        })),
    )
    edges.sort((one, other) => other.score - one.score)
    const given = new Set<number>()
    for (const { index, value } of edges) {
      const n = left.get(value) ?? 0
      if (n === 0 || given.has(index)) continue
      given.add(index)
      left.set(value, n - 1)
      rows[index]![attribute] = value
    }
    done.push(attribute)
  }
  return rows
}

/** Each row with the visit that it most agrees with: whatever could be meant by it counts for the attacker. */
function matched<Given extends { values: string[] }>(rows: Given[], truth: readonly Sighting[]): [Given, Sighting][] {
  const result: [Given, Sighting][] = []
  let left = [...rows]
  const free = new Set(truth)
  for (let least = attributes.length; least >= 0 && left.length > 0; least--) {
    left = left.filter((row) => {
      for (const sighting of free) {
        if (agreeing(row.values, sighting.values) < least) continue
        free.delete(sighting)
        result.push([row, sighting])
        return false
      }
      return true
    })
  }
  return result
}

function agreeing(one: readonly string[], other: readonly string[]): number {
  let count = 0
  for (let index = 0; index < one.length; index++) if (one[index] === other[index]) count++
  return count
}
