/** The engine's own process: opens the folder, serves it on a unix socket, and ends with its parent. */
import { chmodSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Connections } from './connections.ts'
import type { ChildMessage } from './messages.ts'

const [folder, socketPath] = process.argv.slice(2) as [string, string]

// A killed engine is gone within a second. One that holds the lock for longer is another that lives.
const lockMilliseconds = 5_000

// A signal to the whole group is the parent's to answer: it may still have batches to hand over.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// The parent's end of the pipe closes however the parent ends. What was acknowledged is safe; nothing is waited for.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

try {
  await run()
} catch (error) {
  await tell({ failed: 'failed', message: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}

async function run(): Promise<void> {
  const modules = await load()
  if (!modules) return process.exit(1)
  const connections = await open(modules.openConnections, modules.tablesOf(folder))
  if (!connections) return process.exit(1)
  // An idle connection is its caller's to close: one that ended here in the moment of its next request would look like an engine that is away.
  const options = { requestTimeout: 60_000, maxHeaderSize: 65_536, keepAliveTimeout: 0 }
  const server = createServer(options, modules.createHttpGateway(connections))
  // Only the holder of the folder's lock comes here, so what stands there is a dead one's.
  rmSync(socketPath, { force: true })
  server.listen(socketPath, () => {
    chmodSync(socketPath, 0o600)
    void tell({ ready: true })
  })
  process.on('message', () => void close(server, connections))
}

async function load() {
  try {
    const { openConnections, tablesOf } = await import('./connections.ts')
    const { createHttpGateway } = await import('./http-gateway.ts')
    return { openConnections, tablesOf, createHttpGateway }
  } catch (error) {
    await tell({ failed: 'unsupported', message: (error as Error).message })
    return null
  }
}

// A predecessor that was killed holds the lock until the system has taken its memory back.
async function open(openConnections: (folder: string) => Connections, tables: string): Promise<Connections | null> {
  const deadline = Date.now() + lockMilliseconds
  for (;;) {
    try {
      return openConnections(folder)
    } catch (error) {
      const holder = holderOf(tables)
      if (holder === null) throw error
      if (Date.now() > deadline) {
        await tell({ failed: 'in-use', message: holder })
        return null
      }
      await delay(50)
    }
  }
}

/** The live process that the engine's lock file names; null where there is none, so that something else is wrong. */
function holderOf(tables: string): string | null {
  try {
    const holder = /^PID: (\d+)/m.exec(readFileSync(join(tables, 'status'), 'utf8'))?.[1]
    if (!holder || holder === String(process.pid)) return null
    process.kill(Number(holder), 0)
    return holder
  } catch (error) {
    // It lives but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'of another user' : null
  }
}

async function close(server: Server, connections: Connections): Promise<void> {
  // Connections that are kept alive become idle one by one as their last request ends.
  const sweep = setInterval(() => server.closeIdleConnections(), 20)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(sweep)
  connections.close()
  process.exit(0)
}

function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()))
}
