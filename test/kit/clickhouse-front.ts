/** A stand-in for a ClickHouse server: the engine's front on a TCP port in its own process, with faults on demand. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/**
 * What happens to the next insert:
 * `dropBefore` its connection is cut before it runs; `dropAfter` it is stored, then its connection is cut;
 * `lateAnswer` it is stored and never answered; `lateStart` it waits behind a statement of three seconds;
 * `unavailable` a proxy's 503 instead of an answer.
 */
export type Fault = 'dropBefore' | 'dropAfter' | 'lateAnswer' | 'lateStart' | 'unavailable'

export interface FrontOrder {
  folder: string
  port: number
  password: string
}

export interface ClickHouseFront {
  /** With user, password and database. */
  url: string
  /** Arms a fault for one insert. */
  fault(kind: Fault): Promise<void>
  kill(): Promise<void>
  /** Starts it again on the same folder and port. */
  start(): Promise<void>
  close(): Promise<void>
}

const childFile = fileURLToPath(new URL('./clickhouse-front-child.ts', import.meta.url))

export async function startClickHouseFront(folder: string): Promise<ClickHouseFront> {
  const order: FrontOrder = { folder, port: 0, password: 'front password: ?#&' }
  let child: ChildProcess
  const start = async () => {
    child = fork(childFile, [JSON.stringify(order)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
    })
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the front ended'))),
    ])
    order.port = message.port
  }
  await start()
  const kill = async () => {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  return {
    url: `http://collector:${encodeURIComponent(order.password)}@127.0.0.1:${order.port}/counts`,
    fault: async (kind) => {
      const armed = once(child, 'message')
      child.send(kind)
      await armed
    },
    kill,
    start,
    close: kill,
  }
}
