/** Answers to the question for consent, added up: by what was done, by layer, language and step of time. */
import type { Row } from '../../../contract/query.ts'

export const actions = ['shown', 'accepted', 'chosen', 'refused', 'left', 'withdrawn'] as const
export type ConsentAction = (typeof actions)[number]

export type Tally = Record<ConsentAction, number>

/** A choice as it is stored: policy, action, layer, method and language, `-` where one is absent. */
interface ConsentChoice {
  action: ConsentAction
  layer: string
  language: string
}

/** Null for what is not one of them: `(other)`, past a day's budget. */
function choiceOf({ choice }: Row): ConsentChoice | null {
  const [, action, layer, , language, ...more] = String(choice).split(' ')
  const known = actions.find((each) => each === action)
  return known && layer && language && more.length === 0 ? { action: known, layer, language } : null
}

const none = (): Tally => ({ shown: 0, accepted: 0, chosen: 0, refused: 0, left: 0, withdrawn: 0 })

export function tallyOf(rows: readonly Row[]): Tally {
  const tally = none()
  for (const row of rows) {
    const choice = choiceOf(row)
    if (choice) tally[choice.action] += Number(row.count ?? 0)
  }
  return tally
}

/** Answers: what was asked and neither left open nor only shown. */
export function answersOf({ accepted, chosen, refused }: Tally): number {
  return accepted + chosen + refused
}

/** The share of answers that accept all, 0…1; null where nobody answered. */
export function acceptance(tally: Tally): number | null {
  const answers = answersOf(tally)
  return answers > 0 ? tally.accepted / answers : null
}

export interface TallyPart {
  /** A layer (`1`, `2`) or a language; `-` where it was not told. */
  value: string
  tally: Tally
}

/** The same by layer or by language; those with the most answers first. */
export function tallyBy(part: 'layer' | 'language', rows: readonly Row[]): TallyPart[] {
  const groups = Map.groupBy(rows, (row) => choiceOf(row)?.[part])
  return [...groups]
    .flatMap(([value, some]) => (value === undefined ? [] : [{ value, tally: tallyOf(some) }]))
    .sort((one, other) => answersOf(other.tally) - answersOf(one.tally) || one.value.localeCompare(other.value))
}

const layers = new Map([
  ['1', 'First layer'],
  ['2', 'Second layer'],
])

/** How a layer is shown. */
export function layerName(value: string): string {
  return layers.get(value) ?? 'Not told'
}

/** The same by step of time. */
export function tallyAt(rows: readonly Row[]): Map<string, Tally> {
  const groups = Map.groupBy(rows, (row) => String(row.date))
  return new Map([...groups].map(([date, some]) => [date, tallyOf(some)]))
}

/** How many could not be told apart. */
export function unsorted(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + (choiceOf(row) ? 0 : Number(row.count ?? 0)), 0)
}
