/** Asks a question that may take too long: without an answer in time the asker goes on, and the answer serves the next asker. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import { StoreAway } from '../ports.ts'
import type { Log } from './segments.ts'
import { delay } from './wait.ts'

interface Options<Given> {
  keyOf: (given: Given) => string
  log: Log
  /** Milliseconds. */
  patience: number
}

/** Null where there is no answer in time. One question about the same is under way at most. */
export function createSingleFlight<Given, Answer extends object>(question: (given: Given) => Promise<Answer>, options: Options<Given>) {
  const { keyOf, log, patience } = options
  const underWay = new LRUCache<string, Promise<Answer | null>>({ max: bounds.drainDayStates.max })
  return async (given: Given): Promise<Answer | null> => {
    const key = keyOf(given)
    const asked = underWay.get(key) ?? question(given).catch((error) => unanswered(error, log))
    underWay.set(key, asked)
    const stop = new AbortController()
    const late = delay(patience, stop.signal).then(() => 'late' as const)
    const answer = await Promise.race([asked, late])
    stop.abort()
    if (answer === 'late') return null
    underWay.delete(key)
    return answer
  }
}

function unanswered(error: unknown, log: Log): null {
  if (!(error instanceof StoreAway)) log('a day’s earned set could not be made', error)
  return null
}
