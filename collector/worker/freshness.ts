/** What an isolate keeps of what others may change, and for how long. */
import { bounds } from '../../contract/bounds.ts'
import type { Clock } from '../ports.ts'
import type { KeptSites } from '../sites/sites.ts'

/** Anybody may ask, and each look asks the store and every object: once in a few seconds is enough. */
export function forAWhile<Value>(look: () => Promise<Value>, clock: Clock): () => Promise<Value> {
  let seen: { at: number; value: Value } | null = null
  return async () => {
    if (seen && clock.now() - seen.at < bounds.edgeHealthMilliseconds.max) return seen.value
    const value = await look()
    seen = { at: clock.now(), value }
    return value
  }
}

/** Reads the sites again now and then, behind the answer. */
export function createFreshness(sites: Pick<KeptSites, 'reload'>, clock: Clock): (context: Pick<ExecutionContext, 'waitUntil'>) => void {
  let read = clock.now()
  return (context) => {
    if (clock.now() - read < bounds.edgeSitesMilliseconds.max) return
    read = clock.now()
    context.waitUntil(sites.reload().catch((error: unknown) => console.error(`sites were not read again: ${(error as Error).message}`)))
  }
}
