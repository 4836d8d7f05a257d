/** What an audit reads of one collector's ledger at one moment. */
import { bounds } from '../../contract/bounds.ts'
import type { Accepted } from '../cells/aggregate.ts'
import type { LedgerView } from './ledger.ts'
import type { Portion, Span } from './ledger-accepted.ts'
import type { Unsettled } from './ledger-batches.ts'
import { unpack } from './pack.ts'

/** What is asked beside the state of the batches: the next sites after a name, and the events of a portion. */
export interface AskedOfLedger {
  after?: string
  portion?: Portion
}

export interface LedgerSnapshot {
  collector: string
  last: number
  unsettled: Unsettled[]
  span: Span
  sites: string[]
  accepted: Accepted[]
  /** Events of the portion in batches that are not known to be stored. */
  waiting: Accepted[]
}

export type Snapshot = (asked: AskedOfLedger) => Promise<LedgerSnapshot>

/** Reads a ledger again and again; what a batch that waits holds is read once. */
export function snapshotsOf(ledger: LedgerView): Snapshot {
  const known = new Map<number, Accepted[]>()
  return async ({ after, portion }) => {
    const { collector } = ledger
    // In this order, as the drain goes on: what is frozen between waits and is not yet accepted, and a month that is closed is seen to be.
    const accepted = portion ? ledger.acceptedIn(portion) : []
    const sites = after === undefined ? [] : ledger.acceptedSites(after, bounds.auditSites.max)
    const [span, last, unsettled] = [ledger.acceptedSpan(), ledger.last(), ledger.unsettled()]
    const waiting = portion ? (await waitingEvents(unsettled, ledger, known)).flatMap((each) => inPortion(each, portion)) : []
    return { collector, last, unsettled, span, sites, accepted, waiting }
  }
}

function inPortion(event: Accepted, { sites, from, to }: Portion): Accepted[] {
  if (!sites.includes(event.site) || event.day > to || (from !== null && event.day < from)) return []
  return [from === null ? { ...event, day: '' } : event]
}

/** The `event` cells of batches that were not known to be stored. One that was settled meanwhile is found in the store instead. */
async function waitingEvents(unsettled: readonly Unsettled[], ledger: LedgerView, known: Map<number, Accepted[]>): Promise<Accepted[]> {
  const open = new Set(unsettled.map(({ number }) => number))
  for (const number of known.keys()) if (!open.has(number)) known.delete(number)
  for (const number of open) {
    const batch = known.has(number) ? null : ledger.batch(number)
    if (batch) known.set(number, [...eventsIn(await unpack(batch.rows))])
  }
  return [...open].flatMap((number) => known.get(number) ?? [])
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
