/** `site forget` at the command line, over a real collector: through its socket, after a kill in the middle, and where none runs. */
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { spoolLayout } from '../../collector/node/spool/folder.ts'
import { openLedger } from '../../collector/spool/ledger/ledger.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const site = 'example.org'
const day = new Date().toISOString().slice(0, 10)

async function send(footfall: Footfall, ...paths: string[]): Promise<void> {
  const begun = { visit: 1, first: 'new', recency: 'new', since: 0, referrer: 'news.org', source: 'news.org' }
  const events = paths.map((path) => ({ v: 1, site, host: site, type: 'view', consent: true, day, path, ...begun }))
  const answer = await fetch(`${footfall.url}/e`, { method: 'POST', body: JSON.stringify(events), headers: { 'user-agent': firefox } })
  expect([answer.status, answer.headers.get('footfall-refused')]).toEqual([202, null])
}

async function viewsBy(footfall: Footfall, env: Record<string, string>, by: string): Promise<Record<string, number>> {
  const key = (await command(env, 'key', 'create', '--site', site)).out.trim()
  const body = JSON.stringify({ site, from: day, to: day, measures: ['views', 'visitors'], by: [by] })
  const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
  const { rows, totals } = (await answer.json()) as { rows: Record<string, string | number>[]; totals: Record<string, number> }
  const of = Object.fromEntries(rows.map((row) => [String(row[by]), Number(row.views)]))
  return { ...of, all: totals.views!, visitors: totals.visitors! }
}

it('shows what would go, takes it away once and for all, and has it on record', { timeout: 180_000 }, async () => {
  const env = { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: site }
  const forget = (...words: string[]) => command(env, 'site', 'forget', site, ...words)
  let footfall = await startFootfall({ env })
  onTestFinished(async () => void (await footfall.stop('SIGKILL')))
  await send(footfall, '/', '/parks', ...Array.from({ length: 30 }, (_, index) => `/junk/${index}`))

  // Without waiting: what was taken a moment ago is counted first.
  const junk = ['--day', day, '--value', 'path=/junk/**']
  const seen = await forget(...junk)
  expect(seen).toMatchObject({ code: 0, error: '' })
  expect(seen.out).toContain('path: 30 rows, 30 views, 30 visits')
  expect(seen.out).toContain("the site's total: 30 views, 30 visits, 30 browsers, 30 new browsers")
  expect(seen.out).toContain('host, referrer, source, browser, system, device, hour: a row (removed), -30 views, -30 visits')
  expect(await viewsBy(footfall, env, 'browser')).toEqual({ Firefox: 32, all: 32, visitors: 32 })

  const done = await forget(...junk, '--yes')
  expect(done).toMatchObject({ code: 0, error: '' })
  expect(done.out).toMatch(/taken away, and on record: .* path=\/junk\/\*\* {2}\d+ rows, 30 views, 30 visits\n/)
  expect(done.out.trim().split('\n').at(-1)).toBe('ok: every accepted event is stored once')
  expect(await viewsBy(footfall, env, 'browser')).toEqual({ Firefox: 32, '(removed)': -30, all: 2, visitors: 2 })
  expect(await viewsBy(footfall, env, 'path')).toEqual({ '/': 1, '/parks': 1, all: 2, visitors: 2 })
  expect(await forget(...junk, '--yes')).toMatchObject({ code: 1, error: `no path that begins with /junk/ is counted on ${day}\n` })
  expect(await forget('--day', day, '--value', 'hour=3')).toMatchObject({
    code: 2,
    error: expect.stringMatching(/^hour=3 cannot be taken away/),
  })

  // One that had only begun as the machine went down is gone on with by the next start.
  await footfall.stop('SIGKILL')
  const sqlite = openSqlite(spoolLayout(join(env.FOOTFALL_DATA, 'spool')).ledger)
  openLedger(sqlite).beginDisposal({ id: 'cut off', site, day, named: ['path=/parks'] }, Date.now())
  sqlite.close()
  footfall = await startFootfall({ env })
  await eventually('it is done', async () => !(await forget('--list')).out.includes('not done yet'))
  expect(await viewsBy(footfall, env, 'path')).toEqual({ '/': 1, all: 1, visitors: 1 })

  await footfall.stop()
  const all = await forget('--day', day, '--all', '--yes')
  expect(all).toMatchObject({ code: 0, error: '' })
  expect(all.out).toContain("the site's total: 1 view, 1 visit")
  expect((await forget('--list')).out.trim().split('\n')).toHaveLength(3)
  expect(await forget('--day', day, '--all')).toMatchObject({ code: 1, error: `${site} has counted nothing on ${day}\n` })
})
