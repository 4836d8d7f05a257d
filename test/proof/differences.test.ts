/** Known differences: what the counting cannot know, and by how much it is then off. docs/counting.md shows the table. */
import { expect, it } from 'vitest'
import { addDays } from '../../contract/day.ts'
import type { Answer, Measure } from '../../contract/query.ts'
import { expectDocBlock } from '../kit/doc.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { truthOf } from '../kit/truth.ts'
import type { Plan } from '../oracle/plan.ts'
import { type Lived, worldOf } from '../oracle/world.ts'

const store = engineStoreOfFile(inMemory)
const plan: Plan = {
  ...{ seed: 5, browsers: 40, days: 30, zone: 'America/Chicago', start: '2026-10-12', baseline: 'domain', detail: 'page', consent: 1 },
  ...{ clearing: false, withdrawing: false, restless: true, tabs: false, skew: false, bad: false, restarts: 0 },
}
const measures = ['views', 'visits', 'bounces', 'exits', 'visitors', 'newVisitors', 'seconds'] as const satisfies Measure[]

const window = { from: plan.start, to: addDays(plan.start, 30) }
const within = ({ truths }: Lived) => truths.filter(({ day }) => day >= window.from && day <= window.to)

/** What is said of the window, beside what was so. */
async function saidOf(lived: Lived): Promise<string> {
  const body = { site: lived.site.domain, ...window, measures: [...measures] }
  const { status, body: answer } = await lived.collector.query(body, () => true)
  expect(status).toBe(200)
  const { totals } = answer as Answer
  const used = lived.used.filter(({ day }) => day >= window.from && day <= window.to)
  const truth = (measure: (typeof measures)[number]) =>
    measure === 'seconds' ? used.reduce((sum, { seconds }) => sum + seconds, 0) : (truthOf(measure, within(lived), false) ?? 0)
  return measures.map((measure) => `${measure} ${percent(totals[measure] as number, truth(measure))}`).join(', ')
}

/** The visitors of each day together. */
async function ofDays(lived: Lived): Promise<string> {
  const body = { site: lived.site.domain, ...window, measures: ['visitors'], interval: 'day' }
  const { rows } = (await lived.collector.query(body, () => true)).body as Answer
  const said = rows.reduce((sum, { visitors }) => sum + Number(visitors), 0)
  const days = Map.groupBy(within(lived), ({ day }) => day)
  return percent(
    said,
    [...days.values()].reduce((sum, views) => sum + truthOf('visitors', views, false)!, 0),
  )
}

/** Visitors and new ones of the last week and of all days, beside the browsers that there were. */
async function peopleOf({ collector, site, truths }: Lived): Promise<string[]> {
  const told: string[] = []
  for (const [name, from] of [
    ['a week', addDays(window.to, -6)],
    ['30 days', window.from],
  ] as const) {
    const body = { site: site.domain, from, to: window.to, measures: ['visitors', 'newVisitors'] }
    const { totals } = (await collector.query(body, () => true)).body as Answer
    const views = truths.filter(({ day }) => day >= from && day <= window.to)
    for (const measure of ['visitors', 'newVisitors'] as const) {
      const truth = truthOf(measure, views, false) ?? 0
      told.push(`${measure} of ${name} ${truth > 0 ? percent(totals[measure] as number, truth) : `${totals[measure]} instead of 0`}`)
    }
  }
  return told
}

const percent = (said: number, truth: number) => `${said >= truth ? '+' : '−'}${Math.abs((100 * (said - truth)) / truth).toFixed(1)} %`

it('are as large as docs/counting.md says', { timeout: 600_000 }, async () => {
  const lines: string[] = []
  const lossy = await worldOf(plan, store(), { lost: 0.05 })
  lines.push(`5 % of events never arrive: ${await saidOf(lossy)}`)
  await lossy.end()
  const cut = await worldOf(plan, store(), { cut: 0.2 })
  lines.push(`one page in five is ended before it can say how it was used: ${await saidOf(cut)}`)
  await cut.end()
  const together = await worldOf(plan, store(), { together: 0.125 })
  lines.push(
    `one visit in eight begins in two tabs in the same instant, without Web Locks: ${await saidOf(together)}, visitors of a day ${await ofDays(together)}`,
  )
  await together.end()
  const safari = await worldOf(plan, store(), { forgetful: 1 })
  lines.push(`every browser keeps script cookies for 7 days: ${(await peopleOf(safari)).join(', ')}`)
  await safari.end()
  const world = await worldOf({ ...plan, tabs: true }, store())
  const body = { site: world.site.domain, ...window, measures: ['visits'], by: ['path'] }
  const { rows } = (await world.collector.query(body, () => true)).body as Answer
  const consented = within(world).filter(({ consent }) => consent)
  // Without consent a visit is known by its landing only, so these rows are compared in a world that all agree to at once.
  const said = rows.filter(({ path }) => path !== null).reduce((sum, row) => sum + Number(row.visits ?? row.visitsLower), 0)
  const truth = new Set(consented.map(({ visit, values }) => `${visit} ${values.path}`)).size
  lines.push(`one view in eight opens or goes on in another tab: visits that saw a page ${percent(said, truth)}`)
  await world.end()
  expectDocBlock('counting.md', 'differences', lines.join('\n'))
})
