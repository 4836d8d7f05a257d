/** The engine's own process: opens the folder, serves it on a unix socket, and ends with its parent. */
import { chmodSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { EngineConnections } from './connections.ts'
import { openOnceFree } from './lock.ts'
import type { ChildMessage } from './messages.ts'

const [folder, socketPath] = process.argv.slice(2) as [string, string]

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
  const found = await openOnceFree(() => modules.openConnections(folder), modules.tablesOf(folder))
  if ('holder' in found) {
    await tell({ failed: 'in-use', message: found.holder })
    return process.exit(1)
  }
  const connections = found.opened
  const server = modules.createGatewayServer(connections)
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
    const { createGatewayServer } = await import('./http-gateway.ts')
    return { openConnections, tablesOf, createGatewayServer }
  } catch (error) {
    await tell({ failed: 'unsupported', message: (error as Error).message })
    return null
  }
}

async function close(server: Server, connections: EngineConnections): Promise<void> {
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
