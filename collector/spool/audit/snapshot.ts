/** What an audit reads of one collector's ledger and segments at one moment. */
import { bounds } from '../../../contract/bounds.ts'
import type { Accepted } from '../../cells/aggregate.ts'
import type { Batch } from '../../cells/cell.ts'
import type { AcceptedSpan, Portion } from '../ledger/accepted.ts'
import type { Unsettled } from '../ledger/batches.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import type { Former } from '../ledger/names.ts'
import { unpack } from '../pack.ts'
import { type Segments, segmentSource, type Uncounted } from '../segments.ts'

/** What is asked beside the state of the batches: the next sites after a name, and the events of a portion. */
export interface AskedOfLedger {
  after?: string
  portion?: Portion
  /** What is not counted yet, and which batches cannot be read. */
  rest?: true
}

export interface LedgerSnapshot {
  collector: string
  last: number
  /** Names that it has given up: it was older than the store. */
  former: Former[]
  unsettled: Unsettled[]
  span: AcceptedSpan
  sites: string[]
  accepted: Accepted[]
  /** Events of the portion in batches that are not known to be stored. */
  waiting: Accepted[]
  /** Segments that are not counted. */
  uncounted: Uncounted[]
  /** Batches whose bytes, where they wait, are not what was written. */
  unreadable: number[]
}

export type Snapshot = (asked: AskedOfLedger) => Promise<LedgerSnapshot>

/** Reads a ledger, and the segments that are not in it yet, again and again; what a batch that waits holds is read once. */
export function snapshotsOf(ledger: LedgerView, segments: Pick<Segments, 'uncounted'>): Snapshot {
  const known = new Map<number, Accepted[] | null>()
  return async ({ after, portion, rest }) => {
    const { collector } = ledger
    // Before the ledger: what is frozen between is found in both, and taken for counted.
    const found = rest ? await segments.uncounted() : []
    // In this order, as the drain goes on: what is frozen between waits and is not yet accepted, and a month that is closed is seen to be.
    const accepted = portion ? ledger.acceptedIn(portion) : []
    const sites = after === undefined ? [] : ledger.acceptedSites(after, bounds.auditSites.max)
    const [span, last, former, unsettled] = [ledger.acceptedSpan(), ledger.last(), ledger.former(), ledger.unsettled()]
    if (portion || rest) await readWaiting(unsettled, ledger, known)
    const waiting = portion ? [...known.values()].flatMap((events) => (events ?? []).flatMap((each) => inPortion(each, portion))) : []
    const unreadable = [...known].flatMap(([number, events]) => (events === null ? [number] : []))
    const uncounted = found.filter(({ name, damaged }) => damaged > 0 || !ledger.isFrozen(segmentSource(name)))
    return { collector, last, former, unsettled, span, sites, accepted, waiting, uncounted, unreadable }
  }
}

function inPortion(event: Accepted, { sites, from, to }: Portion): Accepted[] {
  if (!sites.includes(event.site) || event.day > to || (from !== null && event.day < from)) return []
  return [from === null ? { ...event, day: '' } : event]
}

/** The `event` cells of batches that were not known to be stored; null where they are damaged. One that was settled meanwhile is found in the store. */
async function readWaiting(unsettled: readonly Unsettled[], ledger: LedgerView, known: Map<number, Accepted[] | null>): Promise<void> {
  const open = new Set(unsettled.map(({ number }) => number))
  for (const number of known.keys()) if (!open.has(number)) known.delete(number)
  for (const number of open) {
    const batch = known.has(number) ? null : ledger.batch(number)
    if (batch) known.set(number, await eventsOf(batch))
  }
}

async function eventsOf({ rows }: Batch): Promise<Accepted[] | null> {
  try {
    return [...eventsIn(await unpack(rows))]
  } catch {
    // Its bytes carry a checksum.
    return null
  }
}

/** By the names of its columns, so that a batch is read right whenever it was made. */
function* eventsIn(rows: Uint8Array): Generator<Accepted> {
  const [names = '', ...lines] = new TextDecoder().decode(rows).split('\n')
  const columns = JSON.parse(names) as string[]
  for (const line of lines) {
    // Parsing each of 200,000 rows would hold up whoever audits.
    if (!line.includes(',"event",')) continue
    const values = JSON.parse(line)
    const { site, grain, dimensionB, day, valueB, count } = Object.fromEntries(columns.map((name, index) => [name, values[index]]))
    if (dimensionB === 'event' && grain === 'day') yield { site, day, event: valueB, count }
  }
}
