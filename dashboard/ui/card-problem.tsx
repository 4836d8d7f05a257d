/** Says in a card why its numbers are not there. */

export function CardProblem({ text }: { text: string }) {
  return <p class="nothing">Could not load this card: {text}.</p>
}
