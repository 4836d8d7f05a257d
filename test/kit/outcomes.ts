/** Numbered views, each under a path of its own: how each was answered, beside what was counted of it. */
import { setTimeout as delay } from 'node:timers/promises'
import { addDays, localTime } from '../../contract/day.ts'
import { userAgents } from './events.ts'
import { command } from './footfall.ts'

/** Several, so that thousands of paths stay within the budget of each. */
export const sites = ['one.example.org', 'two.example.org', 'three.example.org', 'four.example.org']

/** By site and path. */
export type Outcomes = Map<string, 'acknowledged' | 'refused' | 'unknown'>

export interface Compared {
  acknowledged: number
  unknown: number
  refused: number
  /** Events answered 202 that are not counted exactly once. */
  lost: string[]
  doubled: string[]
  /** Events counted that were answered by a refusal. */
  uninvited: string[]
}

/** A view of a path that no other number has. */
export function numberedView(index: number) {
  const site = sites[index % sites.length] as string
  return { v: 1, site, host: site, type: 'view', consent: true, path: ownPath(index) }
}

/** A path for each event, made of letters so that no label rule folds it. */
export function ownPath(index: number): string {
  const letters = [17_576, 676, 26, 1].map((unit) => String.fromCharCode(97 + (Math.floor(index / unit) % 26))).join('')
  return `/k/${letters}`
}

/** Every answer beside what was counted. */
export function compare(outcomes: Outcomes, counted: ReadonlyMap<string, number>): Compared {
  const compared: Compared = { acknowledged: 0, unknown: 0, refused: 0, lost: [], doubled: [], uninvited: [] }
  for (const [event, outcome] of outcomes) {
    compared[outcome]++
    const count = counted.get(event) ?? 0
    if (outcome === 'acknowledged' && count === 0) compared.lost.push(event)
    if (count > 1) compared.doubled.push(event)
    if (outcome === 'refused' && count > 0) compared.uninvited.push(event)
  }
  for (const event of counted.keys()) if (!outcomes.has(event)) compared.uninvited.push(event)
  return compared
}

/** The views of each path of `sites` since yesterday, by the query API. */
export async function countedPaths(env: Record<string, string>, url: string): Promise<Map<string, number>> {
  const counted = new Map<string, number>()
  const { day } = localTime('UTC', Date.now())
  for (const site of sites) {
    const key = (await command(env, 'key', 'create', '--site', site)).out.trim()
    const body = JSON.stringify({ site, from: addDays(day, -1), to: addDays(day, 1), measures: ['views'], by: ['path'], limit: 10_000 })
    const response = await fetch(`${url}/api/query`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body })
    const answer = (await response.json()) as { rows: { path: string | null; views: number }[] }
    if (response.status !== 200) throw new Error(JSON.stringify(answer))
    for (const { path, views } of answer.rows) if (path !== null) counted.set(`${site}${path}`, views)
  }
  return counted
}

export interface Stream {
  outcomes: Outcomes
  /** How many answers had which status; 0: the connection broke before one. */
  statuses: Map<number, number>
  /** Resolves once every view that was sent has its outcome. */
  stop(): Promise<void>
}

/** Sends numbered views until it is stopped, also while nobody listens: each sender one after another, resting a little between two. */
export function streamOf(url: string, { senders, restMilliseconds }: { senders: number; restMilliseconds: number }): Stream {
  const stream = { outcomes: new Map() as Outcomes, statuses: new Map<number, number>() }
  let isOver = false
  let sent = 0
  const send = async () => {
    while (!isOver) {
      const view = numberedView(sent++)
      const status = await statusOf(url, view)
      stream.statuses.set(status, (stream.statuses.get(status) ?? 0) + 1)
      stream.outcomes.set(`${view.site}${view.path}`, status === 0 ? 'unknown' : status === 202 ? 'acknowledged' : 'refused')
      await delay(restMilliseconds)
    }
  }
  const all = Promise.all(Array.from({ length: senders }, send))
  return {
    ...stream,
    stop: async () => {
      isOver = true
      await all
    },
  }
}

/** The status of the answer to an event; 0 where none came. */
function statusOf(url: string, event: object): Promise<number> {
  const headers = { 'user-agent': userAgents[0] as string }
  return fetch(`${url}/e`, { method: 'POST', headers, body: JSON.stringify(event) }).then(
    ({ status }) => status,
    () => 0,
  )
}
