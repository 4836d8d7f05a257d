/** How well an attack did: its guesses beside what was true. */
import { addDays, type Day, monthEnd } from '../../../contract/day.ts'
import { earningDays } from '../../../contract/rules.ts'
import { certainOf } from './certain.ts'
import { copiesOf, type Growth } from './copies.ts'
import { dayHashRows, idRows } from './events.ts'
import { folded, withMonths } from './folding.ts'
import { type Guess, guessesOf } from './link.ts'
import { type Reading, readings, rowsOf, toldAgo } from './rows.ts'
import { withShares } from './shares.ts'
import type { World } from './world.ts'

export interface Verdict {
  /** Pairs of visits that followed each other in one browser. */
  pairs: number
  guesses: number
  right: number
  /** Guesses that the attacker holds for nine in ten sure, and how many of them are right. */
  confident: number
  confidentRight: number
  /** Links that follow without a guess, and how many of them are right. */
  certain: number
  certainRight: number
}

/** How right the guesses are, and the links that follow without one. */
export function verdictOf(world: World, guesses: readonly Guess[], certain: readonly Guess[]): Verdict {
  const isRight = ({ from, to }: Guess) => from.next === to
  const confident = guesses.filter(({ sure }) => sure >= 0.9)
  return {
    pairs: world.moments.filter(({ sighting }) => sighting?.next).length,
    guesses: guesses.length,
    right: guesses.filter(isRight).length,
    confident: confident.length,
    confidentRight: confident.filter(isRight).length,
    certain: certain.length,
    certainRight: certain.filter(isRight).length,
  }
}

/** The same attack on every kind of copy of Footfall's folder, and on the two other schemas. */
export function verdictsOf(world: World): Record<string, Verdict> {
  const copies = copiesOf(world)
  const onCells = (growths: readonly Growth[]) =>
    better(readingsOf(growths).map((reading) => verdictOf(world, guessesOf(rowsOf(growths, reading)), certainOf(growths))))
  const onRows = (guesses: Guess[]) =>
    verdictOf(
      world,
      guesses,
      guesses.filter(({ sure }) => sure > 0.999),
    )
  const folded = withVisitors(foldedCopies(world, copies['every day']), world, copies['every day'])
  return {
    'Footfall, every part': onCells(copies['every part']),
    'Footfall, copied every hour': onCells(copies['every hour']),
    'Footfall, copied at the end of every day': onCells(copies['every day']),
    ...Object.fromEntries(Object.entries(folded).map(([name, growths]) => [`Footfall, ${name}`, onCells(growths)])),
    'rows under a hash of the day': onRows(guessesOf(dayHashRows(world))),
    'rows under an id': onRows(guessesOf(idRows(world))),
  }
}

/** What is stored of folded days: as by the commit 8d25f54, or with what keeps visitors known since. */
export type Design = '8d25f54' | 'now'
export const designs: readonly Design[] = ['8d25f54', 'now']

/**
 * The same attack on what is left of folded days alone, by copy: a verdict for each way to read them. Both designs tell the same rows, and not as much of
 * how long ago they were here.
 */
export function foldedVerdicts(world: World, days: readonly Growth[]): Record<string, Record<Design, Verdict[]>> {
  const then = foldedCopies(world, days)
  const now = withVisitors(then, world, days)
  return Object.fromEntries(
    Object.entries(then).map(([name, growths]) => {
      const rows = readingsOf(growths).map((reading) => rowsOf(growths, reading))
      const told = now[name] as Growth[]
      const certain = { '8d25f54': certainOf(growths), now: certainOf(told) }
      return [
        name,
        {
          '8d25f54': rows.map((each) => verdictOf(world, guessesOf(each), certain['8d25f54'])),
          now: rows.map((each) => verdictOf(world, guessesOf(toldAgo(each, told)), certain.now)),
        },
      ]
    }),
  )
}

/** What finds most: the attacker can try on a site of its own which way that is. */
export function better(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((best, each) => (each.right > best.right ? each : best))
}

/** Where the firsts of every value are told there is one way to read them. */
function readingsOf(growths: readonly Growth[]): readonly Reading[] {
  const isHidden = growths.some(({ marginals }) => marginals.some((marginal) => [...marginal.values()].some(({ hidden }) => hidden)))
  return isHidden ? readings : ['repeated']
}

/** Days are read for earning for so long; then their rare values are folded. */
const rareFrom = earningDays.first + 3

/**
 * Days as they stand once they are folded, with the months that they lie in: after three days, when every month is seen whole, since it is so until it
 * is over; for good; and what lies in one copy made when the last day ends.
 */
function foldedCopies({ first, days: lived }: World, days: readonly Growth[]): Record<string, Growth[]> {
  const last = lived - 1
  const soon = folded(days, first, { rareValues: false })
  const late = folded(days, first, { rareValues: true })
  const one = days.map((day, index) => (day.day > last - 3 ? day : ((day.day > last - rareFrom ? soon : late)[index] as Growth)))
  const isOver = (month: Day) => monthEnd(month) <= addDays(first, last - 3)
  return {
    'folded after three days': withMonths(soon, days, { first, over: () => false }),
    'folded for good': withMonths(late, days, { first, over: () => true }),
    [oneCopy]: withMonths(one, days, { first, over: isOver }),
  }
}

const oneCopy = 'one copy at the end'

/** The same with what is stored since of the visitors of weeks and months, and in one copy of the days last seen. */
function withVisitors(copies: Record<string, Growth[]>, { first, days: lived }: World, days: readonly Growth[]): Record<string, Growth[]> {
  return Object.fromEntries(
    Object.entries(copies).map(([name, growths]) => [
      name,
      withShares(growths, { first, days, newest: name === oneCopy ? lived - 4 : undefined }),
    ]),
  )
}

/** The verdicts as a table of docs/attack.md. */
export function tableOf(verdicts: Record<string, Verdict>): string {
  const percent = (part: number, whole: number) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : '–')
  const rows = Object.entries(verdicts).map(([name, { pairs, guesses, right, confident, confidentRight, certain, certainRight }]) =>
    [name, percent(right, pairs), percent(right, guesses), percent(confidentRight, confident), `${certain}`, `${certainRight}`].join(' | '),
  )
  const head = 'what the attacker has | found of all pairs | right of all guesses | right of the confident | certain | of them right'
  return [head, '--- | --- | --- | --- | --- | ---', ...rows].map((row) => `| ${row} |`).join('\n')
}
