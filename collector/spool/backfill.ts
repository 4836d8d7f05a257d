/** History (imports, the sample site) enters here: facts in day order, through the same freezing and inserting as any other. */
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { earningDays } from '../cells/earned.ts'
import { StoreAway } from '../deps.ts'
import type { Fact } from '../fact.ts'
import { createFreeze } from './freeze.ts'
import type { Ledger } from './ledger.ts'
import type { DayStates } from './states.ts'
import { delay } from './wait.ts'

export interface BackfillDeps {
  ledger: Pick<Ledger, 'collector' | 'last' | 'isFrozen' | 'freeze'>
  /** Made without `patience`: history waits for what its days have earned. */
  states: DayStates
  /** There are new batches. */
  wake(): void
  /** Resolves once no batch with a number up to this one waits for the store. */
  inserted(upTo: number): Promise<void>
}

/**
 * Resolves once everything is in the store. Done again under the same name and with the same facts it changes nothing,
 * so after a crash it may simply be run again. What a day has earned is made from the days before it, so each day's
 * facts wait until those up to two days before are stored; a store that is away is waited for.
 * Throws where the facts are not in day order.
 */
export async function backfill(name: string, facts: AsyncIterable<Fact> | Iterable<Fact>, deps: BackfillDeps): Promise<void> {
  const freeze = createFreeze(deps)
  // For the days whose batches may not be stored yet, the last number that was frozen by their end: two or three days.
  let frozen: { day: Day; last: number }[] = []
  let number = 0
  for await (const { day, facts: chunk } of chunksOf(facts)) {
    const needed = frozen.filter((each) => each.day <= addDays(day, -earningDays.last))
    await deps.inserted(needed.at(-1)?.last ?? 0)
    number++
    await whileAway(() => freeze({ name: `backfill/${name}/${number}`, facts: chunk }))
    frozen = [...frozen.filter((each) => each.day !== day && !needed.includes(each)), { day, last: deps.ledger.last() }]
    deps.wake()
  }
  await deps.inserted(deps.ledger.last())
}

async function whileAway(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
    }
    await delay(bounds.drainRetryMilliseconds.max)
  }
}

interface Chunk {
  day: Day
  facts: Fact[]
}

/** Facts of one day each, and no more than a segment has: always the same for the same facts. */
async function* chunksOf(facts: AsyncIterable<Fact> | Iterable<Fact>): AsyncGenerator<Chunk> {
  let chunk: Chunk = { day: '', facts: [] }
  for await (const fact of facts) {
    if (fact.day < chunk.day) throw new Error(`facts must come in day order: ${fact.day} after ${chunk.day}`)
    if (fact.day !== chunk.day || chunk.facts.length >= bounds.segmentFacts.max) {
      if (chunk.facts.length > 0) yield chunk
      chunk = { day: fact.day, facts: [] }
    }
    chunk.facts.push(fact)
  }
  if (chunk.facts.length > 0) yield chunk
}
