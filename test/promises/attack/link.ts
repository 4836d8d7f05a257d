/** The attack: which visit was the same browser's next one? The likeliest pairs, by what lasts, by habits and by what is told of the past. */
import { type Kind, weekOf } from './rows.ts'
import { attributes, lasting, type Sighting } from './world.ts'

/** A visit as it is known, from cells or from rows of events. */
export interface Known {
  day: number
  /** In order of time: one of a lower number was not later. */
  growth: number
  /** Of events it is not known whether the day's first of a browser is its first ever. */
  kind: Kind | 'first of the day'
  values: string[]
  /** Whether its values are sure. */
  alone: boolean
  /** Days ago its browser may have been seen last, each with a weight. */
  ago: ReadonlyMap<number, number>
  ages?: ReadonlyMap<number, number>
  /** The Monday of its browser's first week. */
  week?: number
  /** What a row of events has: the same for one browser, all day long or for ever. */
  hash?: string
  id?: string
  /** For the verdict. */
  truth: Sighting
}

export interface Guess {
  from: Sighting
  to: Sighting
  /** How sure the attacker is, 0…1. */
  sure: number
}

/** How often an attribute is the same on two visits of one browser: where both are sure of it, where one was put together, and a habit. */
const same = { sure: 0.995, guessed: 0.85, habit: 0.55 }
/** Where a day's first visit may be that of a new browser: new ones for each that comes back. */
const newcomers = 0.4
const certain = 20

/** A guess for every visit that had one before it, as far as there is a candidate. */
export function guessesOf(known: readonly Known[]): Guess[] {
  const coded = coder(known)
  const days = Map.groupBy(coded, ({ known }) => known.day)
  const heads = new Map<number, Coded[]>()
  const guesses: Guess[] = []
  for (const day of [...days.keys()].sort((one, other) => one - other)) {
    const today = days.get(day) as Coded[]
    const ofToday: Coded[] = []
    heads.set(day, ofToday)
    const link = (to: Coded[], candidates: Candidates) => {
      for (const { from, to: next, sure } of surest(to, candidates)) {
        guesses.push({ from: from.known.truth, to: next.known.truth, sure })
        const list = heads.get(from.known.day) as Coded[]
        list.splice(list.indexOf(from), 1)
        if (sure > 0.5) next.week ??= from.week
      }
    }
    const [again, opening] = [today.filter(isAgain), today.filter((each) => !isAgain(each))]
    const cameBack = opening.filter(({ known }) => known.kind !== 'new')
    link(cameBack, ({ known }) => [...known.ago].map(([ago, weight]) => ({ list: daysAgo(heads, day, ago), weight })))
    ofToday.push(...opening)
    // One after another: each may be the one before the next.
    for (const each of again.sort((one, other) => one.known.growth - other.known.growth)) {
      link([each], () => [{ list: ofToday.filter(({ known }) => known.growth <= each.known.growth), weight: 1 }])
      ofToday.push(each)
    }
  }
  return guesses
}

const isAgain = ({ known }: Coded) => known.kind === 'again'

/** Those last seen so many days before; 31: earlier than thirty. */
function daysAgo(heads: ReadonlyMap<number, Coded[]>, day: number, ago: number): readonly Coded[] {
  if (ago < 31) return heads.get(day - ago) ?? []
  return [...heads].flatMap(([at, list]) => (at <= day - 31 ? list : []))
}

type Candidates = (to: Coded) => { list: readonly Coded[]; weight: number }[]
interface Pair {
  from: Coded
  to: Coded
  sure: number
}

/** Every one with the likeliest that is free, the surest pairs first. */
function surest(list: readonly Coded[], candidates: Candidates): Pair[] {
  const pairs = list.flatMap((to) => likeliest(to, candidates(to)))
  pairs.sort((one, other) => other.sure - one.sure)
  const followed = new Set<Coded>()
  const preceded = new Set<Coded>()
  return pairs.filter(({ from, to }) => {
    if (followed.has(from) || preceded.has(to)) return false
    followed.add(from)
    preceded.add(to)
    return true
  })
}

const kept = 12

function likeliest(to: Coded, groups: ReturnType<Candidates>): Pair[] {
  const found: { from: Coded; likely: number }[] = []
  const isNew =
    to.known.kind === 'first of the day' ? newcomers * groups.reduce((sum, { list, weight }) => sum + weight * list.length, 0) : 0
  let all = isNew
  let least = isNew
  for (const { list, weight } of groups) {
    for (const from of list) {
      const likely = weight * Math.exp(likeness(from, to))
      all += likely
      if (likely <= least) continue
      found.push({ from, likely })
      if (found.length < 4 * kept) continue
      found.sort((one, other) => other.likely - one.likely).length = kept
      least = found[kept - 1]?.likely ?? 0
    }
  }
  return found.map(({ from, likely }) => ({ from, to, sure: likely / all }))
}

/** A visit in numbers: `agreeing` is what each of its values says where another has it too. */
interface Coded {
  known: Known
  codes: Int32Array
  agreeing: Float64Array
  guessedAgreeing: Float64Array
  week: number | undefined
}

function coder(known: readonly Known[]): Coded[] {
  const tables = attributes.map((_, index) => {
    const counts = new Map<string, { code: number; count: number }>([['', { code: 0, count: known.length }]])
    for (const { values } of known) {
      const entry = counts.get(values[index] ?? '') ?? { code: counts.size, count: 0 }
      counts.set(values[index] ?? '', entry)
      if (entry.code) entry.count++
    }
    return counts
  })
  const agreement = (often: number) => (values: string[]) =>
    Float64Array.from(tables, (table, index) => {
      const share = (table.get(values[index] ?? '')?.count ?? 1) / known.length
      const agree = index < lasting ? often : same.habit
      return Math.log(agree / share + 1 - agree)
    })
  return known.map((each) => ({
    known: each,
    codes: Int32Array.from(tables, (table, index) => table.get(each.values[index] ?? '')?.code ?? 0),
    agreeing: agreement(same.sure)(each.values),
    guessedAgreeing: agreement(same.guessed)(each.values),
    week: each.week,
  }))
}

const differing = { sure: Math.log(1 - same.sure), guessed: Math.log(1 - same.guessed), habit: Math.log(1 - same.habit) }

/** By how much likelier two visits are one browser's than two browsers' (the logarithm): rare values that agree count most. */
function likeness(from: Coded, to: Coded): number {
  const isSure = from.known.alone && to.known.alone
  const agreeing = isSure ? to.agreeing : to.guessedAgreeing
  const differs = isSure ? differing.sure : differing.guessed
  let sum = 0
  for (let index = 0; index < to.codes.length; index++) {
    const code = to.codes[index] as number
    const other = from.codes[index] as number
    if (code === 0 || other === 0) continue
    sum += code === other ? (agreeing[index] as number) : index < lasting ? differs : differing.habit
  }
  return sum + ageLikeness(from, to) + nameLikeness(from.known, to.known)
}

/** Whoever comes in another week than before says for how many weeks it has come. */
function ageLikeness(from: Coded, to: Coded): number {
  if (from.week === undefined || !to.known.ages) return 0
  if (to.week !== undefined) return to.week === from.week ? 1 : -5
  if (weekOf(from.known.day) === weekOf(to.known.day)) return 0
  return to.known.ages.size === 0 || to.known.ages.has((weekOf(to.known.day) - from.week) / 7) ? 0 : -5
}

function nameLikeness(from: Known, to: Known): number {
  if (to.id) return from.id === to.id ? certain : -certain
  // A day's first visit has a hash that no day before had.
  return to.hash && to.kind === 'again' ? (from.hash === to.hash ? certain : -certain) : 0
}
