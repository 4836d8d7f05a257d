/** What is said of all lists of the page together: whether they tell ranges, and whether much of one is not kept. */
import type { Answers, Card } from '../../cards/card.ts'
import { shareNotKept } from '../../cards/list/data.ts'
import type { Context } from '../../state/context.ts'

const much = 0.15

export function rangesIn(placed: readonly { card: Card; answers: Answers }[], context: Context): { ranges: boolean; little: boolean } {
  const known = placed.flatMap(({ card, answers }) => {
    return (card.lists?.(context) ?? []).flatMap((list) => {
      const answer = answers[list.dimension]
      return answer ? [{ list, answer }] : []
    })
  })
  return {
    ranges: known.some(({ answer }) => answer.notes.some(({ reason }) => reason === 'bounded')),
    little: known.some(({ list, answer }) => shareNotKept(list, answer) > much),
  }
}
