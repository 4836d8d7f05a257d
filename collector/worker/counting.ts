/** Counts that are made in memory go to the site's shard a second after the answer: what an evicted isolate may lose. */

import { bounds } from '../../contract/bounds.ts'
import { type CountSource, takeCounts } from '../jobs/flush.ts'
import type { Sites } from '../ports.ts'
import { delay } from '../spool/wait.ts'
import type { Provided } from './shard-api.ts'
import type { ShardSpool } from './spool.ts'

interface Deps {
  spool: Pick<ShardSpool, 'counted'>
  sources: readonly CountSource[]
  sites: Pick<Sites, 'get'>
}

export function createCounting({ spool, sources, sites }: Deps) {
  let views: Provided[] = []
  let flushing = false
  const flush = async () => {
    await delay(bounds.segmentMilliseconds.max)
    flushing = false
    const facts = takeCounts(sources, sites)
    const given = views
    views = []
    if (facts.length > 0 || given.length > 0) await spool.counted(facts, given)
  }
  return {
    viewed(view: Provided): void {
      if (views.length < bounds.networkLookups.max) views.push(view)
    },
    /** After each answer; one flush is under way at a time. */
    flush(context: ExecutionContext): void {
      if (flushing) return
      flushing = true
      context.waitUntil(
        flush().catch((error: unknown) => {
          console.error(`counts of a second are lost: ${(error as Error).message}`)
        }),
      )
    },
  }
}
