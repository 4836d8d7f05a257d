/** What the overview asks for the cards that stand on it, and the answers that each of them has. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Ask } from '../../api/client.ts'
import { createLiveQuery, type LiveQuery } from '../../api/live-query.ts'
import { answersOf, questionsOf, standing } from '../../cards/asked.ts'
import type { Answers, Card } from '../../cards/card.ts'
import type { Context } from '../../state/context.ts'
import { context, isLive, sitesState } from '../../state/store.ts'

/** Of what is asked once the reader comes near there is more to add up, and it changes slowly. */
const deferredMilliseconds = 60_000

export interface Asking {
  /** The cards of the page, in its order. */
  cards: ReadonlySignal<readonly Card[]>
  /** Asked at once, and every few seconds while the numbers can change. */
  live: LiveQuery
  /** Asked for deferred cards. */
  deferred: LiveQuery
  /** Whether the reader has come near to a deferred card. */
  isNear: Signal<boolean>
  answersOf(card: Card, context: Context): Answers
  /** Asks from now on, whenever the choice changes. */
  start(): void
  /** Asks again for what can have changed. */
  refresh(): void
}

export function createAsking(all: readonly Card[]): Asking {
  const live = createLiveQuery()
  const deferred = createLiveQuery()
  const isNear = signal(false)
  const cards = computed(() => (context.value ? standing(all, context.value) : []))
  const asked = {
    live: questions(() => cards.value.filter((card) => !card.deferred)),
    deferred: questions(() => (isNear.value ? cards.value.filter((card) => card.deferred) : [])),
  }
  const keep = (query: LiveQuery, text: ReadonlySignal<string>) => {
    effect(() => {
      const wanted = JSON.parse(text.value) as Ask[]
      if (wanted.length > 0) query.load(wanted)
    })
    effect(() => {
      if (query.state.value.phase === 'signedOut') sitesState.value = { phase: 'signedOut' }
    })
  }
  return {
    cards,
    live,
    deferred,
    isNear,
    answersOf: (card, now) => answersOf(card, now, (card.deferred ? deferred : live).state.value.answers),
    start() {
      keep(live, asked.live)
      keep(deferred, asked.deferred)
    },
    refresh() {
      if (!isLive.value) return
      live.refresh()
      const isOld = Date.now() - deferred.state.peek().at > deferredMilliseconds
      if (asked.deferred.value !== none && isOld) deferred.refresh()
    },
  }
}

const none = '[]'

/** As text: what is only drawn otherwise, such as another measure, asks nothing, and neither does the same list of sites. */
function questions(cards: () => readonly Card[]): ReadonlySignal<string> {
  return computed(() => (context.value ? JSON.stringify(questionsOf(cards(), context.value)) : none))
}
