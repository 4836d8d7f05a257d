/** The audit: is every batch in the store once, and does the store hold what the ledger accepted? */
import { bounds } from '../../contract/bounds.ts'
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
  /** In batches that were not known to be stored when the audit began. */
  pending: number
}

/** Each list holds the first of its findings, `auditFindings` at most. */
export interface Audit {
  /** Nothing missing, doubled, unknown, different or stuck. What is pending is no fault. */
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
  /** Markers of this collector with numbers that its ledger never gave: the ledger is older than the store. */
  unknown: string[]
  /** By site, day and event type, where what is accepted cannot be what is stored and pending. */
  differences: Difference[]
}

const markers = `SELECT splitByChar('/', valueB)[1] AS collector, toInt64(splitByChar('/', valueB)[2]) AS number, sum(\`count\`) AS found
  FROM cells WHERE site = '' AND grain = 'day' AND dimensionA = '' AND dimensionB = {dimension:String} AND valueA = ''
  GROUP BY collector, number HAVING found != 0`
// A year has millions of markers: only those that stand after a gap, or not once, leave the store.
const oddSql = `SELECT collector, number, found, before FROM (
    SELECT collector, number, found, lagInFrame(number, 1, toInt64(0)) OVER
      (PARTITION BY collector ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before
    FROM (${markers})
  ) WHERE number != before + 1 OR found != 1 ORDER BY collector, number LIMIT {most:UInt32}`
const lastSql = `SELECT collector, max(number) AS last FROM (${markers}) GROUP BY collector ORDER BY collector`
const eventsSql = `SELECT site, toString(day) AS day, valueB AS event, sum(\`count\`) AS stored FROM cells
  WHERE grain = 'day' AND dimensionA = '' AND dimensionB = 'event' AND valueA = '' AND site IN {sites:Array(String)}
  GROUP BY site, day, event`

const most = bounds.auditFindings.max

/**
 * Compares the ledger with the store, also while both go on: what the ledger had settled before must be stored, and no more
 * may be stored than it has accepted after. With several collectors on one store the events of all are stored, so only a
 * shortfall is a difference there. Rejects with `StoreAway` where the store does not answer.
 */
export async function audit(store: Pick<Store, 'select'>, ledger: LedgerView): Promise<Audit> {
  const last = ledger.last()
  const unsettled = ledger.unsettled()
  const accepted = ledger.accepted()
  const waiting = await waitingEvents(unsettled, ledger)
  const found = await auditMarkers(store, { ledger, last, open: new Set(unsettled.map(({ number }) => number)) })
  const stored = await storedEvents(store, new Set(accepted.map(({ site }) => site)))
  const acceptedAfter = new Map(ledger.accepted().map((each) => [keyOf(each), each.count]))
  const differences: Difference[] = []
  for (const { count, ...named } of accepted) {
    const key = keyOf(named)
    const difference = { ...named, accepted: count, stored: stored.get(key) ?? 0, pending: waiting.get(key) ?? 0 }
    const tooFew = difference.stored + difference.pending < count
    const tooMany = found.alone && difference.stored > (acceptedAfter.get(key) ?? 0)
    if ((tooFew || tooMany) && differences.length < most) differences.push(difference)
  }
  const stuck = unsettled.filter(({ state }) => state === 'stuck').map(({ number }) => number)
  const { missing, doubled, unknown } = found
  const ok = [missing, doubled, unknown, differences, stuck].every((list) => list.length === 0)
  const pending = unsettled.length - stuck.length
  return { ok, batches: last, pending, stuck: stuck.slice(0, most), missing, doubled, unknown, differences }
}

interface Known {
  ledger: LedgerView
  last: number
  /** Numbers that were not known to be stored. */
  open: ReadonlySet<number>
}

interface Markers extends Pick<Audit, 'missing' | 'doubled' | 'unknown'> {
  /** No other collector writes to this store. */
  alone: boolean
}

/** Of other collectors only gaps below their highest number are known to be faults, or still on their way. */
async function auditMarkers(store: Pick<Store, 'select'>, { ledger, last, open }: Known): Promise<Markers> {
  const dimension = markerDimension
  const odd = await store.select<{ collector: string; number: number; found: number; before: number }>(oddSql, { dimension, most })
  const lasts = await store.select<{ collector: string; last: number }>(lastSql, { dimension })
  const own = ledger.collector
  const missing: string[] = []
  const miss = (collector: string, from: number, to: number) => {
    for (let number = from; number <= to && missing.length < most; number++)
      if (collector !== own || (number <= last && !open.has(number))) missing.push(`${collector}/${number}`)
  }
  for (const { collector, number, before } of odd) miss(collector, before + 1, number - 1)
  const ownStored = lasts.find(({ collector }) => collector === own)?.last ?? 0
  miss(own, ownStored + 1, last)
  const lastAfter = ledger.last()
  return {
    missing,
    doubled: odd.filter(({ found }) => found !== 1).map(({ collector, number }) => `${collector}/${number}`),
    unknown: ownStored > lastAfter ? [`${own}/${ownStored}`] : [],
    alone: lasts.every(({ collector }) => collector === own),
  }
}

function keyOf({ site, day, event }: Pick<Difference, 'site' | 'day' | 'event'>): string {
  return `${site}\n${day}\n${event}`
}

async function storedEvents(store: Pick<Store, 'select'>, sites: ReadonlySet<string>): Promise<Map<string, number>> {
  if (sites.size === 0) return new Map()
  const rows = await store.select<{ site: string; day: string; event: string; stored: number }>(eventsSql, { sites: [...sites] })
  return new Map(rows.map((row) => [keyOf(row), row.stored]))
}

/** The `event` cells of batches that were not known to be stored. One that was settled meanwhile is found in the store instead. */
async function waitingEvents(unsettled: readonly { number: number }[], ledger: LedgerView): Promise<Map<string, number>> {
  const events = new Map<string, number>()
  for (const { number } of unsettled) {
    const batch = ledger.batch(number)
    if (!batch) continue
    for (const [key, count] of eventsIn(await unpack(batch.rows))) events.set(key, (events.get(key) ?? 0) + count)
  }
  return events
}

type RowKey = [site: string, grain: string, dimensionA: string, dimensionB: string, valueA: string, day: string, valueB: string]

function* eventsIn(rows: Uint8Array): Generator<[key: string, count: number]> {
  for (const line of new TextDecoder().decode(rows).split('\n')) {
    // Parsing each of 200,000 rows would hold up whoever audits.
    if (!line.includes(',"event",')) continue
    const [site, grain, , dimension, , day, event, ...counts] = JSON.parse(line) as [...RowKey, ...number[]]
    if (dimension === 'event' && grain === 'day') yield [keyOf({ site, day, event }), counts.at(-1) ?? 0]
  }
}
