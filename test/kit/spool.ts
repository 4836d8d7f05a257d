/** A store in memory that tells how often it was given what, and the ledger of a test's own spool. */
import { mkdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Accepted } from '../../collector/cells/aggregate.ts'
import type { Batch } from '../../collector/cells/cell.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { spoolLayout } from '../../collector/node/spool/folder.ts'
import { type Store, StoreAway, StoreError } from '../../collector/ports.ts'
import { type Ledger, openLedger } from '../../collector/spool/ledger/ledger.ts'

export interface MemoryStore extends Store {
  /** What each insert stored, in order; a first attempt stores again what is there already. */
  parts: Batch[]
  attempts: { number: number; attempt: number }[]
  selects: Record<string, unknown>[]
  /** Answers nothing while true. */
  away: boolean
  /** Batches that it refuses. */
  refuses: Set<number>
  /** Rows of every select. */
  answer: (params: Record<string, unknown>) => Promise<unknown[]>
}

export function memoryStore(): MemoryStore {
  const store: MemoryStore = {
    parts: [],
    attempts: [],
    selects: [],
    away: false,
    refuses: new Set(),
    answer: async () => [],
    insert: async (batch, attempt) => {
      store.attempts.push({ number: batch.number, attempt })
      if (store.away) throw new StoreAway('away')
      if (store.refuses.has(batch.number)) throw new StoreError('refused')
      if (attempt > 1 && store.parts.some(({ number }) => number === batch.number)) return
      store.parts.push(batch)
    },
    select: async <Row>(_sql: string, params: Record<string, unknown> = {}) => {
      store.selects.push(params)
      if (store.away) throw new StoreAway('away')
      return (await store.answer(params)) as Row[]
    },
    dispose: async () => 0,
    merge: async () => undefined,
    ping: async () => !store.away,
    close: async () => undefined,
  }
  return store
}

/** The ledger of a spool's folder, closed after the running test. */
export function ledgerIn(folder: string): Ledger {
  mkdirSync(folder, { recursive: true })
  const sqlite = openSqlite(spoolLayout(folder).ledger)
  onTestFinished(() => sqlite.close())
  return openLedger(sqlite)
}

/** All that a ledger has by day. */
export function acceptedBy(ledger: Pick<Ledger, 'acceptedIn' | 'acceptedSites'>): Accepted[] {
  return ledger.acceptedIn({ sites: ledger.acceptedSites('', 1_000), from: '0000-00-00', to: '9999-12-31' })
}
