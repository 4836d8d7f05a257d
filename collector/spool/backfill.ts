/** History (imports, the sample site) enters here: facts in day order, through the same freezing and inserting as any other. */
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { earningDays } from '../../contract/rules.ts'
import type { Fact } from '../fact.ts'
import { createFreeze } from './freeze.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { DayStates } from './states.ts'
import { whileAway } from './wait.ts'

export interface BackfillDeps {
  ledger: Pick<Ledger, 'collector' | 'batchBytes' | 'last' | 'isFrozen' | 'freeze'>
  /** Made without `patience`: history waits for what its days have earned. */
  states: DayStates
  /** There are new batches. */
  wake(): void
  /** Resolves once no batch with a number up to this one waits for the store. */
  inserted(upTo: number): Promise<void>
  /** Aborts: no more is frozen, and what is there stays to be gone on with. */
  signal?: AbortSignal
  /** Told of the last day of what was frozen. */
  progress?(day: Day): void
}

/**
 * Resolves once everything is in the store. Done again under the same name and with the same facts it changes nothing,
 * so after a crash it may simply be run again. What a day has earned is made from the days up to two before it, so those
 * are stored first; a store that is away is waited for. Two days in a row need nothing of each other and go together:
 * half as many batches, and half as long.
 * Throws where the facts are not in day order, and the signal's reason where it aborts: then again later.
 */
export async function backfill(name: string, facts: AsyncIterable<Fact> | Iterable<Fact>, deps: BackfillDeps): Promise<void> {
  const { ledger, signal } = deps
  const freeze = createFreeze(deps)
  // Where the store is away or the drain ends, `inserted` may resolve too early: only the signal tells.
  const inserted = async (upTo: number) => {
    await deps.inserted(upTo)
    signal?.throwIfAborted()
  }
  // Chunks whose batches may not be stored yet: their first day, and the last number that was frozen by their end.
  let frozen: { first: Day; number: number }[] = []
  let number = 0
  for await (const { first, last, facts: chunk } of chunksOf(facts)) {
    const needed = frozen.filter((each) => each.first <= addDays(last, -earningDays.last))
    await inserted(needed.at(-1)?.number ?? 0)
    number++
    await whileAway(() => freeze({ name: `${backfillSource(name)}${number}`, facts: chunk, isHistory: true }), signal)
    frozen = [...frozen.filter((each) => !needed.includes(each)), { first, number: ledger.last() }]
    deps.wake()
    deps.progress?.(last)
  }
  await inserted(ledger.last())
}

/** With what the names of its sources begin. */
export const backfillSource = (name: string) => `backfill/${name}/`

interface Chunk {
  first: Day
  last: Day
  facts: Fact[]
}

/** Facts of one day, or of two in a row, and no more than a segment has: always the same for the same facts. */
async function* chunksOf(facts: AsyncIterable<Fact> | Iterable<Fact>): AsyncGenerator<Chunk> {
  let chunk: Chunk = { first: '', last: '', facts: [] }
  for await (const fact of facts) {
    if (fact.day < chunk.last) throw new Error(`facts must come in day order: ${fact.day} after ${chunk.last}`)
    if (chunk.facts.length > 0 && (fact.day >= addDays(chunk.first, earningDays.last) || chunk.facts.length >= bounds.segmentFacts.max)) {
      yield chunk
      chunk = { first: fact.day, last: fact.day, facts: [] }
    }
    if (chunk.facts.length === 0) chunk.first = fact.day
    chunk.last = fact.day
    chunk.facts.push(fact)
  }
  if (chunk.facts.length > 0) yield chunk
}
