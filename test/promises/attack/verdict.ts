/** How well an attack did: its guesses beside what was true. */
import { certainOf } from './certain.ts'
import { copiesOf, type Growth } from './copies.ts'
import { dayHashRows, idRows } from './events.ts'
import { folded } from './folding.ts'
import { type Guess, guessesOf } from './link.ts'
import { rowsOf } from './rows.ts'
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
  const onCells = (growths: readonly Growth[]) => verdictOf(world, guessesOf(rowsOf(growths)), certainOf(growths))
  const days = copies['every day']
  const onRows = (guesses: Guess[]) =>
    verdictOf(
      world,
      guesses,
      guesses.filter(({ sure }) => sure > 0.999),
    )
  return {
    'Footfall, every part': onCells(copies['every part']),
    'Footfall, copied every hour': onCells(copies['every hour']),
    'Footfall, copied at the end of every day': onCells(days),
    'Footfall, folded after three days': onCells(folded(days, world.first, { rareValues: false })),
    'Footfall, folded for good': onCells(folded(days, world.first, { rareValues: true })),
    'rows under a hash of the day': onRows(guessesOf(dayHashRows(world))),
    'rows under an id': onRows(guessesOf(idRows(world))),
  }
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
