/** Hands the counts that are made in memory (refusals, stray hosts, networks) to the spool: best effort, outside the ledger. */

import type { FlushedFact } from '../fact.ts'
import type { Sites, Spool } from '../ports.ts'
import type { Did } from './job.ts'

/** What counts in memory. */
export interface CountSource {
  /** The counts since the last call. */
  flush(): FlushedFact[]
}

export interface FlushDeps {
  spool: Pick<Spool, 'append'>
  sites: Pick<Sites, 'get'>
  sources: readonly CountSource[]
}

export async function flush({ spool, sites, sources }: FlushDeps): Promise<Did> {
  const facts = takeCounts(sources, sites)
  if (facts.length === 0) return { counts: 0, lost: 0 }
  // A spool that takes nothing now says so itself. Only these counts are lost, and no event.
  return spool.append(facts).then(
    () => ({ counts: facts.length, lost: 0 }),
    () => ({ counts: 0, lost: facts.length }),
  )
}

/** What was counted since the last call. Of a site that was removed since, nothing may come after. */
export function takeCounts(sources: readonly CountSource[], sites: Pick<Sites, 'get'>): FlushedFact[] {
  return sources.flatMap((source) => source.flush()).filter(({ site }) => sites.get(site))
}
