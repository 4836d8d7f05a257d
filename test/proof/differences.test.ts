/** Known differences: what the counting cannot know, and by how much it is then off. docs/counting.md shows the table. */
import { expect, it } from 'vitest'
import { addDays } from '../../contract/day.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer } from '../../contract/query.ts'
import { expectDocBlock } from '../kit/doc.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { truthOf } from '../kit/truth.ts'
import { type Plan, plainPlan } from '../oracle/plan.ts'
import { type Lived, worldOf } from '../oracle/world.ts'

const store = engineStoreOfFile(inMemory)
const plan: Plan = { ...plainPlan, seed: 5, browsers: 40, days: 30, zone: 'America/Chicago', start: '2026-10-12', restless: true }
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

/** Visits of all who were here, where half an hour without a view begins another. */
async function byTheHalfHour({ collector, site, seen }: Lived): Promise<string> {
  const { totals } = (await collector.query({ site: site.domain, ...window, measures: ['visits'] }, () => true)).body as Answer
  const inWindow = seen.filter(({ day }) => day >= window.from && day <= window.to)
  let visits = 0
  for (const views of Map.groupBy(inWindow, ({ visit }) => visit.split('/')[0]).values()) {
    const moments = views.map(({ at }) => at).sort((one, other) => one - other)
    visits += moments.filter((at, index) => index === 0 || at - moments[index - 1]! >= 30 * 60_000).length
  }
  return percent(totals.visits as number, visits)
}

/** Of each page on each day, added up: between what the visits, visitors and new visitors are said to be. */
async function sightsOf(lived: Lived): Promise<string> {
  const measures = ['visits', 'visitors', 'newVisitors'] as const
  const body = { site: lived.site.domain, ...window, measures, by: ['path'], interval: 'day', limit: 10_000 }
  const rows = ((await lived.collector.query(body, () => true)).body as Answer).rows.filter(({ path }) => path !== null)
  // Without consent a visit is known by its landing only: compared where everybody agrees at once.
  const consented = within(lived).filter(({ consent }) => consent)
  const ofPages = [...Map.groupBy(consented, ({ day, values }) => `${day} ${values.path}`).values()]
  return measures
    .map((measure) => {
      const truth = ofPages.reduce((sum, views) => sum + truthOf(measure, views, true)!, 0)
      const said = (bound: string) => rows.reduce((sum, row) => sum + Number(row[measure] ?? row[`${measure}${bound}`]), 0)
      return `${measure} of a page ${percent(said('Lower'), truth)} to ${percent(said('Upper'), truth)}`
    })
    .join(', ')
}

const percent = (said: number, truth: number) => `${said >= truth ? '+' : '−'}${Math.abs((100 * (said - truth)) / truth).toFixed(1)} %`

it('are as large as docs/counting.md says', { timeout: 1_800_000 }, async () => {
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
  const untold = await worldOf({ ...plan, consent: 0 }, store())
  lines.push(`nobody answers, and one page in three is reloaded, left open or thrown away: visits ${await byTheHalfHour(untold)}`)
  await untold.end()
  for (const [name, given] of [
    ['a visit is in one tab', {}],
    ['one view in eight opens or goes on in another tab', { tabs: true }],
    ['one link in five leads to another host of the site', { hosts: true }],
  ] as const) {
    const world = await worldOf({ ...plan, ...given }, store())
    lines.push(`${name}: ${await sightsOf(world)}`)
    await world.end()
  }
  expectDocBlock('counting.md', 'differences', lines.join('\n'))
})
