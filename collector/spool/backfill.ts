/** History (imports, the sample site) enters here: facts in day order, through the same freezing and inserting as any other. */
import { bounds } from '../../contract/bounds.ts'
import type { Day } from '../../contract/day.ts'
import type { Fact } from '../fact.ts'
import { createFreeze } from './freeze.ts'
import type { Ledger } from './ledger.ts'
import type { DayStates } from './states.ts'

export interface BackfillDeps {
  ledger: Ledger
  states: DayStates
  /** There are new batches. */
  wake(): void
  /** Resolves once no batch with a number up to this one waits for the store. */
  inserted(upTo: number): Promise<void>
}

/**
 * Resolves once everything is in the store. Done again under the same name and with the same facts it changes nothing,
 * so after a crash it may simply be run again. What a day has earned is made from the days before it, so each day's
 * facts wait until those up to two days before are stored.
 */
export async function backfill(name: string, facts: AsyncIterable<Fact> | Iterable<Fact>, deps: BackfillDeps): Promise<void> {
  const freeze = createFreeze(deps)
  let number = 0
  // The last batch of each of the two days before the one that is frozen now.
  let before: number[] = [deps.ledger.last()]
  for await (const chunk of chunksOf(facts)) {
    if (chunk.newDay) {
      await deps.inserted(before.length > 1 ? (before[0] ?? 0) : 0)
      before = [...before.slice(-1), deps.ledger.last()]
    }
    number++
    await freeze({ name: `backfill/${name}/${number}`, facts: chunk.facts })
    deps.wake()
  }
  await deps.inserted(deps.ledger.last())
}

interface Chunk {
  facts: Fact[]
  newDay: boolean
}

async function* chunksOf(facts: AsyncIterable<Fact> | Iterable<Fact>): AsyncGenerator<Chunk> {
  let chunk: Fact[] = []
  let day: Day = ''
  let newDay = false
  for await (const fact of facts) {
    if (fact.day < day) throw new Error(`facts must come in day order: ${fact.day} after ${day}`)
    const full = chunk.length >= bounds.segmentFacts.max
    if (chunk.length > 0 && (fact.day !== day || full)) {
      yield { facts: chunk, newDay }
      chunk = []
      newDay = false
    }
    if (fact.day !== day) newDay = true
    day = fact.day
    chunk.push(fact)
  }
  if (chunk.length > 0) yield { facts: chunk, newDay }
}
