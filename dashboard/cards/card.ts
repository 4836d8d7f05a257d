/** What a card of the overview is. cards/index.ts lists them all. */
import type { ComponentChild } from 'preact'
import type { Ask, QuestionResult } from '../api/client.ts'
import type { Context } from '../state/context.ts'
import type { ListRow } from './list/lists.ts'

/** Questions, or their answers, by the names that the card has for them. An answer that has not come is undefined; one with `problem` has no numbers. */
export type Questions = Readonly<Record<string, Ask>>
export type Answers<Name extends string = string> = Readonly<Partial<Record<Name, QuestionResult>>>

export interface CardProps<Name extends string = string> {
  context: Context
  answers: Answers<Name>
}

export interface Card {
  /** Unique among the cards that stand on the page at once. */
  id: string
  /** What people call it. */
  name: string
  questions(context: Context): Questions
  View(props: CardProps): ComponentChild
  /** Whether it stands on the page for this choice; absent: always. */
  stands?(context: Context): boolean
  /** Above the grid of the other cards. */
  top?: true
  /** Asked only once the reader comes near, in requests of its own, and again each minute. */
  deferred?: true
  /** Of a deferred card: over the whole width of the grid. */
  wide?: true
  /** Also shown while the site has no views, where its answers have rows: it says why there are none. */
  whileEmpty?: true
  /** The lists that it shows, whose answers are named by their dimension. */
  lists?(context: Context): readonly ListRow[]
}

/** A card whose view is given exactly the answers that it asks for. */
export function card<Name extends string>(
  given: Omit<Card, 'questions' | 'View'> & {
    questions(context: Context): Readonly<Partial<Record<Name, Ask>>>
    View(props: CardProps<Name>): ComponentChild
  },
): Card {
  return given as Card
}

/** The same card, where it stands only under a condition: it may be listed at two places of the page. */
export function where(stands: (context: Context) => boolean, given: Card): Card {
  return { ...given, stands: (context) => stands(context) && (given.stands?.(context) ?? true) }
}

export const isFiltered = ({ filters }: Context): boolean => filters.length > 0
/** What is kept of the site as a whole says nothing under a filter. */
export const isUnfiltered = (context: Context): boolean => !isFiltered(context)
