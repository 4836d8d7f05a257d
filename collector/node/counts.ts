/** Hands the counts that are made in memory (refusals, stray hosts, networks) to the spool every few seconds: best effort, outside the ledger. */
import type { Spool } from '../deps.ts'
import type { CountFact } from '../fact.ts'

/** What a crash may lose of them. */
const everyMilliseconds = 5_000

export interface Counts {
  /** Hands over what there is now, and ends. */
  close(): Promise<void>
}

export function flushCounts(spool: Pick<Spool, 'append'>, sources: readonly { flush(): CountFact[] }[]): Counts {
  const flush = async () => {
    const facts = sources.flatMap((source) => source.flush())
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
