/** What a removal would take, in sums: for the owner to look at before anything is changed. */
import type { Counts } from '../../cells/booking.ts'
import { added, listsAfter, type RowChange, removalOf } from '../../cells/removal-rules.ts'
import type { Store } from '../../ports.ts'
import { type At, crossesNaming, crossesOfDay, dayOf, listsOf, lostOf, type Named, nextValues } from '../../store/queries/forgetting.ts'

/** Rows that go of a list, and their sums. */
export interface FoundList {
  dimension: string
  rows: number
  counts: Counts
}

export interface Found {
  lists: FoundList[]
  crosses: number
  /** What the site's total loses. */
  total: Counts
  /** What other rows change by, `(removed)` among them. */
  others: RowChange[]
  /** What was named and is not there, as a sentence; null where all is. */
  missing: string | null
}

export async function foundOf(store: Pick<Store, 'select'>, at: At, what: 'all' | readonly Named[]): Promise<Found> {
  return what === 'all' ? wholeDay(store, at) : named(store, at, what)
}

async function wholeDay(store: Pick<Store, 'select'>, { site, day }: At): Promise<Found> {
  const found = await dayOf(store, { site, day })
  const lists = found.filter(({ dimension }) => dimension !== ('' as string))
  const total = found.find(({ dimension }) => dimension === ('' as string))?.counts ?? {}
  const missing = found.length > 0 ? null : `${site} has counted nothing on ${day}`
  return { lists, crosses: await crossesOfDay(store, { site, day }), total, others: [], missing }
}

/** One after the other, each on the lists as the one before leaves them. */
async function named(store: Pick<Store, 'select'>, { site, day }: At, all: readonly Named[]): Promise<Found> {
  const at = { site, day }
  let lists = await listsOf(store, at)
  const found: Found = { lists: [], crosses: 0, total: {}, others: [], missing: null }
  for (const name of all) {
    const missing = await missingOf(store, at, name)
    if (missing) return { ...found, missing }
    const rows = await lostOf(store, at, name)
    const lost = new Map(rows.map(({ dimension, counts }) => [dimension, counts]))
    const removal = removalOf(name.dimension, lost, lists)
    lists = new Map(listsAfter(lists, lost, removal))
    found.lists.push(...rows)
    found.crosses += await crossesNaming(store, at, name)
    found.total = added(found.total, removal.total)
    found.others = joined(found.others, removal.others)
  }
  return found
}

/** A value that was typed and is not there may be a slip. */
async function missingOf(store: Pick<Store, 'select'>, at: At, { dimension, values, begins }: Named): Promise<string | null> {
  const each = [
    ...values.map((value) => ({ text: `is ${value}`, name: { dimension, values: [value], begins: [] } })),
    ...begins.map((begin) => ({ text: `begins with ${begin}`, name: { dimension, values: [], begins: [begin] } })),
  ]
  for (const { text, name } of each) {
    if ((await nextValues(store, at, { ...name, most: 1 })).length === 0) return `no ${dimension} that ${text} is counted on ${at.day}`
  }
  return null
}

/** Changes of the same row as one. */
function joined(one: readonly RowChange[], other: readonly RowChange[]): RowChange[] {
  const rows = new Map<string, RowChange>()
  for (const change of [...one, ...other]) {
    const key = `${change.dimension}\n${change.value}`
    rows.set(key, { ...change, counts: added(rows.get(key)?.counts ?? {}, change.counts) })
  }
  return [...rows.values()]
}
