/** From cards to questions and back: which cards stand on the page, what they ask together, and the answers of each by its own names. */
import type { Ask, QuestionResult } from '../api/client.ts'
import { keyOf } from '../api/live-query.ts'
import type { Context } from '../state/context.ts'
import type { Answers, Card } from './card.ts'

/** The cards of the page for a choice, in its order. */
export function standing(cards: readonly Card[], context: Context): Card[] {
  return cards.filter(({ stands }) => stands?.(context) ?? true)
}

/** All that these cards ask, in the order of the page; a question that several ask is there once. */
export function questionsOf(cards: readonly Card[], context: Context): Ask[] {
  const all = cards.flatMap((card) => Object.values(card.questions(context)))
  return [...new Map(all.map((question) => [keyOf(question), question])).values()]
}

/** A card's answers: only those to the very questions that it asks now. */
export function answersOf(card: Card, context: Context, known: ReadonlyMap<string, QuestionResult>): Answers {
  return Object.fromEntries(Object.entries(card.questions(context)).map(([name, question]) => [name, known.get(keyOf(question))]))
}
