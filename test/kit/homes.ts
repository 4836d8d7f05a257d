/** The three homes of the collector, as the conformance suite and the tag's tests use them: started, killed, asked. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommandOutcome } from '../../collector/commands/command.ts'
import { type ClickHouseFront, startClickHouseFront } from './clickhouse-front.ts'
import { type Edge, startEdge } from './edge.ts'
import { userAgents } from './events.ts'
import { type Footfall, startFootfall } from './footfall.ts'

export const homeNames = ['Node, the engine inside', 'Node, a ClickHouse server', 'the edge'] as const
export type HomeName = (typeof homeNames)[number]

/** Long enough to be taken as one. */
export const controlKey = 'a-control-key-of-the-tests-with-32-characters-and-more'

export interface Home {
  name: HomeName
  /** Without a slash at the end; another one after each start. */
  url(): string
  /** All that the running collector has printed. */
  output(): string
  /** Ends every process of the collector at once; what is on disk stays. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Kills the store, starts it again, and arms faults; null where it lives in the collector. */
  store: Pick<ClickHouseFront, 'kill' | 'start' | 'fault'> | null
  close(): Promise<void>
}

export interface HomeOptions {
  /** Empty, and the home's own. */
  folder: string
  /** `FOOTFALL_…`; the control key is always set. */
  settings?: Record<string, string>
  /** What the edge's platform says of every request. */
  platform?: { country?: string; asOrganization?: string }
}

/** Starts a home with an empty database. */
export async function openHome(name: HomeName, { folder, settings = {}, platform }: HomeOptions): Promise<Home> {
  for (const part of ['clickhouse', 'data', 'edge']) mkdirSync(join(folder, part), { recursive: true })
  const front = name === 'Node, the engine inside' ? null : await startClickHouseFront(join(folder, 'clickhouse'))
  const env = { FOOTFALL_CONTROL_KEY: controlKey, ...settings, ...(front ? { FOOTFALL_CLICKHOUSE_URL: front.url } : {}) }
  const launch =
    name === 'the edge'
      ? () => startEdge({ folder: join(folder, 'edge'), vars: { FOOTFALL_CLICKHOUSE_ENGINE: 'plain', ...env }, platform })
      : () => startNode({ ...env, FOOTFALL_DATA: join(folder, 'data') })
  let running = await launch()
  return {
    name,
    url: () => running.url,
    output: () => running.output(),
    kill: () => running.kill(),
    start: async () => {
      running = await launch()
    },
    store: front,
    close: async () => {
      await running.kill()
      await front?.close()
    },
  }
}

async function startNode(env: Record<string, string>): Promise<Edge> {
  const footfall: Footfall = await startFootfall({ env })
  // The engine's process ends with its parent's pipe; the next start waits for it.
  return { url: footfall.url, output: footfall.output, kill: () => footfall.stop('SIGKILL').then(() => undefined) }
}

/** Carries out a command over the network. */
export async function commandOf(home: Home, command: Command): Promise<CommandOutcome> {
  const headers = { authorization: `Bearer ${controlKey}` }
  const response = await fetch(`${home.url()}/api/command`, { method: 'POST', headers, body: JSON.stringify(command) })
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as CommandOutcome
}

/** Sends an event, or several, as a browser does. */
export function send(home: Home, events: object, headers: Record<string, string> = {}): Promise<Response> {
  const agent = { 'user-agent': userAgents[0] as string }
  return fetch(`${home.url()}/e`, { method: 'POST', headers: { ...agent, ...headers }, body: JSON.stringify(events) })
}

/** Answers of the query API, to a read key of these sites; `search` stands behind its address. */
export async function askerOf(home: Home, sites: string[], search = ''): Promise<(body: object) => Promise<unknown>> {
  const { out } = await commandOf(home, { command: 'key create', sites })
  return async (body) => {
    const headers = { authorization: `Bearer ${out[0]}` }
    const response = await fetch(`${home.url()}/api/query${search}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return response.json()
  }
}
