/** The sample site on the real collector: started small, asked, filled, folded, and killed while it fills. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { lastOver } from '../../collector/cells/folding-rules.ts'
import { sampleDomain } from '../../collector/sample/site.ts'
import { addDays } from '../../contract/day.ts'
import { command, type Footfall, footfallOfTest, signIn } from './footfall.ts'
import { firefox } from './ingest.ts'
import { ledgerIn } from './spool.ts'
import { eventually, temporaryFolder } from './temporary.ts'

export const own = 'example.org'
/** `size`: its days and the visits of one. */
export const envOf = (size: string, data = join(temporaryFolder(), 'data')) => ({
  FOOTFALL_DATA: data,
  FOOTFALL_SITES: own,
  FOOTFALL_SAMPLE: 'on',
  FOOTFALL_TEST_SAMPLE: size,
})
export type Env = ReturnType<typeof envOf>

export function started(env: Env): Promise<Footfall> {
  return footfallOfTest({ env, program: 'test/kit/small-sample.ts' })
}

type ListedSite = { domain: string; sample?: true; filling?: true }
export async function listed(footfall: Footfall, headers: Record<string, string>): Promise<ListedSite | undefined> {
  const answer = await fetch(`${footfall.url}/api/sites`, { headers })
  return ((await answer.json()) as { sites: ListedSite[] }).sites.find(({ domain }) => domain === sampleDomain)
}

export const filled = (footfall: Footfall, headers: Record<string, string>) =>
  eventually('the sample is filled', async () => (await listed(footfall, headers))?.filling === undefined, 600_000)

/** Nothing is left to fold, and all of it is stored. */
export async function folded(env: Env): Promise<void> {
  const ledger = ledgerIn(join(env.FOOTFALL_DATA, 'spool'))
  const left = () => [...ledger.sitesToFold(lastOver(Date.now())), ...ledger.unmergedMonths()]
  await eventually('what is over is folded', () => left().length === 0 && ledger.waitsFrom() === null, 60_000)
}

export async function ask(
  footfall: Footfall,
  headers: Record<string, string>,
  question: object,
): Promise<Record<string, number | string>[]> {
  const body = JSON.stringify({ site: sampleDomain, from: addDays(today, -400), to: today, limit: 1_000, ...question })
  const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', headers, body })
  return ((await answer.json()) as { rows: Record<string, number | string>[] }).rows
}

/** Sends a view of the other site; whether it was taken. */
async function visit(footfall: Footfall): Promise<boolean> {
  const body = JSON.stringify({ v: 1, site: own, host: own, type: 'view', consent: true, path: '/' })
  const answer = await fetch(`${footfall.url}/e`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain', 'user-agent': firefox },
  })
  return answer.status === 202
}

/** History of so many days is there in the background, while events are counted and the audit holds. */
export async function filledBesideEvents({ days, months: least }: { days: number; months: number }): Promise<void> {
  const env = envOf(`${days} 1`)
  const footfall = await started(env)
  expect(footfall.output()).toContain(`Sample     ${sampleDomain}`)
  const headers = await signIn(footfall)
  expect(await listed(footfall, headers)).toMatchObject({ sample: true, filling: true })
  let taken = 0
  expect(await command(env, 'audit')).toMatchObject({ code: 0 })
  await eventually(
    'the sample is filled',
    async () => {
      if (await visit(footfall)) taken++
      return (await listed(footfall, headers))?.filling === undefined
    },
    180_000,
  )
  expect(taken).toBeGreaterThan(days / 4)
  const months = await ask(footfall, headers, { measures: ['views', 'visits'], interval: 'month' })
  expect(months.filter(({ views }) => Number(views) > 0).length).toBeGreaterThanOrEqual(least)
  expect(await listed(footfall, headers)).not.toHaveProperty('filling')
  expect(await command(env, 'audit')).toMatchObject({ code: 0 })
  expect(await ask(footfall, headers, { site: own, measures: ['views'], by: ['path'] })).toEqual([{ path: '/', views: taken }])
}

const today = new Date().toISOString().slice(0, 10)
const measures = ['views', 'visits', 'bounces', 'newVisitors', 'seconds', 'coverage']
const questions = [
  { measures, interval: 'day' },
  { measures: ['views', 'visits', 'exits'], by: ['path'] },
  { measures: ['views'], by: ['browser'], filters: [['is', 'device', ['mobile']]] },
  { measures: ['count'], by: ['choice'] },
]
export const answers = (footfall: Footfall, headers: Record<string, string>) =>
  Promise.all(questions.map((question) => ask(footfall, headers, question)))

/** Killed so often while it fills, and once before it folds, it is what an unkilled one is. */
export async function killedWhileFilling(kills: number): Promise<void> {
  const size = `${30 + 15 * kills} 8`
  const unkilledEnv = envOf(size)
  const unkilled = await started(unkilledEnv)
  const env = envOf(size)
  for (let kill = 0; kill < kills; kill++) {
    const footfall = await started(env)
    const headers = await signIn(footfall)
    const days = async () => (await ask(footfall, headers, { measures: ['views'], interval: 'day' })).filter(({ views }) => views).length
    await eventually('more is there', async () => (await days()) > 15 * (kill + 1), 60_000)
    await footfall.stop('SIGKILL')
  }
  const filling = await started(env)
  await filled(filling, await signIn(filling))
  // It folds now, what it has not folded yet.
  await filling.stop('SIGKILL')
  const last = await started(env)
  const [mine, theirs] = [await signIn(last), await signIn(unkilled)]
  await filled(unkilled, theirs)
  await Promise.all([folded(env), folded(unkilledEnv)])
  expect(await answers(last, mine)).toEqual(await answers(unkilled, theirs))
  expect(await command(env, 'audit')).toMatchObject({ code: 0 })
}
