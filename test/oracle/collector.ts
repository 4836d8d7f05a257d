/** A real collector on a folder of its own, over an engine that several share: intake, spool, ledger, drain and query; it can be restarted. */

import { createSeveral } from '../../collector/ingest/networks/several.ts'
import { createIngest } from '../../collector/ingest/pipeline.ts'
import { createRefusals } from '../../collector/ingest/refusals.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { openFileSpool } from '../../collector/node/spool/file-spool.ts'
import { makeSpoolFolder, spoolLayout } from '../../collector/node/spool/folder.ts'
import { segmentFiles } from '../../collector/node/spool/segment-files.ts'
import type { Store } from '../../collector/ports.ts'
import { createQuery, type Query } from '../../collector/query/query.ts'
import { type Audit, audit } from '../../collector/spool/audit/audit.ts'
import { createDrain } from '../../collector/spool/drain.ts'
import { fold } from '../../collector/spool/fold.ts'
import { openLedger } from '../../collector/spool/ledger/ledger.ts'
import type { Site } from '../../contract/site.ts'

/** Who sends, as the collector sees it. */
export interface Sender {
  userAgent: string
  address: string
}

export interface Collector {
  post(event: unknown, from: Sender): Promise<Response>
  /** All that was taken is in the store. */
  drained(): Promise<void>
  /** Everything that is in memory is gone; what was answered 202 is not. */
  restart(): Promise<void>
  /** Folds all days that are over `now`. */
  fold(now: number): Promise<void>
  query: Query
  audit(): Promise<Audit>
  close(): Promise<void>
}

interface Place {
  folder: string
  store: Store
  site: Site
  clock: { now(): number }
}

/** Worlds are judged by every question there is, on machines that do much else. */
const patience = { milliseconds: 600_000, statementSeconds: 60 }

export async function openCollector(place: Place): Promise<Collector> {
  const sites = { get: (domain: string) => (domain === place.site.domain ? place.site : undefined), all: () => [place.site] }
  let open = await openProcess(place, sites)
  // Folding is asked for as of a later day; from then on it is that day.
  let foldedAt = 0
  return {
    post: (event, { userAgent, address }) => {
      const headers = { 'user-agent': userAgent }
      const request = new Request('http://collector/e', { method: 'POST', body: JSON.stringify(event), headers })
      return open.ingest(request, address)
    },
    drained: () => open.drained(),
    restart: async () => {
      await open.end()
      open = await openProcess(place, sites)
    },
    fold: async (now) => {
      foldedAt = now
      await open.fold(now)
    },
    query: createQuery({ store: place.store, sites, clock: { now: () => Math.max(foldedAt, place.clock.now()) }, patience }),
    audit: () => audit(place.store, open.ledger),
    close: () => open.end(),
  }
}

type KnownSites = Pick<Parameters<typeof createRefusals>[0]['sites'], 'get' | 'all'>

/** What one process holds. It ends with its drain first: what came last is left for the next one to find. */
async function openProcess({ folder, store, clock }: Place, known: KnownSites) {
  const sites = { ...known, put: async () => {}, remove: async () => {} }
  await makeSpoolFolder(folder)
  const sqlite = openSqlite(spoolLayout(folder).ledger)
  const ledger = openLedger(sqlite)
  const log = (line: string, error?: unknown) => {
    throw new Error(line, { cause: error })
  }
  const segments = segmentFiles(folder, log)
  const drain = createDrain({ segments, ledger, store, clock, log, patience: patience.milliseconds })
  const running = drain.run()
  const spool = await openFileSpool({ folder, onClosed: drain.wake })
  const refusals = createRefusals({ clock, sites })
  const several = createSeveral()
  return {
    ledger,
    ingest: createIngest({ clock, sites, spool, refusals, several, viewed: () => {} }),
    drained: async () => {
      await spool.append(several.flush())
      await spool.rotate()
      await drain.drained()
    },
    fold: async (now: number) => {
      const { signal } = new AbortController()
      // Each world has a collector of its own, and all share a table: this one is told that it has it alone, and merges nothing.
      const alone: Store['select'] = async (sql, params = {}) => ('collector0' in params ? [] : store.select(sql, params))
      const forFold = { select: alone, merge: async () => {} }
      await fold({ ledger, store: forFold, segments, drain, clock: { now: () => now }, log, signal })
    },
    end: async () => {
      drain.stop()
      await running
      await spool.close()
      sqlite.close()
    },
  }
}
