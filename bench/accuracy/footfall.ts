/** Footfall itself over the views of a world: the tag's events through the real intake, cells, batches, engine and query. */
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Fact } from '../../collector/fact.ts'
import type { Store } from '../../collector/ports.ts'
import { createQuery } from '../../collector/query/query.ts'
import { bounds } from '../../contract/bounds.ts'
import type { Event } from '../../contract/events.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer } from '../../contract/query.ts'
import { states } from '../../test/kit/facts.ts'
import { firefox, intake, siteOf } from '../../test/kit/ingest.ts'
import { daysOf, type Window } from './measures.ts'
import { eventsOf, tagOf } from './tag.ts'
import type { World } from './world.ts'

/** What Footfall's interface answers of a window. */
export interface Said {
  views: number
  visits: number
  /** Browsers that agreed; of windows over 31 days the two bounds. */
  visitors: number | null
  visitorsLower: number
  visitorsUpper: number
  newVisitors: number
  /** Visits that began with consent. */
  entries: number
  bounceRate: number
  coverage: number
}

const measures: Measure[] = ['views', 'visits', 'visitors', 'newVisitors', 'entries', 'bounceRate', 'coverage']

/** The facts that the intake makes of a world's views. Throws where an event is refused. */
export async function factsOf(world: World, consent: Uint8Array, site: string): Promise<Fact[]> {
  let now = 0
  const collector = intake([siteOf({ domain: site })], { now: () => now })
  const tag = tagOf(site, world)
  let body: Event[] = []
  const flush = async () => {
    if (body.length === 0) return
    // The address and agent are what no measure here is made of: one stands for all.
    const { status, refusedHeader } = await collector.post(body, { headers: { 'user-agent': firefox } })
    if (status !== 202 || refusedHeader) throw new Error(`refused: ${refusedHeader}`)
    body = []
  }
  for (const [index, view] of world.views.entries()) {
    const events = eventsOf(tag, view, consent[index]!)
    const hour = Math.floor(view.at / 3_600_000)
    // Events without consent count by the collector's clock.
    if (hour !== Math.floor(now / 3_600_000) || body.length + events.length > 100) await flush()
    now = view.at
    body.push(...events)
  }
  await flush()
  return collector.facts
}

/** Counts a world under a site's name of its own; then answers about windows, in their order. */
export async function countFootfall(
  store: Store,
  world: World,
  { consent, site }: { consent: Uint8Array; site: string },
): Promise<(windows: readonly Window[]) => Promise<Said[]>> {
  const { cells } = aggregate(await factsOf(world, consent, site), states())
  for (const batch of batchesOf(cells, { collector: site, first: 1 })) await store.insert(batch, 1)
  const query = createQuery({ store, sites: { get: () => siteOf({ domain: site }) }, clock: { now: () => Date.now() } })
  return async (windows) => {
    const said: Said[] = []
    for (let from = 0; from < windows.length; from += bounds.queryQuestions.max) {
      const questions = windows.slice(from, from + bounds.queryQuestions.max).map((window) => ({ site, ...daysOf(window), measures }))
      const { status, body } = await query(questions, () => true)
      if (status !== 200) throw new Error(JSON.stringify(body))
      said.push(...(body as Answer[]).map(({ totals }) => saidOf(totals)))
    }
    return said
  }
}

function saidOf(totals: Answer['totals']): Said {
  const number = (name: string) => Number(totals[name])
  const exact = totals.visitors === null ? null : number('visitors')
  return {
    views: number('views'),
    visits: number('visits'),
    visitors: exact,
    visitorsLower: exact ?? number('visitorsLower'),
    visitorsUpper: exact ?? number('visitorsUpper'),
    newVisitors: number('newVisitors'),
    entries: number('entries'),
    bounceRate: number('bounceRate'),
    coverage: number('coverage'),
  }
}
