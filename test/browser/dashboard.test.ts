/** The dashboard's page in every state, in a real browser: nothing for axe to find, everything by keyboard, each number with its reason. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day, localTime, weekOf } from '../../contract/day.ts'
import { ensureBuilt } from '../kit/build.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { eventually } from '../kit/temporary.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const data = mkdtempSync(join(tmpdir(), 'footfall-dashboard-'))
let footfall: Footfall
let owner: Chromium
let page: Page
const errors: string[] = []
const queries = '**/api/query?*'

beforeAll(async () => {
  await ensureBuilt()
  ;[footfall, owner] = await Promise.all([
    startFootfall({
      // Six weeks of the sample site: what needs a past, and crosses that have been earned.
      program: 'test/kit/small-sample.ts',
      env: {
        FOOTFALL_DATA: data,
        FOOTFALL_SITES: 'example.org,empty.org,calm.org,flood.org',
        FOOTFALL_SAMPLE: 'on',
        FOOTFALL_TEST_SAMPLE: '42 20',
      },
    }),
    launchChromium(),
  ])
  await send()
  page = await owner.context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(/Sign in\s+(http\S+)/.exec(footfall.output())?.[1] ?? '')
  await eventually('the sample is filled', sampleFilled, 60_000)
})

afterAll(async () => {
  await Promise.all([owner?.close(), footfall?.stop()])
  rmSync(data, { recursive: true, force: true })
})

/** The day at the sample's city, where the page's days are. */
function sampleToday(): Day {
  return localTime('America/Chicago', Date.now()).day
}

function sampleFilled(): Promise<boolean> {
  return page.evaluate(async () => {
    const { sites } = (await (await fetch('/api/sites')).json()) as { sites: { sample?: true; filling?: true }[] }
    return sites.some(({ sample, filling }) => sample && !filling)
  })
}

/** Two visits with consent, of two views and of one; three views without; a look-alike; a timing; what became of four banners. */
async function send(): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  const base = { v: 1, site: 'example.org', host: 'example.org' }
  const told = { ...base, type: 'view', consent: true, day, zone: 'America/Chicago', lang: 'en', screen: 1_280 }
  const begins = { visit: 1, first: 'new', recency: 'new', since: 0 }
  const events = [
    { ...told, ...begins, path: '/', referrer: 'news.org', source: 'news.org' },
    { ...told, path: '/parks', from: '/', visit: 2, first: 'new', referrer: 'example.org', source: 'news.org' },
    { ...told, ...begins, path: '/', source: '(direct)' },
    ...Array.from({ length: 2 }, () => ({ ...base, type: 'view', consent: false, referrer: 'xn--bcher-kva.example' })),
    { ...base, type: 'view', consent: false, referrer: 'blog.example.org' },
    { ...base, type: 'leave', consent: true, day, path: '/parks', source: 'news.org', seconds: 90, scroll: 8 },
    { ...base, type: 'vitals', consent: false, metric: 'lcp', value: 1_900 },
    ...['shown', 'shown', 'shown', 'shown', 'accepted', 'accepted', 'refused', 'left'].map((action) => {
      return { ...base, type: 'consent', consent: action === 'accepted', policy: '1', action, layer: 1, method: 'banner', lang: 'en' }
    }),
    { ...base, type: 'stray', host: 'look-alike.example', consent: false },
    { ...base, type: 'stray', host: 'xn--xample-9uf.org', consent: false },
  ]
  const answer = await fetch(`${footfall.url}/e`, { method: 'POST', body: JSON.stringify(events), headers: { 'user-agent': firefox } })
  expect([answer.status, answer.headers.get('footfall-refused')]).toEqual([202, 'host'])
}

const open = async (query: string) => {
  await page.goto(`${footfall.url}/${query}`)
  await page.locator('.numbers[aria-busy=false], .empty, .signed-out').first().waitFor()
}
const headline = (label: string) => page.locator('.totals li', { has: page.getByText(label, { exact: true }) })
const reads = (label: string, text: string) =>
  eventually(
    `${label} reads ${text}`,
    async () =>
      (await headline(label)
        .locator('.value')
        .textContent()
        .catch(() => '')) === text,
  )

/** Opens the dialog of path rules, writes them and waits for what they would do. */
async function typeRules(text: string): Promise<void> {
  await page.getByRole('button', { name: 'Path rules…' }).click()
  const answered = page.waitForResponse(
    (answer) => answer.url().endsWith('/paths/preview') && answer.request().postData()!.includes(text.trim()),
  )
  await page.getByLabel('One rule a line').fill(text)
  await answered
  await page.getByText(/Trying them/).waitFor({ state: 'detached' })
}

/** What axe finds, best practices included. */
async function findings(): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate("axe.run({ resultTypes: ['violations'] })")
  return (found as { violations: { id: string; nodes: { html: string }[] }[] }).violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
  )
}

describe('the page', () => {
  it('shows what was sent, each number under its name', async () => {
    await open('?site=example.org&range=7d')
    for (const [label, text] of [
      ['Visitors', '2'],
      ['Visits', '5'],
      ['Views', '6'],
      ['Bounce rate', '50%'],
      ['Views per visit', '1.5'],
      ['Engaged time', '45s'],
      ['Coverage', '50%'],
    ] as const) {
      await reads(label, text)
    }
  })

  it('filters by a row, says so in the address, and goes back', async () => {
    await open('?site=example.org')
    await page.getByRole('button', { name: 'news.org' }).click()
    await page.getByRole('list', { name: 'Filters' }).getByText('news.org').waitFor()
    expect(new URL(page.url()).searchParams.getAll('filter')).toEqual(['is.source.news.org'])
    await reads('Visits', '1')
    await page.getByRole('button', { name: 'Remove the filter Source news.org' }).click()
    await reads('Visits', '5')
    await page.goBack()
    await reads('Visits', '1')
    await page.reload()
    await reads('Visits', '1')
  })

  it('says why numbers under two kinds of filter are not there', async () => {
    await open('?site=example.org&range=7d&filter=is.source.news.org&filter=is.device.desktop')
    await page.getByText('What is stored names at most two things at once').waitFor()
    await page.getByText('not kept under this filter').first().waitFor()
    expect(await page.locator('.plot').count()).toBe(0)
  })

  it('says first how much is not kept, then of each row at least and at most how many, so that all adds up', async () => {
    await open('?site=riverton.example&range=7d&filter=is.source.google.com')
    const table = page.getByRole('table', { name: 'Pages' })
    await table.getByText(/^\d+% of views not kept by page$/).waitFor()
    await page
      .getByRole('button', { name: /^Show all/ })
      .first()
      .click()
    const rows = await table.locator('tbody tr').evaluateAll((all) =>
      all.map((row) => {
        const views = row.querySelectorAll('td')[1]!
        return { name: row.querySelector('th')!.textContent, views: views.textContent, title: views.title }
      }),
    )
    expect(rows[0]!.name).toMatch(/not kept by page/)
    expect(rows.slice(1).some(({ name }) => /not kept/i.test(name!))).toBe(false)
    const ranges = rows.filter(({ views }) => views!.includes('–'))
    expect(ranges.length).toBeGreaterThan(2)
    for (const { views, title } of ranges) expect(title).toBe(`at least ${views!.replace('–', ', at most ')}`)
    const kept = rows.map(({ views }) => Number(views!.split('–')[0]!.replace(',', '')))
    expect((await headline('Views').locator('.value').textContent())!.replace(',', '')).toBe(
      String(kept.reduce((sum, each) => sum + each, 0)),
    )
    expect(await page.locator('.bar.most').count()).toBeGreaterThan(2)
    await page.getByText('A range is the least and the most it can be').waitFor()
  })

  it('shows look-alike hosts under any filter', async () => {
    await open('?site=example.org&filter=is.source.news.org')
    await page.getByRole('row').filter({ hasText: 'look-alike.example' }).waitFor()
  })

  it('shows international names as people read them, a look-alike’s as browsers know it first', async () => {
    await open('?site=example.org&range=7d&tabs=referrer')
    const table = page.getByRole('table', { name: 'Referrers' })
    expect(await table.getByRole('button', { name: 'bücher.example xn--bcher-kva.example' }).getAttribute('title')).toBe(
      'Only bücher.example (xn--bcher-kva.example)',
    )
    await table.getByRole('button', { name: 'bücher.example' }).click()
    await page.getByRole('list', { name: 'Filters' }).getByText('bücher.example', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.getAll('filter')).toEqual(['is.referrer.xn--bcher-kva.example'])
    const others = page.getByRole('table', { name: 'Other hosts' })
    await others.getByText(/^xn--xample-9uf\.org/).waitFor()
    expect(await others.getByText(/^xn--xample-9uf\.org/).textContent()).toBe('xn--xample-9uf.org єxample.org')
  })

  it('names the site itself among what refers to it, and asks of a host below it whether it is the owner’s', async () => {
    await open('?site=example.org&range=7d&tabs=referrer')
    const card = page.getByRole('region', { name: 'Sources' })
    await card.getByRole('button', { name: 'blog.example.org yours? add it' }).waitFor()
    expect(await card.locator('.unlisted code').textContent()).toBe('npm run footfall -- site add example.org --host blog.example.org')
    await card.getByRole('button', { name: 'This site itself' }).click()
    await page.getByRole('list', { name: 'Filters' }).getByText('This site itself', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.getAll('filter')).toEqual(['is.referrer.example.org'])
  })

  it('draws the first and the last month as the parts that they are, and says so', async () => {
    await open('?site=riverton.example&range=12m&measure=views')
    await page.locator('.plot .line.part[d*=L]').waitFor()
    await page.locator('.chart').getByRole('button', { name: 'As a table' }).click()
    const rows = page.getByRole('region', { name: 'Views as a table' }).getByRole('row')
    expect(await rows.nth(1).getByText('so far').count()).toBe(1)
    expect(
      await rows
        .last()
        .getByText(/only [A-Z][a-z]{2} \d+/)
        .count(),
      // The 365 days may begin with a whole month.
    ).toBe(addDays(sampleToday(), -364).endsWith('-01') ? 0 : 1)
    expect(await rows.nth(3).locator('small').count()).toBe(0)
  })

  it('shows which days, tab and measure are chosen also in the reader’s own colours', async () => {
    await open('?site=example.org&range=7d')
    await page.emulateMedia({ forcedColors: 'active' })
    const look = (selector: string, property: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
    expect(await look('.range [aria-current]', 'background-color')).not.toBe(await look('.range a:not([aria-current])', 'background-color'))
    const [chosen, other] = [
      await look('.tabs [aria-selected=true]', 'border-bottom-color'),
      await look('.tabs [aria-selected=false]', 'border-bottom-color'),
    ]
    expect(chosen).not.toBe(other)
    expect(other).toBe(await look('.panel', 'background-color'))
    await page.emulateMedia({ forcedColors: 'none' })
  })

  it('says that a site is not here, and opens none in its place', async () => {
    await open('?site=exmple.org&range=7d')
    await page.getByRole('heading', { name: 'There is no site “exmple.org” here' }).waitFor()
    expect(await page.locator('.numbers').count()).toBe(0)
    await page.getByRole('link', { name: 'example.org', exact: true }).click()
    await reads('Views', '6')
    expect(new URL(page.url()).search).toBe('?site=example.org&range=7d')
    await open('?site=www.example.org&range=7d')
    await reads('Views', '6')
  })

  it('draws the measure that is chosen, and tells each step to the keyboard', async () => {
    await open('?site=example.org&range=7d')
    await headline('Views').getByRole('button').click()
    expect(new URL(page.url()).searchParams.get('measure')).toBe('views')
    const plot = page.getByRole('slider', { name: 'Views over time' })
    await plot.focus()
    await page.keyboard.press('End')
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/: 6, so far$/)
    await page.keyboard.press('ArrowLeft')
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/: 0$/)
    await page.locator('.chart').getByRole('button', { name: 'As a table' }).click()
    expect(await page.getByRole('region', { name: 'Views as a table' }).getByRole('row').count()).toBe(8)
  })

  it('opens the tabs of a card by arrow keys', async () => {
    await open('?site=example.org')
    await page.getByRole('tab', { name: 'Pages' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('table', { name: 'Entries' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Entries')
    expect(new URL(page.url()).searchParams.get('tabs')).toBe('entry')
  })

  it('tries path rules on the stored paths, and keeps them for what comes after', async () => {
    await open('?site=example.org')
    await typeRules('/pa*s')
    await page.getByText('Line 1: not a path that begins with /').waitFor()
    await page.getByLabel('One rule a line').fill('/parks\n/*')
    await page.getByText('would have folded 0.').waitFor()
    await page.getByLabel('One rule a line').fill('/*')
    await page.getByRole('row', { name: '/parks /* 1' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await typeRules('/park/*')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('button', { name: 'Path rules…' }).click()
    expect(await page.getByLabel('One rule a line').inputValue()).toBe('/park/*')
    await page.getByRole('button', { name: 'Cancel' }).click()
  })

  it('says under the visitors about how many there were in all, explained to the keyboard, and never under a filter', async () => {
    await open('?site=example.org&range=7d')
    await page.getByText('about 4 with those who did not consent').waitFor()
    const explained = page.getByRole('tooltip')
    expect(await explained.isVisible()).toBe(false)
    await page.getByRole('button', { name: 'estimate' }).focus()
    await explained.getByText('visitors divided by coverage').waitFor()
    await page.keyboard.press('Escape')
    await explained.waitFor({ state: 'hidden' })
    await open('?site=example.org&range=7d&filter=is.source.news.org')
    await reads('Visits', '1')
    expect(await page.locator('.estimate').count()).toBe(0)
  })

  it('shows visits by their views, and who came back', async () => {
    await open('?site=example.org&range=7d')
    const cells = (table: string, name: string) =>
      page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: name }).locator('td').allTextContents()
    expect(await cells('Views per visit', '1 view')).toEqual(['1', '50%'])
    expect(await cells('Views per visit', '2 views')).toEqual(['1', '50%'])
    expect(await cells('Coming back', 'New')).toEqual(['2', '100%'])
  })

  it('asks for retention and consent when the reader comes near, and tells each cell to whoever cannot see its shade', async () => {
    let asked = 0
    page.on('request', (request) => (asked += request.postData()?.includes('"cohort"') ? 1 : 0))
    await open('?site=riverton.example')
    await page.getByRole('table', { name: 'Coming back' }).waitFor()
    expect(asked).toBe(0)
    await page.getByRole('heading', { name: 'Weekly retention' }).scrollIntoViewIfNeeded()
    const grid = page.getByRole('region', { name: 'Weekly retention as a grid' })
    await grid.waitFor()
    expect(asked).toBe(1)
    expect(await grid.getByRole('columnheader').nth(2).textContent()).toContain('one week later')
    const weeks = grid.getByRole('row')
    // The heading, the average, and a row for each week of 42 days.
    expect(await weeks.count()).toBeGreaterThanOrEqual(8)
    expect(await weeks.nth(2).getByRole('cell').nth(1).textContent()).toMatch(/^\d+%$/)
    // The sample ends yesterday: on a Monday nobody of this week is there yet.
    const isNew = sampleToday() === weekOf(sampleToday())
    expect(await weeks.last().getByRole('rowheader').textContent()).toMatch(isNew ? /^[A-Z][a-z]{2} \d+$/ : /so far$/)
  })

  it('shows what became of the question for consent', async () => {
    await open('?site=example.org&range=7d')
    await page.getByRole('heading', { name: 'Weekly retention' }).scrollIntoViewIfNeeded()
    await page.getByText('67% of 3 answers accepted').waitFor()
    const rows = page.getByRole('table', { name: 'Answers to the consent question' }).locator('tbody tr')
    expect(await rows.evaluateAll((all) => all.map((row) => row.querySelector('td')?.textContent))).toEqual(['4', '2', '0', '1', '1', '0'])
    await page.getByRole('table', { name: 'By language' }).getByText('English').waitFor()
  })

  it('says why retention and consent did not come, and asks again', async () => {
    await page.route(queries, (route) => (route.request().postData()?.includes('"cohort"') ? route.abort() : route.continue()))
    await open('?site=example.org')
    await page.getByText('Engaged', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Coming back' }).scrollIntoViewIfNeeded()
    await page.getByRole('alert').waitFor()
    await reads('Views', '6')
    await page.unroute(queries)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('67% of 3 answers accepted').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('shows what is around a page, and moves to the page that is pressed', async () => {
    await open('?site=riverton.example&filter=is.path./')
    const around = page.getByRole('region', { name: 'Around this page' })
    await around.getByRole('row').filter({ hasText: 'The visit began here' }).waitFor()
    await around.getByRole('row').filter({ hasText: 'The visit ended here' }).waitFor()
    expect(await around.getByRole('listitem').first().textContent()).toMatch(/^10% of the page: \d+%$/)
    const next = around.getByRole('table', { name: 'Went on to' }).getByRole('button').first()
    const path = (await next.textContent()) ?? ''
    expect(path).toMatch(/^\//)
    await next.focus()
    await page.keyboard.press('Enter')
    await around.getByRole('heading').getByText(path, { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.getAll('filter')).toEqual([`is.path.${path}`])
    // What is kept of the whole site alone says nothing here, and the page says that.
    await page.getByText('they are shown without a filter').waitFor()
    expect(await page.getByRole('heading', { name: 'Weekly retention' }).count()).toBe(0)
  })

  it('says while it waits why nothing is counted, what it means and what can be done', async () => {
    const event = { v: 1, site: 'empty.org', host: 'empty.org', type: 'view', consent: false }
    const headers = { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }
    expect((await fetch(`${footfall.url}/e`, { method: 'POST', body: JSON.stringify(event), headers })).status).toBe(400)
    await open('?site=empty.org')
    await page.getByRole('heading', { name: 'No views yet' }).waitFor()
    const row = page.getByRole('table', { name: 'Refused' }).getByRole('row').filter({ hasText: 'a program: its user agent says so' })
    await row.getByText('Nothing to do: programs are not visitors.').waitFor()
    await open('?site=calm.org')
    await fetch(`${footfall.url}/e`, {
      method: 'POST',
      body: JSON.stringify({ ...event, site: 'calm.org', host: 'calm.org' }),
      headers: { 'user-agent': firefox },
    })
    await reads('Views', '1')
    for (const text of ['No data for these days.', 'No other host uses the tag.', 'No event was refused.', 'Every value has its own row.'])
      await page.getByText(text).first().waitFor()
  })

  it('shows refused events by the hour of a day and by the days of more, drawn and as a table, and says where hours are not known', async () => {
    const card = page.getByRole('region', { name: 'Refused and unusual events' })
    const [hour] = /\d\d/.exec(new Date().toISOString().slice(11))!
    await open('?site=example.org&range=today')
    // The two stray hosts. Each column is told in words; the hour may have ended since.
    const columns = card.getByRole('listitem').filter({ hasText: '2 host' })
    await columns.waitFor()
    expect(await card.getByRole('listitem').count()).toBe(24)
    const told = (await columns.textContent())!
    expect([`${hour}:00: 2 host`, `${String(Number(hour) - 1).padStart(2, '0')}:00: 2 host`]).toContain(told)
    await card.getByRole('button', { name: 'As a table' }).focus()
    await page.keyboard.press('Enter')
    await card
      .getByRole('region', { name: 'Refused as a table' })
      .getByRole('row', { name: told.replace(':00:', ':00') })
      .waitFor()
    await open('?site=example.org&range=7d')
    await card
      .getByRole('listitem')
      .last()
      .getByText(/: 2 host$/)
      .waitFor({ state: 'attached' })
    expect(await card.getByRole('listitem').count()).toBe(7)
    // As of a day from before hours were kept.
    await page.route(queries, async (route) => {
      const asked = route.request().postDataJSON() as { by?: string[] }[]
      const answers = (await (await route.fetch()).json()) as object[]
      const rows = [{ refused: '(not kept)', hour: '(not kept)', count: 2 }]
      await route.fulfill({
        json: answers.map((answer, index) => (asked[index]?.by?.join() === 'refused,hour' ? { ...answer, rows } : answer)),
      })
    })
    await open('?site=example.org&range=today')
    await card.getByText('This day is stored as a whole').waitFor()
    expect(await card.getByRole('row').filter({ hasText: 'host' }).getByRole('cell').last().textContent()).toBe('2')
    expect(await card.getByRole('listitem').count()).toBe(0)
    await page.unroute(queries)
  })

  it('shows events with values that found no room, by the hour, and what can be done', async () => {
    const label = (index: number) => ({
      ...{ v: 1, site: 'flood.org', host: 'flood.org', type: 'view', consent: true, path: '/', campaign: `made up ${index}` },
      ...{ visit: 1, first: 'new', recency: 'new', since: 0 },
    })
    for (let from = 0; from < bounds.labelsShare.max + 100; from += 100) {
      const body = JSON.stringify(Array.from({ length: 100 }, (_, index) => label(from + index)))
      expect((await fetch(`${footfall.url}/e`, { method: 'POST', body, headers: { 'user-agent': firefox } })).status).toBe(202)
    }
    await open('?site=flood.org&range=today')
    const card = page.getByRole('region', { name: 'Refused and unusual events' })
    const row = card.getByRole('table', { name: 'Unusual' }).getByRole('row').filter({ hasText: 'Campaigns' })
    await row.getByRole('cell', { name: '100', exact: true }).waitFor()
    await row.getByText('List your own labels').waitFor()
    await card
      .getByRole('listitem')
      .getByText(/^\d\d:00: 100 Campaigns$/)
      .waitFor({ state: 'attached' })
    await card.getByText('No event was refused.').waitFor()
    await reads('Views', new Intl.NumberFormat('en').format(bounds.labelsShare.max + 100))
  })

  it('notices the first event of an empty site by itself', async () => {
    await open('?site=empty.org')
    await page.getByRole('heading', { name: 'No views yet' }).waitFor()
    const event = { v: 1, site: 'empty.org', host: 'empty.org', type: 'view', consent: false }
    await fetch(`${footfall.url}/e`, { method: 'POST', body: JSON.stringify(event), headers: { 'user-agent': firefox } })
    await reads('Views', '1')
  })

  it('keeps the last numbers while the collector is away, and says so', async () => {
    await open('?site=example.org')
    await reads('Views', '6')
    await page.route(queries, (route) => route.abort())
    await page.getByRole('alert').waitFor()
    await reads('Views', '6')
    await page.unroute(queries)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  it('says in a sentence that counting stands still, since when, and that nothing is lost by it', async () => {
    await page.route('**/health', async (route) => {
      const health = (await (await route.fetch()).json()) as object
      await route.fulfill({
        json: { ...health, draining: false, standstill: { since: '2026-11-24T09:30:00.000Z', why: 'ledger.sqlite: no' } },
      })
    })
    await open('?site=example.org')
    await page.getByText(/Counting has stopped since .+\. New events are queued\s+on disk/).waitFor()
    await reads('Views', '6')
    expect(await findings()).toEqual([])
    await page.unroute('**/health')
    await open('?site=example.org')
    await reads('Views', '6')
    expect(await page.getByText('Counting has stopped').count()).toBe(0)
  })

  it('shows the rest where one question is refused', async () => {
    await page.route(queries, async (route) => {
      const asked = route.request().postDataJSON() as { by?: string[] }[]
      const answers = (await (await route.fetch()).json()) as object[]
      const refused = { error: { code: 'tooManyRows', message: 'too many rows', field: 'by' } }
      await route.fulfill({ json: answers.map((answer, index) => (asked[index]?.by?.[0] === 'country' ? refused : answer)) })
    })
    await open('?site=example.org')
    await page.getByRole('region', { name: 'Places' }).getByText('Could not load this card: too many rows.').waitFor()
    expect(await page.getByText('Could not load this card').count()).toBe(1)
    await reads('Views', '6')
    await page.unroute(queries)
  })

  it('says of what was taken away of a day that it still stands in the rows above, and that nobody knows in which', async () => {
    const day = addDays(sampleToday(), -20)
    const words = ['site', 'forget', 'riverton.example', '--day', day, '--value', 'path=/', '--yes']
    expect(await command({ FOOTFALL_DATA: data }, ...words)).toMatchObject({ code: 0, error: '' })
    await open(`?site=riverton.example&from=${day}&to=${day}`)
    const row = page.getByRole('table', { name: 'Sources' }).locator('tbody tr').last()
    expect(await row.textContent()).toMatch(/^Removed by the owner-\d+/)
    expect(await row.getByRole('button').count()).toBe(0)
    expect(await row.locator('.name').getAttribute('title')).toMatch(/^\d+ visits were false and were removed from the totals/)
    expect(await page.getByRole('table', { name: 'Pages' }).getByText('Removed by the owner').count()).toBe(0)
    for (const title of ['Views per visit', 'Hours'])
      await page
        .locator('section', { hasText: title })
        .getByText(/it is not known which rows$/)
        .first()
        .waitFor()
  })
})

describe('axe finds nothing', () => {
  const states: [string, string, (() => Promise<unknown>)?][] = [
    [
      'as a table, with an explanation',
      '?site=example.org&range=7d',
      async () => {
        await page.locator('.chart').getByRole('button', { name: 'As a table' }).click()
        await page.getByRole('button', { name: 'estimate' }).focus()
      },
    ],
    ['asking too much', '?site=example.org&filter=is.source.news.org&filter=is.device.desktop'],
    [
      'full',
      '?site=riverton.example',
      async () => {
        await page.getByRole('heading', { name: 'Weekly retention' }).scrollIntoViewIfNeeded()
        await page.getByRole('region', { name: 'Weekly retention as a grid' }).waitFor()
        await page.getByText(/answers accepted/).waitFor()
      },
    ],
    [
      'with refused events as a table',
      '?site=example.org&range=today',
      () => page.getByRole('region', { name: 'Refused and unusual events' }).getByRole('button', { name: 'As a table' }).press('Enter'),
    ],
    ['around a page', '?site=riverton.example&filter=is.path./', () => page.getByText('The visit began here').waitFor()],
    ['asking of a host below it', '?site=example.org&range=7d&tabs=referrer', () => page.locator('.unlisted').waitFor()],
    ['empty', '?site=demo.localhost'],
    ['of no site', '?site=exmple.org'],
    ['with path rules tried', '?site=example.org', () => typeRules('/*')],
    ['with the days open', '?site=example.org', () => page.getByText('Custom', { exact: true }).click()],
  ]
  const looks = (['light', 'dark'] as const).flatMap((scheme) => [1_280, 390].map((width) => [scheme, width] as const))

  /** In each scheme and width, without loading anew. */
  async function inEachLook(): Promise<void> {
    for (const [colorScheme, width] of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      expect(await findings(), `in ${colorScheme} at ${width} pixels`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `at ${width} pixels`).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1_280, height: 900 })
  }

  it.each(states)('%s', async (_, query, act) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(query)
    await act?.()
    await inEachLook()
  })

  it('failed', async () => {
    await page.route(queries, (route) => route.abort())
    await page.goto(`${footfall.url}/?site=example.org`)
    await page.getByRole('alert').waitFor()
    await inEachLook()
    await page.unroute(queries)
  })

  it('while loading, and signed out', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(queries, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${footfall.url}/?site=example.org`)
    await page.locator('.skeleton').first().waitFor()
    expect(await findings()).toEqual([])
    release()
    await page.locator('.value').first().waitFor()
    await page.unroute(queries)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in with your one-time link' }).waitFor()
    expect(await findings()).toEqual([])
  })

  it.each(looks)('on a link that was used, in %s at %i pixels: a page that looks as the rest does', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(/Sign in\s+(http\S+)/.exec(footfall.output())?.[1] ?? '')
    await page.getByRole('heading', { name: 'This link does not sign in any more' }).waitFor()
    expect(await findings()).toEqual([])
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const used = await ground()
    await page.goto(footfall.url)
    await page.getByRole('heading', { name: 'Sign in with your one-time link' }).waitFor()
    expect(used).toBe(await ground())
  })
})

it('no script of the page has failed', () => expect(errors).toEqual([]))
