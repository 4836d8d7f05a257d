/** What an owner declares by the command line, path rules and slices: tried, set, and then what is counted; with a server and without. */
import { expect, it } from 'vitest'
import { command, type Footfall, footfallOfTest } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const site = 'example.org'
const day = new Date().toISOString().slice(0, 10)
async function send(footfall: Footfall, ...paths: string[]): Promise<void> {
  const events = paths.map((path) => ({ v: 1, site, host: site, type: 'view', consent: true, day, path }))
  const answer = await fetch(`${footfall.url}/e`, { method: 'POST', body: JSON.stringify(events), headers: { 'user-agent': firefox } })
  expect([answer.status, answer.headers.get('footfall-refused')]).toEqual([202, null])
}

async function stored(footfall: Footfall, env: Record<string, string>, by = 'path'): Promise<Record<string, number>> {
  const key = (await command(env, 'key', 'create', '--site', site)).out.trim()
  const question = { site, from: day, to: day, measures: ['views'], by: [by] }
  const headers = { authorization: `Bearer ${key}` }
  const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', body: JSON.stringify(question), headers })
  const { rows } = (await answer.json()) as { rows: Record<string, string | number>[] }
  return Object.fromEntries(rows.map((row) => [String(row[by]), Number(row.views)]))
}

it('path rules are tried on stored paths, set for what comes after, and taken away', async () => {
  const env = { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: site }
  const footfall = await footfallOfTest({ env })
  await send(footfall, '/case/7', '/case/7', '/case/8', '/parks', '/case/help')
  await eventually('all is stored', async () => Object.keys(await stored(footfall, env)).length === 4)
  const rules = ['--rule', '/case/help', '--rule', '/case/*']
  const preview = ['2  /case/7  ->  /case/*', '1  /case/8  ->  /case/*']
  const seen = await command(env, 'site', 'paths', site, ...rules, '--preview')
  expect(seen.out.trim().split('\n').slice(1)).toEqual(['/case/help  0 paths, 0 views', '/case/*  2 paths, 3 views', ...preview])
  expect((await command(env, 'site', 'paths', site)).out).toBe(`${site} has no path rules\n`)

  expect(await command(env, 'site', 'paths', site, ...rules)).toMatchObject({ code: 0 })
  expect((await command(env, 'site', 'paths', site)).out).toBe('/case/help\n/case/*\n')
  await send(footfall, '/case/9', '/case/help')
  await eventually('the rest is stored', async () => (await stored(footfall, env))['/case/help'] === 2)
  expect(await stored(footfall, env)).toEqual({ '/case/7': 2, '/case/8': 1, '/parks': 1, '/case/help': 2, '/case/*': 1 })

  expect(await command(env, 'site', 'paths', site, '--rule', 'case')).toMatchObject({
    code: 2,
    error: expect.stringContaining('paths.0: not a path'),
  })
  await footfall.stop()
  const offline = await command(env, 'site', 'paths', site, '--rule', '/case/*', '--preview')
  expect(offline.out).toContain('/case/*  3 paths, 5 views')
  expect(await command(env, 'site', 'paths', site, '--none')).toMatchObject({ code: 0 })
  expect((await command(env, 'site', 'paths', site)).out).toBe(`${site} has no path rules\n`)
}, 120_000)

it('slices count from the moment they are declared until they end', { timeout: 120_000 }, async () => {
  const env = { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: site }
  const footfall = await footfallOfTest({ env })
  const slice = (...words: string[]) => command(env, 'site', 'slice', ...words)
  await send(footfall, '/parks/a')
  const added = await slice('add', site, '--name', 'Parks on desktops', '--path', '/parks/**', '--device', 'desktop')
  expect(added).toMatchObject({ code: 0, out: 'Parks on desktops  device desktop  path /parks/**  counted as pathSlice\n' })
  await slice('add', site, '--name', 'Desktops', '--device', 'desktop')
  await send(footfall, '/parks/a', '/parks/b', '/')
  await eventually('they are counted', async () => (await stored(footfall, env, 'slice')).Desktops === 3)
  expect(await stored(footfall, env, 'pathSlice')).toEqual({ 'Parks on desktops': 2 })

  expect(await slice('remove', site, '--name', 'Desktops')).toMatchObject({ code: 0, out: expect.stringContaining('ended') })
  expect(await slice('add', site, '--name', 'Desktops', '--device', 'mobile')).toMatchObject({
    code: 2,
    error: expect.stringContaining('choose another'),
  })
  await send(footfall, '/parks/c')
  await eventually('the rest is stored', async () => (await stored(footfall, env))['/parks/c'] === 1)
  expect([await stored(footfall, env, 'slice'), await stored(footfall, env, 'pathSlice')]).toEqual([
    { Desktops: 3 },
    { 'Parks on desktops': 3 },
  ])
})
