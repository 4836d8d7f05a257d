/** The drain's worker thread: opens what it needs by itself, and is told only when to look, to finish and to stop. */
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { createDrain } from '../../spool/drain.ts'
import { openLedger } from '../../spool/ledger/ledger.ts'
import { storeReached } from '../../spool/restored.ts'
import { whyOf } from '../../why.ts'
import { openSqlite } from '../data/sqlite.ts'
import { makeSpoolFolder, spoolLayout } from '../spool/folder.ts'
import { segmentFiles } from '../spool/segment-files.ts'
import { storeAt } from '../store/open-store.ts'
import type { DrainAnswer, DrainMessage, DrainPlace } from './drain.ts'
import { createErrandRunner } from './errand-runner.ts'

// Intake goes first where processor time is short: facts may wait a little, senders should not. On Linux a priority is a
// thread's own; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(10)

const { folder, store: place } = workerData as DrainPlace
const port = parentPort as NonNullable<typeof parentPort>
const tell = (answer: DrainAnswer) => port.postMessage(answer)
const log = (line: string, error?: unknown) => tell({ log: error === undefined ? line : `${line}: ${whyOf(error)}` })

await makeSpoolFolder(folder)
const sqlite = openSqlite(spoolLayout(folder).ledger)
const store = storeAt(place)
const clock = { now: () => Date.now() }
const ledger = openLedger(sqlite)
const segments = segmentFiles(folder, log)
const drain = createDrain({ segments, ledger, store, clock, log, reached: (collector) => storeReached(store, collector) })
const errands = createErrandRunner({ ledger, store, drain, segments, clock, log, tell: (errand) => tell({ errand }) })

port.on('message', (message: DrainMessage) => {
  if (message === 'wake') drain.wake()
  else if (message === 'stop') {
    drain.stop()
    void errands.stop()
  } else if ('errand' in message) errands.run(message.errand)
  else void drain.drained().then(() => tell({ drained: message.drained }))
})
const reporting = setInterval(() => tell({ backlog: drain.backlog() }), 1_000)
tell({ backlog: drain.backlog() })
errands.goOn()
await drain.run()
clearInterval(reporting)
await errands.stop()
await store.close()
sqlite.close()
port.close()
