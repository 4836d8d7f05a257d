/** Hands the counts that are made in memory (refusals, stray hosts, networks) to the spool every few seconds: best effort, outside the ledger. */
import type { Sites, Spool } from '../deps.ts'
import type { FlushedFact } from '../fact.ts'

/** What a crash may lose of them. */
const everyMilliseconds = 5_000

interface Places {
  spool: Pick<Spool, 'append'>
  sites: Pick<Sites, 'get'>
}

export interface Counts {
  /** Hands over what there is now, and ends. */
  close(): Promise<void>
}

export function flushCounts({ spool, sites }: Places, sources: readonly { flush(): FlushedFact[] }[]): Counts {
  const flush = async () => {
    // Of a site that was removed since, nothing may come after.
    const facts = sources.flatMap((source) => source.flush()).filter(({ site }) => sites.get(site))
    // A spool that takes nothing now loses a few seconds of these counts, and no event.
    if (facts.length > 0) await spool.append(facts).catch(() => undefined)
  }
  const timer = setInterval(() => void flush(), everyMilliseconds)
  timer.unref()
  return {
    close: () => {
      clearInterval(timer)
      return flush()
    },
  }
}
