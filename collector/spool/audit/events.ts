/** Compares the events that were accepted with those that are stored: some sites and days at a time, so that years fit into a few megabytes. */
import { bounds } from '../../../contract/bounds.ts'
import { addDays, type Day } from '../../../contract/day.ts'
import type { Accepted } from '../../cells/aggregate.ts'
import type { Store } from '../../ports.ts'
import type { Portion } from '../ledger/accepted.ts'
import type { AskedOfLedger, LedgerSnapshot } from './snapshot.ts'

export interface Difference {
  site: string
  /** A day; or `before 2026-08-01`, of days that are kept as one sum. */
  day: string
  event: string
  accepted: number
  stored: number
  /** In batches that were not known to be stored when the audit began. */
  pending: number
}

/** Reads all ledgers that are audited together. */
export type Snapshots = (asked: AskedOfLedger) => Promise<LedgerSnapshot[]>

const eventsSql = (day: string) => `SELECT site, ${day} AS date, valueB AS event, sum(cells.\`count\`) AS found FROM cells
  WHERE grain = 'day' AND dimensionA = '' AND dimensionB = 'event' AND valueA = '' AND site IN {sites:Array(String)}
    AND day BETWEEN {from:Date} AND {to:Date}
  GROUP BY site, date, event`

/** The engine's first day. */
const earliest = '1970-01-01'

interface Options {
  /** No other collector writes to the store: what is stored must have been accepted here. */
  alone: boolean
  /** Findings at most. */
  most: number
}

export async function differencesIn(store: Pick<Store, 'select'>, snapshots: Snapshots, options: Options): Promise<Difference[]> {
  for (;;) {
    const found = await compared(store, snapshots, options)
    // A month was closed meanwhile, which happens once a month: what was read by days is a sum now.
    if (found !== 'closed') return found
  }
}

async function compared(store: Pick<Store, 'select'>, snapshots: Snapshots, { alone, most }: Options): Promise<Difference[] | 'closed'> {
  const differences: Difference[] = []
  const closed = closedIn(await snapshots({}))
  for (let after = ''; ; ) {
    const read = await snapshots({ after })
    const sites = [...new Set(read.flatMap((each) => each.sites))].sort().slice(0, bounds.auditSites.max)
    if (sites.length === 0) return differences
    for (const portion of portionsOf(read, sites, closed)) {
      const before = await snapshots({ portion })
      const stored = await storedIn(store, portion)
      const later = await snapshots({ portion })
      if ((closedIn([...before, ...later]) ?? '') > (closed ?? '')) return 'closed'
      for (const each of differing({ before, stored, later, alone }))
        if (differences.length < most) differences.push({ ...each, day: each.day || `before ${closed}` })
    }
    after = sites.at(-1)!
  }
}

/** Of several ledgers the last day that one has closed: of the others what is before it is added up as it is read. */
function closedIn(read: readonly LedgerSnapshot[]): Day | null {
  return read.map(({ span }) => span.closed).reduce((last, day) => (day !== null && (last === null || day > last) ? day : last), null)
}

/** All before the closed day, and the days after it. */
function* portionsOf(read: readonly LedgerSnapshot[], sites: readonly string[], closed: Day | null): Generator<Portion> {
  if (closed !== null) yield { sites, from: null, to: addDays(closed, -1) }
  const days = read.flatMap(({ span }) => [span.first, span.last]).filter((day) => day !== null && day >= (closed ?? day)) as Day[]
  const [first = '', last = ''] = [days.sort()[0], days.at(-1)]
  for (let from = first; from && from <= last; from = addDays(from, bounds.auditDays.max))
    yield { sites, from, to: addDays(from, bounds.auditDays.max - 1) }
}

interface Read {
  before: readonly LedgerSnapshot[]
  stored: ReadonlyMap<string, number>
  later: readonly LedgerSnapshot[]
  alone: boolean
}

function* differing({ before, stored, later, alone }: Read): Generator<Difference> {
  const waiting = summed(before.flatMap((each) => each.waiting))
  const acceptedLater = summed(later.flatMap((each) => each.accepted))
  for (const [key, { count, ...named }] of summed(before.flatMap((each) => each.accepted))) {
    const difference = { ...named, accepted: count, stored: stored.get(key) ?? 0, pending: waiting.get(key)?.count ?? 0 }
    const tooFew = difference.stored + difference.pending < count
    const tooMany = alone && difference.stored > (acceptedLater.get(key)?.count ?? 0)
    if (tooFew || tooMany) yield difference
  }
}

function summed(events: readonly Accepted[]): Map<string, Accepted> {
  const sums = new Map<string, Accepted>()
  for (const event of events) {
    const key = keyOf(event)
    sums.set(key, { ...event, count: (sums.get(key)?.count ?? 0) + event.count })
  }
  return sums
}

function keyOf({ site, day, event }: Pick<Accepted, 'site' | 'day' | 'event'>): string {
  return `${site}\n${day}\n${event}`
}

async function storedIn(store: Pick<Store, 'select'>, { sites, from, to }: Portion): Promise<Map<string, number>> {
  type Row = { site: string; date: Day; event: string; found: number }
  const rows = await store.select<Row>(eventsSql(from === null ? "''" : 'toString(day)'), { sites, from: from ?? earliest, to })
  return new Map(rows.map(({ site, date, event, found }) => [keyOf({ site, day: date, event }), found]))
}
