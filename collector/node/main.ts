/** The collector's process: reads the settings, opens everything, says where it is, and ends without losing anything. */

import { TooNew } from '../too-new.ts'
import { readConfig } from './config.ts'
import { FolderUnusable, settingsUnusable } from './data/folder.ts'
import { FileUnusable } from './data/sqlite.ts'
import { greeting } from './greeting.ts'
import { CannotListen } from './http/http-server.ts'
import { createLog } from './log.ts'
import { openServer, type RunningServer } from './server.ts'

// What a start may fail of without a mistake in the program; each says what to do.
const expected = [FolderUnusable, CannotListen, TooNew]
const began = performance.now()
const say = (line: string) => void process.stdout.write(`${line}\n`)
const log = createLog((text) => void process.stderr.write(`footfall: ${text}\n`))

/** Ends with one line that says what to do. */
function refuse(line: string): never {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

async function open(): Promise<RunningServer> {
  const read = readConfig(process.env)
  if ('problems' in read) return refuse(read.problems.join('\n'))
  for (const warning of read.warnings) log.say(warning)
  try {
    return await openServer(read.config, { log: log.say, toTerminal: process.stdout.isTTY === true })
  } catch (error) {
    if (expected.some((kind) => error instanceof kind)) return refuse((error as Error).message)
    // Of the ledger the drain tells, while events are taken.
    if (error instanceof FileUnusable) return refuse(settingsUnusable(error).message)
    throw error
  }
}

/** What `npm start` starts again is a collector that listened, and did not say that it ends. */
async function tell(what: 'listening' | 'ended'): Promise<void> {
  if (process.connected) await new Promise((resolve) => process.send?.(what, resolve))
}

async function end(home: RunningServer, code: number): Promise<void> {
  await home.close()
  log.close()
  await tell('ended')
  process.exit(code)
}

// From the first moment: a signal that comes while everything is being opened waits until it can be closed.
const asked = Promise.withResolvers<void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.resolve())
// The channel to `npm start` closes however that ends.
process.on('disconnect', () => asked.resolve())
// A terminal that was closed reads nothing more: what is said to nobody must not keep the end from being reached.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const home = await open()
for (const line of greeting(home)) say(line)
void tell('listening')
void home.answered.then(() => say(`Ready after ${((performance.now() - began) / 1000).toFixed(1)} s.`))
const reason = await Promise.race([asked.promise.then(() => null), home.unusable.catch((error: Error) => error)])
if (reason) process.stderr.write(`${reason.message}\n`)
await end(home, reason ? 1 : 0)
