/** Takes a site out of all that was counted: the ledger first, then the store, so that an audit at any moment finds nothing amiss. */
import type { Store } from '../ports.ts'
import type { Drain } from './drain.ts'
import type { Ledger } from './ledger/ledger.ts'
import { pack, unpack } from './pack.ts'

export interface PurgeSiteDeps {
  ledger: Pick<Ledger, 'unsettled' | 'batch' | 'rewrite' | 'forgetSite'>
  store: Pick<Store, 'dispose'>
  drain: Pick<Drain, 'drained'>
  signal: AbortSignal
}

/**
 * Resolves to the number of rows that were deleted. Nothing may come in for the site any more: intake refuses it, and no
 * history of it is being written. Idempotent; after a crash, or a rejection where the store is away, it is simply done again.
 */
export async function purgeSite(site: string, { ledger, store, drain, signal }: PurgeSiteDeps): Promise<number> {
  // What intake had taken before is in segments and batches: once those are stored, none can bring a cell back.
  await drain.drained()
  signal.throwIfAborted()
  // A batch that the store refused is tried again at the next start: then without the site's rows.
  for (const { number } of ledger.unsettled().filter(({ state }) => state === 'stuck')) {
    const batch = ledger.batch(number)
    const rows = batch && (await without(site, batch.rows))
    if (rows) ledger.rewrite(number, rows)
  }
  ledger.forgetSite(site)
  return await store.dispose(site)
}

/** The rows of a batch but for the site's: its marker stays. Null where they are damaged, and so will never be stored. */
async function without(site: string, packed: Uint8Array): Promise<Uint8Array | null> {
  const begin = `[${JSON.stringify(site)},`
  const rows = await unpack(packed).catch(() => null)
  if (!rows) return null
  const [names, ...lines] = new TextDecoder().decode(rows).split('\n')
  return pack(new TextEncoder().encode([names, ...lines.filter((line) => !line.startsWith(begin))].join('\n')))
}
