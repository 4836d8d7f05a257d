/**
 * Takes back what of a site's day its owner names: the whole day, or values. Frozen under numbers in steps, each once through crashes and beside
 * any other writer; recorded as a disposal (P10). Nothing folds meanwhile.
 */
import { bounds } from '../../../contract/bounds.ts'
import { monthOf } from '../../../contract/day.ts'
import type { Dimension } from '../../../contract/dimensions.ts'
import { batchesAsTheyAre, batchesOf } from '../../cells/batch.ts'
import type { Counts } from '../../cells/booking.ts'
import type { Cell } from '../../cells/cell.ts'
import { added, removalOf } from '../../cells/removal-rules.ts'
import { type Clock, type Store, StoreAway } from '../../ports.ts'
import { type At, cellsNaming, cellsOfDay, crossesLeft, listsOf, type Named, nextValues } from '../../store/queries/forgetting.ts'
import type { Drain } from '../drain.ts'
import { packed } from '../freeze.ts'
import type { Disposal, DisposalAsked } from '../ledger/disposals.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Segments } from '../segments.ts'
import { settled } from '../settled.ts'
import { whatIsNamed } from './named.ts'
import { type Found, foundOf } from './preview.ts'

/** Between two steps, where a crash must do no harm. */
export type ForgetPoint = 'begun' | 'read' | 'frozen'

export interface ForgetDeps {
  ledger: Ledger
  store: Pick<Store, 'select'>
  segments: Pick<Segments, 'all'>
  drain: Pick<Drain, 'wake' | 'drained' | 'inserted'>
  clock: Clock
  signal: AbortSignal
  /** For tests: told of each point as it is reached. */
  at?: (point: ForgetPoint) => void | Promise<void>
}

/** What was taken back; or why nothing is, as a sentence. */
export type Forgot = { disposal: Disposal } | { refused: string }

/** What would be taken back; or why nothing is. */
export type Previewed = { found: Found } | { refused: string }

/** What `forget` would take now; nothing is changed. Rejects with `StoreAway`. */
export async function previewForget(asked: DisposalAsked, deps: ForgetDeps): Promise<Previewed> {
  return await unlessSetAside(async () => {
    await settled(deps)
    await stored(asked, deps)
    const found = await foundOf(deps.store, asked, whatIsNamed(asked.named))
    return found.missing ? { refused: found.missing } : { found }
  })
}

/**
 * Resolves once all of it is in the store. After a crash, or a rejection where the store is away, it is simply done again under the same
 * id: what is taken back already is not there any more. Throws the signal's reason where it aborts.
 */
export async function forget(asked: DisposalAsked, deps: ForgetDeps): Promise<Forgot> {
  const { ledger, clock } = deps
  const known = ledger.disposal(asked.id)
  if (known?.done) return { disposal: known }
  if (!known) {
    const preview = await previewForget(asked, deps)
    if ('refused' in preview) return preview
    ledger.beginDisposal(asked, clock.now())
  } else await settled(deps)
  await deps.at?.('begun')
  return await unlessSetAside(async () => {
    const what = whatIsNamed(asked.named)
    for (const part of what === 'all' ? [null] : what) {
      await inSteps(asked, deps, () => (part ? valuesStep(deps.store, asked, part) : dayStep(deps.store, asked)))
      await inSteps(asked, deps, () => monthStep(deps.store, asked, part))
    }
    await stored(asked, deps)
    ledger.endDisposal(asked.id)
    return { disposal: ledger.disposal(asked.id) as Disposal }
  })
}

/** A batch of the day's month is set aside: what is read is not all that was counted, or holds what was taken back already. */
class SetAside extends Error {
  override name = 'SetAside'
}

async function unlessSetAside<Value>(work: () => Promise<Value>): Promise<Value | { refused: string }> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SetAside) return { refused: error.message }
    throw error
  }
}

/** All that was frozen is stored, so that what is taken back already is not read again. */
async function stored({ day }: At, { ledger, drain, signal }: ForgetDeps): Promise<void> {
  const read = ledger.last()
  await drain.inserted(read)
  signal.throwIfAborted()
  // A drain that has ended resolves too.
  if ((ledger.waitsFrom() ?? Number.POSITIVE_INFINITY) <= read) throw new StoreAway('the drain has ended')
  const month = monthOf(day)
  if (ledger.stuckMonths().includes(month))
    throw new SetAside(
      `a batch of ${month.slice(0, 7)} is set aside, so not all of it is in the store: see what the audit says of it first`,
    )
}

/** Cells that are taken back together. */
interface ForgetStep {
  cells: Cell[]
  /** How many of them take back a row or a cross of the day. */
  rows: number
  /** They are of day grain, and change the day's week and month as the day. */
  ofDay: boolean
  /** There was more than one step can take. */
  more: boolean
}

/** Reads, and freezes what was read, until all is taken that was there as it began: more of it may well be coming in. */
async function inSteps(asked: DisposalAsked, deps: ForgetDeps, read: () => Promise<ForgetStep | null>): Promise<void> {
  const { ledger, signal, drain } = deps
  for (;;) {
    await stored(asked, deps)
    const step = ledger.disposal(asked.id)?.steps ?? 0
    const made = await read()
    if (!made) return
    await deps.at?.('read')
    for (;;) {
      signal.throwIfAborted()
      const numbering = { ...ledger, first: ledger.last() + 1 }
      const batches = await packed(made.ofDay ? batchesOf(made.cells, numbering) : batchesAsTheyAre(made.cells, numbering))
      const outcome = ledger.remove({ id: asked.id, step, batches, ...countedIn(made) })
      // Others froze something else between: only the numbers are to be taken anew.
      if (outcome === 'overtaken') continue
      if (outcome === 'frozen') await deps.at?.('frozen')
      drain.wake()
      if (outcome === 'frozen' && !made.more) return
      break
    }
  }
}

function countedIn({ cells, rows }: ForgetStep): Pick<Disposal, 'rows' | 'views' | 'visits'> {
  const total = cells.find(({ dimensionB }) => dimensionB === '')?.counts
  return { rows, views: -(total?.views ?? 0), visits: -(total?.visits ?? 0) }
}

const most = bounds.foldRows.max
const reversed = (cell: Cell): Cell => ({ ...cell, counts: added({}, cell.counts, -1) })

async function dayStep(store: ForgetDeps['store'], at: At): Promise<ForgetStep | null> {
  const cells = await cellsOfDay(store, at, most)
  return cells.length > 0 ? { cells: cells.map(reversed), rows: cells.length, ofDay: true, more: cells.length === most } : null
}

async function monthStep(store: ForgetDeps['store'], at: At, name: Named | null): Promise<ForgetStep | null> {
  const cells = await crossesLeft(store, at, { name, most })
  return cells.length > 0 ? { cells: cells.map(reversed), rows: 0, ofDay: false, more: cells.length === most } : null
}

/** As many of the values as one reading can bring: whole, since the total loses what all of their rows are. */
async function valuesStep(store: ForgetDeps['store'], { site, day }: At, name: Named): Promise<ForgetStep | null> {
  const { dimension } = name
  let values = await nextValues(store, { site, day }, { ...name, most: bounds.forgetValues.max })
  let more = values.length === bounds.forgetValues.max
  while (values.length > 0) {
    const cells = await cellsNaming(store, { site, day }, { dimension, values, most: most + 1 })
    // One value alone has a few thousand crosses at most.
    if (cells.length <= most || values.length === 1) return { ...(await stepOf(store, { site, day, dimension }, cells)), more }
    values = values.slice(0, Math.ceil(values.length / 2))
    more = true
  }
  return null
}

async function stepOf(
  store: ForgetDeps['store'],
  { dimension, ...at }: At & { dimension: Dimension },
  cells: Cell[],
): Promise<Omit<ForgetStep, 'more'>> {
  const { total, others } = removalOf(dimension, lostIn(cells), await listsOf(store, at))
  const cell = (dimensionB: string, valueB: string, counts: Counts): Cell => ({
    ...{ ...at, grain: 'day', dimensionA: '', dimensionB, valueA: '', valueB, counts },
  })
  const changes = [cell('', '', added({}, total, -1)), ...others.map(({ dimension: name, value, counts }) => cell(name, value, counts))]
  const some = changes.filter(({ counts }) => Object.keys(counts).length > 0)
  return { cells: [...cells.map(reversed), ...some], rows: cells.length, ofDay: true }
}

function lostIn(cells: readonly Cell[]): Map<Dimension, Counts> {
  const lost = new Map<Dimension, Counts>()
  for (const { dimensionA, dimensionB, counts } of cells) {
    if (dimensionA === '') lost.set(dimensionB as Dimension, added(lost.get(dimensionB as Dimension) ?? {}, counts))
  }
  return lost
}
