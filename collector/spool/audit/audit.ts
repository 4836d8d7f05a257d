/** The audit: is every batch in the store once, and does the store hold what the ledger accepted? */
import { bounds } from '../../../contract/bounds.ts'
import { markerDimension } from '../../cells/cell.ts'
import type { Store } from '../../ports.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { firstOf } from '../ledger/names.ts'
import type { Segments, Uncounted } from '../segments.ts'
import { type Difference, differencesIn, type Snapshots } from './events.ts'
import { type LedgerSnapshot, snapshotsOf } from './snapshot.ts'
import { checkParts, createFaults } from './store.ts'

/** Each list holds the first of its findings, `auditFindings` at most. */
export interface Audit {
  /** Nothing missing, doubled, unknown, different or stuck. What is pending is no fault. */
  ok: boolean
  /** Batches frozen so far, and how many of these still wait for the store. */
  batches: number
  pending: number
  /** Facts that intake has acknowledged and that are in no batch yet, in so many segments; seconds since the oldest of these was written. */
  uncounted: { facts: number; segments: number; seconds: number }
  /** Of those the segments that have waited for too long. */
  late: string[]
  /** Segments of which some bytes cannot be read, with their number: `name (150 bytes)`. */
  damaged: string[]
  /** Batches that the store refused, and those of them (or still waiting) that nobody can read any more. */
  stuck: number[]
  unreadable: number[]
  /** In the store's own words, why parts of it cannot be read: what is in them is not compared. */
  storeFaults: string[]
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
const most = bounds.auditFindings.max
const noSegments = { uncounted: async () => [] }

/**
 * Compares a ledger with the store, also while both go on: what the ledger had settled before must be stored, and no more
 * may be stored than it has accepted after. With other collectors on the store the events of all are stored, so only a
 * shortfall is a difference there. `segments`: where facts wait that are in no ledger yet. Rejects with `StoreAway` where the store does not answer.
 */
export function audit(
  store: Pick<Store, 'select'>,
  ledger: LedgerView,
  segments: Pick<Segments, 'uncounted'> = noSegments,
): Promise<Audit> {
  const snapshot = snapshotsOf(ledger, segments)
  return auditAll(store, async (asked) => [await snapshot(asked)])
}

/** The same of all ledgers that `snapshots` reads, taken together. */
export async function auditAll(store: Pick<Store, 'select'>, snapshots: Snapshots): Promise<Audit> {
  const before = await snapshots({ rest: true })
  const faults = createFaults()
  const found = await faults.unless(() => readMarkers(store), null)
  const after = await snapshots({})
  // A ledger that was older than the store does not know all that is stored: there too only a shortfall is a difference.
  const alone = after.every(({ former }) => former.length === 0) && found !== null && !found.lasts.some((each) => isOthers(each, after))
  const differences = await faults.unless(() => differencesIn(store, snapshots, { alone, most }), [])
  await faults.unless(() => checkParts(store, faults), undefined)
  const stuck = before.flatMap((each) => each.unsettled.filter(({ state }) => state === 'stuck').map(({ number }) => number))
  const findings = {
    ...judgeSegments(before.flatMap((each) => each.uncounted)),
    stuck,
    unreadable: before.flatMap((each) => each.unreadable),
    storeFaults: faults.said(),
    ...(found ? judgeMarkers(found, before, after) : { missing: [], doubled: [], unknown: [] }),
    differences,
  }
  const ok = Object.values(findings).every((list) => !Array.isArray(list) || list.length === 0)
  const batches = before.reduce((sum, { last }) => sum + last, 0)
  const pending = before.reduce((sum, { unsettled }) => sum + unsettled.length, 0) - stuck.length
  return { ok, batches, pending, ...findings, stuck: stuck.slice(0, most), unreadable: findings.unreadable.slice(0, most) }
}

function judgeSegments(all: readonly Uncounted[]): Pick<Audit, 'uncounted' | 'late' | 'damaged'> {
  const waiting = all.filter(({ damaged }) => damaged === 0)
  const seconds = Math.max(0, ...waiting.map((each) => each.seconds))
  const isLate = (each: Uncounted) => each.seconds * 1_000 > bounds.segmentLateMilliseconds.max
  return {
    uncounted: { facts: waiting.reduce((sum, { facts }) => sum + facts, 0), segments: waiting.length, seconds },
    late: waiting
      .filter(isLate)
      .map(({ name }) => name)
      .slice(0, most),
    damaged: all.flatMap(({ name, damaged }) => (damaged > 0 ? [`${name} (${damaged} bytes)`] : [])).slice(0, most),
  }
}

function isOthers({ collector }: Pick<LedgerSnapshot, 'collector'>, all: readonly LedgerSnapshot[]): boolean {
  return all.every((each) => each.collector !== collector)
}

interface Markers {
  odd: { collector: string; number: number; found: number; before: number }[]
  lasts: { collector: string; last: number }[]
}

async function readMarkers(store: Pick<Store, 'select'>): Promise<Markers> {
  const dimension = markerDimension
  return {
    odd: await store.select(oddSql, { dimension, most }),
    lasts: await store.select(lastSql, { dimension }),
  }
}

/** Of other collectors only gaps below their highest number are known to be faults, or still on their way. */
function judgeMarkers(
  { odd, lasts }: Markers,
  before: readonly LedgerSnapshot[],
  after: readonly LedgerSnapshot[],
): Pick<Audit, 'missing' | 'doubled' | 'unknown'> {
  const missing: string[] = []
  const known = new Map(
    before.flatMap((each) => {
      const open = new Set(each.unsettled.map(({ number }) => number))
      return [each, ...each.former].map(({ collector, last }) => [collector, { last, open }] as const)
    }),
  )
  const miss = (collector: string, from: number, to: number) => {
    const own = known.get(collector)
    for (let number = Math.max(from, firstOf(collector)); number <= to && missing.length < most; number++)
      if (!own || (number <= own.last && !own.open.has(number))) missing.push(`${collector}/${number}`)
  }
  for (const { collector, number, before: last } of odd) miss(collector, last + 1, number - 1)
  const storedOf = (collector: string) => lasts.find((each) => each.collector === collector)?.last ?? 0
  for (const [collector, { last }] of known) miss(collector, storedOf(collector) + 1, last)
  return {
    missing,
    doubled: odd.filter(({ found }) => found !== 1).map(({ collector, number }) => `${collector}/${number}`),
    unknown: after
      .flatMap((each) => [each, ...each.former])
      .filter(({ collector, last }) => storedOf(collector) > last)
      .map(({ collector }) => `${collector}/${storedOf(collector)}`),
  }
}
