/** A collector's spool, drain and ledger over a real store, with a clock that a test sets: to fold days that are over. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { Fact } from '../../collector/fact.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { segmentFiles } from '../../collector/node/spool/segment-files.ts'
import type { Store } from '../../collector/ports.ts'
import { createDrain } from '../../collector/spool/drain.ts'
import { type FoldDeps, fold } from '../../collector/spool/fold.ts'
import { type ForgetDeps, type Forgot, forget, type Previewed, previewForget } from '../../collector/spool/forget/forget.ts'
import { createFreeze } from '../../collector/spool/freeze.ts'
import type { DisposalAsked } from '../../collector/spool/ledger/disposals.ts'
import { type Ledger, openLedger } from '../../collector/spool/ledger/ledger.ts'
import type { DrainDeps } from '../../collector/spool/running.ts'
import type { Day } from '../../contract/day.ts'
import { states } from './facts.ts'

/** What may stand in crosses on every day. */
export type EarnedValues = Record<string, string[]>

export interface Folding {
  ledger: Ledger
  /** Freezes the facts as one source; they are stored by the drain. */
  keep(facts: readonly Fact[], earned?: EarnedValues): Promise<void>
  /** Resolves once all that is frozen is stored. */
  stored(): Promise<void>
  /** Folds as on the afternoon (UTC) of that day. */
  foldOn(day: Day, more?: Partial<FoldDeps>): Promise<number>
  /** Takes back what is named of a site's day, or says what that would be. */
  forget(asked: DisposalAsked, more?: Partial<ForgetDeps>): Promise<Forgot>
  preview(asked: DisposalAsked): Promise<Previewed>
  /** Ends the drain after the step it is in. */
  stop(): void
  /** Starts another drain in place of the one before. */
  restart(more?: Partial<DrainDeps>): Promise<void>
  close(): Promise<void>
}

/** One for each store, since nothing is folded where another collector writes. */
function openFolding(folder: string, store: () => Store): Folding {
  const sqlite = openSqlite(join(folder, 'ledger.sqlite'))
  const ledger = openLedger(sqlite)
  const segments = { ...segmentFiles(folder, () => {}), names: async () => [], all: async () => [] }
  const clock = { now: () => 0 }
  const start = (more: Partial<DrainDeps> = {}) => {
    const drain = createDrain({ segments, ledger, store: store(), clock, log: () => {}, pause: 1, ...more })
    // A drain that a test has crashed rejects.
    return { ...drain, ended: drain.run().catch(() => undefined) }
  }
  let running: ReturnType<typeof start> | undefined
  const drain = () => {
    running ??= start()
    return running
  }
  let sources = 0
  const forgetting = (): ForgetDeps => ({
    ...{ ledger, store: store(), segments, drain: drain(), clock: { now: () => Date.now() }, signal: new AbortController().signal },
  })
  return {
    ledger,
    keep: async (facts, earned = {}) => {
      const of = states(earned)
      const freeze = createFreeze({ ledger, states: { drop: () => {}, ready: async () => ({ of, earned: [], known: [] }) } })
      await freeze({ name: `test/${sources++}`, facts })
      drain().wake()
    },
    stored: () => drain().inserted(ledger.last()),
    foldOn: async (day, more = {}) => {
      const now = Date.parse(`${day}T15:00:00Z`)
      const signal = new AbortController().signal
      const folded = await fold({
        ledger,
        store: store(),
        segments,
        drain: drain(),
        clock: { now: () => now },
        log: () => {},
        signal,
        ...more,
      })
      await drain().inserted(ledger.last())
      return folded
    },
    forget: (asked, more = {}) => forget(asked, { ...forgetting(), ...more }),
    preview: (asked) => previewForget(asked, forgetting()),
    stop: () => running?.stop(),
    restart: async (more) => {
      running?.stop()
      await running?.ended
      running = start(more)
    },
    close: async () => {
      running?.stop()
      await running?.ended
      sqlite.close()
    },
  }
}

/** The same over a store of the test file's own, from its first test to its last. */
export function foldingOfFile(store: () => Store): () => Folding {
  let folding: Folding | undefined
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'footfall-test-'))
    folding = openFolding(folder, store)
  })
  afterAll(async () => {
    await folding?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => folding as Folding
}
