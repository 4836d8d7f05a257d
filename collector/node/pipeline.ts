/** What lies behind intake: the spool, the drain that turns it into cells, and the store, opened and closed together. */
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { bounds } from '../../contract/bounds.ts'
import type { Standstill } from '../../contract/health.ts'
import { type AuditReport, reportOf } from '../commands/audit-report.ts'
import type { Forgets } from '../commands/command.ts'
import { createLimiter } from '../limiter.ts'
import { type Clock, type Store, StoreAway } from '../ports.ts'
import { type Audit, audit } from '../spool/audit/audit.ts'
import type { Disposal } from '../spool/ledger/disposals.ts'
import { type Ledger, openLedger } from '../spool/ledger/ledger.ts'
import { segmentSource } from '../spool/segments.ts'
import type { EngineKind } from '../store/engine-kind.ts'
import { closeAll } from './closing.ts'
import type { DataFolder } from './data/folder.ts'
import { FileUnusable, openSqlite } from './data/sqlite.ts'
import { type DrainThread, startDrain } from './drain/drain.ts'
import { type FileSpool, openFileSpool } from './spool/file-spool.ts'
import { makeSpoolFolder, segmentsIn, spoolLayout } from './spool/folder.ts'
import { segmentFiles } from './spool/segment-files.ts'
import { openStore, type StorePlace } from './store/open-store.ts'

export interface Pipeline {
  spool: FileSpool
  store: Store
  /** How another thread reaches it. */
  place: StorePlace
  /** Rejects with why the store can never be used here. */
  unusable: Promise<never>
  /** Batches that the store refuses whenever they are tried. */
  stuck(): number
  /** Null while what is taken is being counted. */
  standstill(): Standstill | null
  audit(): Promise<AuditReport>
  /** `DrainThread.fill`. */
  fill: DrainThread['fill']
  /** Takes all that a site counted out of spool, ledger and store; the number of rows. Intake must refuse it already. */
  dispose(site: string): Promise<number>
  /** Takes back what of a site's day is named; an open segment is closed first. */
  forgets: Forgets
  /** `DrainThread.fold`. */
  fold: DrainThread['fold']
  /** Writes down what was taken, drains what it can within a bound, and closes the store. */
  close(): Promise<void>
}

interface Options {
  folder: DataFolder
  /** Null: the engine runs here. */
  clickhouseUrl: URL | null
  clickhouseEngine: EngineKind
  clock: Clock
  log: (line: string) => void
}

export async function openPipeline({ folder, clickhouseUrl, clickhouseEngine, log }: Options): Promise<Pipeline> {
  const stack = new AsyncDisposableStack()
  const opened = openStore({ url: clickhouseUrl, engine: clickhouseEngine, folder: folder.engine, log })
  stack.defer(opened.close)
  await noteLeft(folder.spool)
  const drain = startDrain({ folder: folder.spool, store: opened.place }, log)
  stack.defer(() => endDrain(drain))
  const spool = await openFileSpool({ folder: folder.spool, onClosed: drain.wake, waiting: () => drain.backlog().bytes, log })
  stack.defer(spool.close)
  const takeTurn = createLedgerTurns()
  /** Once all that was taken is counted. */
  const whenCounted = <Value>(work: () => Promise<Value>) =>
    takeTurn(async () => {
      if (!(await counted({ spool, store: opened.store, drain })))
        throw new StoreAway('what was taken is not counted yet; try again once it is')
      return await work()
    })
  return {
    spool,
    store: opened.store,
    place: opened.place,
    unusable: opened.unusable,
    stuck: () => drain.backlog().stuck,
    standstill: () => {
      const found = drain.standstill(spool.waitsFor())
      // Whoever asks need not know where the folder is; the log says it.
      return found && { ...found, why: found.why.replaceAll(`${folder.spool}/`, '') }
    },
    audit: () =>
      takeTurn(async () => {
        // What is pending after that, the report says.
        await counted({ spool, store: opened.store, drain })
        return reportOf(await auditLedger(folder.spool, opened.store))
      }),
    fill: drain.fill,
    fold: drain.fold,
    dispose: (site) =>
      takeTurn(async () => {
        await spool.rotate()
        return await drain.dispose(site)
      }),
    forgets: {
      preview: (asked) => whenCounted(() => drain.previewForget(asked)),
      forget: (asked) => whenCounted(() => drain.forget(asked)),
      disposals: async (domain) => disposalsIn(folder.spool, domain),
    },
    close: () => closeAll(stack),
  }
}

/** Which segments lay there before intake writes any: only these can be of a copy that was put back (collector/spool/restored.ts). */
async function noteLeft(folder: string): Promise<void> {
  await makeSpoolFolder(folder)
  const left = await segmentsIn(folder)
  try {
    withLedger(folder, (ledger) => ledger.noteUnsure(left.map(({ name }) => segmentSource(name))))
  } catch (error) {
    // The drain, which needs it, says what is wrong.
    if (!(error instanceof FileUnusable)) throw error
  }
}

function withLedger<Result>(folder: string, work: (ledger: Ledger) => Result): Result {
  const sqlite = openSqlite(spoolLayout(folder).ledger)
  try {
    return work(openLedger(sqlite))
  } finally {
    sqlite.close()
  }
}

/** An audit reads ledger and store one after the other: meanwhile no site may be taken out of both. */
export const createLedgerTurns = () => createLimiter({ atOnce: 1, waiting: bounds.ledgerTurns.max })

/** What is left after that waits on disk for the next start. */
export async function endDrain(drain: Pick<DrainThread, 'drained' | 'close'>): Promise<void> {
  await drain.drained(bounds.endDrainMilliseconds.max)
  await drain.close()
}

/** Whether all that was taken until now is counted in time. */
export async function counted(given: {
  spool: Pick<FileSpool, 'rotate'>
  store: Pick<Store, 'ping'>
  drain: Pick<DrainThread, 'drained'>
}): Promise<boolean> {
  await given.spool.rotate()
  await answering(given.store)
  return await given.drain.drained(bounds.auditBacklogMilliseconds.max)
}

/** Waits for an engine that is still starting; where it does not come, the asker's own question says so. */
export async function answering(store: Pick<Store, 'ping'>): Promise<void> {
  const deadline = Date.now() + bounds.storeStartMilliseconds.max
  while (Date.now() < deadline && !(await store.ping().catch(() => false))) await delay(50)
}

async function auditLedger(folder: string, store: Store): Promise<Audit> {
  const path = spoolLayout(folder).ledger
  if (!existsSync(path)) throw new Error('the ledger is not there yet; try again in a moment')
  const sqlite = openSqlite(path)
  try {
    return await audit(
      store,
      openLedger(sqlite),
      segmentFiles(folder, () => {}),
    )
  } finally {
    sqlite.close()
  }
}

/** Whether anything was ever accepted for a site, by the ledger: the engine need not run. */
export function hasCounted(folder: string, domain: string): boolean {
  return existsSync(spoolLayout(folder).ledger) && withLedger(folder, (ledger) => ledger.hasAccepted(domain))
}

/** What was taken away of a site's days, by the ledger: the engine need not run. */
export function disposalsIn(folder: string, domain: string): Disposal[] {
  return existsSync(spoolLayout(folder).ledger) ? withLedger(folder, (ledger) => ledger.disposalsOf(domain)) : []
}
