/** The audit: is every batch in the store once, and does the store hold what the ledger accepted? */
import { markerDimension } from '../cells/cell.ts'
import type { Store } from '../deps.ts'
import type { LedgerView } from './ledger.ts'
import { unpack } from './pack.ts'

export interface Difference {
  site: string
  day: string
  event: string
  accepted: number
  stored: number
}

export interface Audit {
  /** Nothing missing, doubled, different or stuck. What is pending is no fault. */
  ok: boolean
  /** Batches frozen so far, and how many of these still wait for the store. */
  batches: number
  pending: number
  /** Batches that the store refused. */
  stuck: number[]
  /** Markers that should be there and are not, as `collector/number`. */
  missing: string[]
  /** Markers that are there more than once. */
  doubled: string[]
  /** By site, day and event type: accepted, and stored or pending, where they differ. */
  differences: Difference[]
}

interface Marker {
  collector: string
  number: number
  found: number
}

const markersSql = `SELECT valueB AS marker, sum(\`count\`) AS found FROM cells
  WHERE site = '' AND dimensionA = '' AND dimensionB = {dimension:String} GROUP BY marker`
const eventsSql = `SELECT site, toString(day) AS day, valueB AS event, sum(\`count\`) AS stored FROM cells
  WHERE grain = 'day' AND dimensionA = '' AND dimensionB = 'event' AND site IN {sites:Array(String)} GROUP BY site, day, event`

/**
 * Compares the ledger with the store. With several collectors on one store the events of all are stored, so only a shortfall
 * is a difference there. Rejects with `StoreAway` where the store does not answer.
 */
export async function audit(store: Pick<Store, 'select'>, ledger: LedgerView): Promise<Audit> {
  // The ledger first: what it calls settled now is in the store whenever the store is asked.
  const last = ledger.last()
  const unsettled = ledger.unsettled()
  const accepted = ledger.accepted()
  const waiting = await eventsOf(
    unsettled.map(({ number }) => number),
    ledger,
  )
  const markers = (await store.select<{ marker: string; found: number }>(markersSql, { dimension: markerDimension })).map(markerOf)
  const stored = await storedEvents(
    store,
    accepted.map(({ site }) => site),
  )
  const open = new Set(unsettled.map(({ number }) => number))
  const alone = markers.every(({ collector }) => collector === ledger.collector)
  const missing = [...missingOwn(markers, { collector: ledger.collector, last, open }), ...gapsOfOthers(markers, ledger.collector)]
  const doubled = markers.filter(({ found }) => found > 1).map(({ collector, number }) => `${collector}/${number}`)
  const differences = accepted
    .map(({ site, day, event, count }) => {
      const key = `${site}\n${day}\n${event}`
      return { site, day, event, accepted: count, stored: (stored.get(key) ?? 0) + (waiting.get(key) ?? 0) }
    })
    .filter((each) => (alone ? each.stored !== each.accepted : each.stored < each.accepted))
  const stuck = unsettled.filter(({ state }) => state === 'stuck').map(({ number }) => number)
  const ok = missing.length + doubled.length + differences.length + stuck.length === 0
  return { ok, batches: last, pending: unsettled.length - stuck.length, stuck, missing, doubled, differences }
}

function markerOf({ marker, found }: { marker: string; found: number }): Marker {
  const [collector = '', number = ''] = marker.split('/')
  return { collector, number: Number(number), found }
}

function missingOwn(markers: Marker[], own: { collector: string; last: number; open: Set<number> }): string[] {
  const found = new Set(markers.filter(({ collector }) => collector === own.collector).map(({ number }) => number))
  const missing: string[] = []
  for (let number = 1; number <= own.last; number++)
    if (!found.has(number) && !own.open.has(number)) missing.push(`${own.collector}/${number}`)
  return missing
}

/** Of other collectors only gaps below their highest number are known to be faults, or still on their way. */
function gapsOfOthers(markers: Marker[], own: string): string[] {
  const byCollector = Map.groupBy(markers, ({ collector }) => collector)
  byCollector.delete(own)
  return [...byCollector].flatMap(([collector, theirs]) => {
    const open = new Set<number>()
    const last = Math.max(...theirs.map(({ number }) => number))
    return missingOwn(theirs, { collector, last, open })
  })
}

async function storedEvents(store: Pick<Store, 'select'>, sites: string[]): Promise<Map<string, number>> {
  if (sites.length === 0) return new Map()
  const rows = await store.select<{ site: string; day: string; event: string; stored: number }>(eventsSql, { sites: [...new Set(sites)] })
  return new Map(rows.map(({ site, day, event, stored }) => [`${site}\n${day}\n${event}`, stored]))
}

/** The `event` cells of batches that are not in the store yet. One that was inserted meanwhile counts there instead. */
async function eventsOf(numbers: number[], ledger: LedgerView): Promise<Map<string, number>> {
  const events = new Map<string, number>()
  for (const number of numbers) {
    const batch = ledger.batch(number)
    if (!batch) continue
    for (const line of new TextDecoder()
      .decode(await unpack(batch.rows))
      .trimEnd()
      .split('\n')) {
      const [site, grain, , dimension, , day, event, ...counts] = JSON.parse(line) as [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        ...number[],
      ]
      if (dimension !== 'event' || grain !== 'day') continue
      const key = `${site}\n${day}\n${event}`
      events.set(key, (events.get(key) ?? 0) + (counts.at(-1) ?? 0))
    }
  }
  return events
}
