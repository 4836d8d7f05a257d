/** The overview with more cards than it has, each added by a row: on the real collector, in a real browser. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { builtFiles, ensureBuilt } from '../kit/build.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { type Footfall, startFootfall } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { eventually } from '../kit/temporary.ts'

const site = 'example.org'
const data = mkdtempSync(join(tmpdir(), 'footfall-cards-'))
let footfall: Footfall
let owner: Chromium
let page: Page
const errors: string[] = []

beforeAll(async () => {
  await ensureBuilt()
  const files = await builtFiles('dashboard', { './cards/index.ts': fileURLToPath(new URL('../kit/more-cards.ts', import.meta.url)) })
  ;[footfall, owner] = await Promise.all([startFootfall({ env: { FOOTFALL_DATA: data, FOOTFALL_SITES: site } }), launchChromium()])
  const told = { v: 1, site, host: site, type: 'view', consent: true, day: new Date().toISOString().slice(0, 10), zone: 'UTC' }
  const events = [
    { ...told, path: '/', lang: 'en', screen: 1_280, visit: 1, first: 'new', recency: 'new', since: 0, source: 'news.org' },
    { ...told, path: '/parks', from: '/', lang: 'en', screen: 1_280, visit: 2, first: 'new', source: 'news.org' },
    { v: 1, site, host: site, type: 'view', consent: false },
  ]
  const answer = await fetch(`${footfall.url}/e`, { method: 'POST', body: JSON.stringify(events), headers: { 'user-agent': firefox } })
  expect(answer.status).toBe(202)
  page = await owner.context.newPage()
  // Two requests one after the other, also where the machine is busy.
  page.setDefaultTimeout(45_000)
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(/Sign in\s+(http\S+)/.exec(footfall.output())?.[1] ?? '')
  await page.route(
    ({ pathname }) => pathname === '/',
    (route) => route.fulfill({ body: files.get('index.html'), contentType: 'text/html' }),
  )
  await page.route('**/assets/*', (route) => {
    const name = new URL(route.request().url()).pathname.slice(1)
    return route.fulfill({ body: files.get(name), contentType: name.endsWith('.css') ? 'text/css' : 'text/javascript' })
  })
})

afterAll(async () => {
  await Promise.all([owner?.close(), footfall?.stop()])
  rmSync(data, { recursive: true, force: true })
})

/** Opens the page; the questions of each request by which it came to have all its numbers. One that found the collector busy is sent again, and is no answer. */
async function open(query: string): Promise<object[][]> {
  const asked: object[][] = []
  const notice = (answer: Response) =>
    answer.url().includes('/api/query') && answer.status() === 200 && asked.push(answer.request().postDataJSON() as object[])
  page.on('response', notice)
  await page.goto(`${footfall.url}/?site=${site}&${query}`)
  await page.locator('.numbers[aria-busy=false]').waitFor()
  page.off('response', notice)
  return asked
}
const cells = (table: string) => page.getByRole('table', { name: table, exact: true }).locator('tbody tr').allTextContents()

it('a card that is added by a row shows its numbers', async () => {
  await open('range=today')
  await eventually('both kinds are counted', async () => (await cells('Kinds of events')).join() === 'view3')
  expect(await cells('Hosts')).toEqual([`${site}23`])
})

it('more questions than one request may have are asked in several, each once, and all have their answers', async () => {
  for (const query of ['range=7d', 'range=30d&filter=is.path./']) {
    const asked = (await open(query)).slice(0, 2)
    expect(asked.length).toBe(2)
    for (const questions of asked) expect(questions.length).toBeLessThanOrEqual(bounds.queryQuestions.max)
    const all = asked.flat().map((question) => JSON.stringify(question))
    expect(all.length).toBeGreaterThan(bounds.queryQuestions.max)
    expect(new Set(all).size).toBe(all.length)
    // Consent is asked once the reader comes near.
    expect(await page.locator('.panels > .panel:not(.consent) .skeleton').count()).toBe(0)
  }
})

it('one that is refused is said in its card alone, with the reason; the others show their numbers', async () => {
  await open('range=today')
  const card = page.getByRole('region', { name: 'Noses' })
  await card.getByText(/^Could not load this card: .*nose/).waitFor()
  expect(await page.getByText('Could not load this card').count()).toBe(1)
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await cells('Pages')).toEqual(['/110s', '/parks110s', 'Not sent paths come only with consent—1—'])
  expect(await cells('Kinds of events')).toEqual(['view3'])
})

it('no script of the page has failed', () => expect(errors).toEqual([]))
