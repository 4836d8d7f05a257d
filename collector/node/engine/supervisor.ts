/** Keeps the in-process engine running in its child process: starts it, starts it again when it dies, ends it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bounds } from '../../../contract/bounds.ts'
import type { Store } from '../../ports.ts'
import { leaveSockets, socketPath } from '../cli/socket-path.ts'
import { engineStore, migrateEngine } from './client.ts'
import type { ChildMessage, EngineFailure } from './messages.ts'

export { engineClient, engineStore } from './client.ts'

export interface EngineOptions {
  /** The engine's own folder; made where absent, private. */
  folder: string
  log: (line: string) => void
}

export interface Engine {
  /** Where other threads reach it (`engineStore`); the same while the engine dies and starts again. */
  socketPath: string
  /** A Store for this thread; the caller closes it. */
  store(): Store
  /** The child's process now; undefined while there is none. */
  pid(): number | undefined
  /** Ends the child once what it has begun is through. */
  close(): Promise<void>
}

/** Why the engine cannot be used, as one line that says what to do. */
export class EngineUnusable extends Error {
  override name = 'EngineUnusable'
  readonly code: EngineFailure
  constructor(code: EngineFailure, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Starts the engine and brings its database to this program's schema.
 * Rejects with `EngineUnusable`, or with `StoreError` where the database is newer than this program.
 */
export async function openEngine({ folder, log }: EngineOptions): Promise<Engine> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const path = engineSocket(folder)
  const supervisor = new Supervisor({ folder, socketPath: path, log })
  await supervisor.start()
  const close = async () => {
    await supervisor.close()
    leaveSockets(folder)
  }
  await migrateEngine(path).catch(async (error) => {
    await close()
    throw error
  })
  return { socketPath: path, store: () => engineStore(path), pid: () => supervisor.pid, close }
}

/** Where the engine of `folder` is reached, known before it runs: until then a store there is away. */
export function engineSocket(folder: string): string {
  return socketPath(folder, 'engine.sock')
}

const childFile = fileURLToPath(new URL('./child.ts', import.meta.url))
// Statements run on this pool's threads: one for each connection, and some for files.
const threads = String(bounds.engineAskConnections.max + 5)

/** What a process needs to run here, and nothing that lets anybody in: the control key and a server's password stay with the collector. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'NODE_OPTIONS']

class Supervisor {
  readonly #options: EngineOptions & { socketPath: string }
  #child: ChildProcess | null = null
  #closing = false
  #failures = 0

  constructor(options: EngineOptions & { socketPath: string }) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves once the engine answers; rejects with `EngineUnusable`. */
  async start(): Promise<void> {
    const { folder, socketPath } = this.#options
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', childFile, folder, socketPath], {
      // Data on its standard input would become rows of the next insert.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...environment(), UV_THREADPOOL_SIZE: threads },
    })
    this.#child = child
    const said = lastWordsOf(child)
    const readyAt = await readiness(child, said)
    child.once('exit', (code, signal) => {
      this.#child = null
      if (this.#closing) return
      this.#options.log(`the engine ended (${signal ?? `code ${code}`}) and is started again${said() ? `; it said: ${said()}` : ''}`)
      this.#failures = Date.now() - readyAt < settledMilliseconds ? this.#failures + 1 : 0
      void this.#startAgain()
    })
    if (child.exitCode !== null || child.signalCode !== null) throw new EngineUnusable('failed', 'the engine ended at once')
  }

  async #startAgain(): Promise<void> {
    while (!this.#closing) {
      await delay(restartDelay(this.#failures), undefined, { ref: false })
      if (this.#closing) return
      try {
        await this.start()
        return
      } catch (error) {
        this.#failures += 1
        if (!this.#closing) this.#options.log((error as Error).message)
      }
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    const child = this.#child
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    if (child.connected) child.send('close', () => {})
    const patience = setTimeout(() => child.kill('SIGKILL'), bounds.engineCloseMilliseconds.max)
    await exited
    clearTimeout(patience)
  }
}

// An engine that lives this long after its start is not one that dies of its start.
const settledMilliseconds = 1_000

/** Milliseconds to wait before the engine is started again after `failures` early ends in a row. */
export function restartDelay(failures: number): number {
  return Math.min(50 * 2 ** Math.min(failures, 20), bounds.engineRestartMilliseconds.max)
}

/** Resolves with the time at which the child was ready; rejects where it ended before. */
function readiness(child: ChildProcess, said: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let failure: EngineUnusable | null = null
    child.on('message', (message: ChildMessage) => {
      if ('ready' in message) resolve(Date.now())
      else failure = unusable(message.failed, message.message, said())
    })
    child.once('error', (error) => reject(unusable('failed', error.message, '')))
    child.once('exit', (code, signal) => reject(failure ?? unusable('failed', `it ended with ${signal ?? `code ${code}`}`, said())))
  })
}

function unusable(code: EngineFailure, message: string, said: string): EngineUnusable {
  if (code === 'in-use')
    return new EngineUnusable(code, `The data folder is in use by process ${message}. Stop it, or choose another with FOOTFALL_DATA.`)
  if (code === 'unsupported')
    return new EngineUnusable(
      code,
      `The in-process engine does not run here (${firstLine(message)}). Set FOOTFALL_CLICKHOUSE_URL to a ClickHouse server.`,
    )
  return new EngineUnusable(code, `The engine did not start: ${firstLine(message)}${said ? `; it said: ${said}` : ''}`)
}

/** The end of what the child writes to standard error, as one line. */
export function lastWordsOf(child: Pick<ChildProcess, 'stderr'>): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = `${text}${chunk}`.slice(-bounds.engineWordsCharacters.max)
  })
  return () => text.trim().replaceAll(/\s+/g, ' ')
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
