/** The whole thread: a page with the tag is opened in a real browser, and a person reads the number on the dashboard. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../kit/build.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { type Footfall, startFootfall } from '../kit/footfall.ts'
import { eventually } from '../kit/temporary.ts'

interface Watched {
  page: Page
  errors: string[]
}

const data = mkdtempSync(join(tmpdir(), 'footfall-thread-'))
let footfall: Footfall
let visitor: Chromium
let owner: Chromium
// One test goes on where the one before it left off, as a person does.
let demo: Watched
let dashboard: Watched

beforeAll(async () => {
  await ensureBuilt()
  ;[footfall, visitor, owner] = await Promise.all([
    startFootfall({ env: { FOOTFALL_DATA: data, FOOTFALL_SITES: 'example.org' } }),
    launchChromium({ flags: ['--host-resolver-rules=MAP * 127.0.0.1'] }),
    launchChromium(),
  ])
})

afterAll(async () => {
  await Promise.all([visitor?.close(), owner?.close(), footfall?.stop()])
  rmSync(data, { recursive: true, force: true })
})

/** A new page, and every error that its console or its scripts report. */
async function newPage(browser: Chromium): Promise<Watched> {
  const page = await browser.context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return { page, errors }
}

async function signIn(page: Page): Promise<void> {
  const link = /Sign in\s+(http\S+)/.exec(footfall.output())?.[1] ?? ''
  await page.goto(link)
}

/** The number under a heading of the totals, as a person reads it. */
const total = (page: Page, label: string) => page.locator('.totals li', { has: page.getByText(label, { exact: true }) }).locator('.value')
const reads = async (page: Page, label: string, text: string) => {
  await eventually(
    `${label} reads ${text}`,
    async () =>
      (await total(page, label)
        .textContent()
        .catch(() => '')) === text,
  )
}
/** The cells of a row of a list. */
const row = async (page: Page, list: string, name: string) => {
  const line = page.getByRole('table', { name: list }).getByRole('row').filter({ hasText: name })
  await line.first().waitFor()
  return line.first().locator('td').allTextContents()
}
/** The same of a list behind a tab. */
const rowBehind = async (page: Page, tab: string, name: string) => {
  await page.getByRole('tab', { name: tab }).click()
  return row(page, tab, name)
}

/** Opens a page of the demo and waits until its view was answered. */
async function visit(page: Page, go: () => Promise<unknown>): Promise<number> {
  const [answer] = await Promise.all([page.waitForResponse((response) => /"(view|stray)"/.test(response.request().postData() ?? '')), go()])
  return answer.status()
}

describe('from a browser to a number on a page', () => {
  it('tells whoever is not signed in how to come in', async () => {
    const { page } = await newPage(owner)
    await page.goto(footfall.url)
    await page.getByRole('heading', { name: 'Sign in with your one-time link' }).waitFor()
    expect(await page.textContent('main')).toContain('npm run footfall -- link')
    await page.close()
  })

  it('three openings of the demo are three views on the dashboard, and nothing is left in the browser', async () => {
    demo = await newPage(visitor)
    const { page, errors } = demo
    const origins = new Set<string>()
    const sent: string[] = []
    page.on('request', (request) => {
      origins.add(new URL(request.url()).origin)
      if (request.method() === 'POST') sent.push(request.postData() ?? '')
    })
    for (let time = 0; time < 3; time++) expect(await visit(page, () => page.goto(`${footfall.url}/demo/`))).toBe(202)
    const view = { v: 1, type: 'view', site: 'demo.localhost', host: '127.0.0.1', consent: false }
    expect(sent.filter((text) => text.includes('"view"'))).toEqual([view, view, view].map((each) => JSON.stringify(each)))
    expect([...origins]).toEqual([footfall.url])
    expect(await visitor.context.cookies()).toEqual([])
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(['', 0, 0])
    expect(errors).toEqual([])

    dashboard = await newPage(owner)
    await signIn(dashboard.page)
    await dashboard.page.goto(`${footfall.url}/?site=demo.localhost`)
    await reads(dashboard.page, 'Views', '3')
    await reads(dashboard.page, 'Visits', '3')
    expect(await rowBehind(dashboard.page, 'Referrers', 'Direct')).toEqual(['3', '3'])
    expect(await rowBehind(dashboard.page, 'Pages', 'Not sent')).toEqual(['—', '3', '—'])
    expect(dashboard.errors).toEqual([])
  })

  it('a link within the site is a view and no visit, and shows by itself', async () => {
    expect(await visit(demo.page, () => demo.page.click('text=Stalls and hours'))).toBe(202)
    await reads(dashboard.page, 'Views', '4')
    await reads(dashboard.page, 'Visits', '3')
    // The address is one of the site's hosts.
    expect(await rowBehind(dashboard.page, 'Referrers', 'This site itself')).toEqual(['0', '1'])
  })

  it('a copy of the site on another host shows by its name and is not counted', async () => {
    const { page } = await newPage(visitor)
    const { port } = new URL(footfall.url)
    const [request] = await Promise.all([
      page.waitForRequest((asked) => asked.url().endsWith('/e')),
      page.goto(`http://look-alike.example:${port}/demo/`),
    ])
    expect(JSON.parse(request.postData() ?? '')).toEqual({
      v: 1,
      type: 'stray',
      site: 'demo.localhost',
      host: 'look-alike.example',
      consent: false,
    })
    expect(await row(dashboard.page, 'Other hosts', 'look-alike.example')).toEqual(['1'])
    expect(await row(dashboard.page, 'Refused', 'host')).toEqual(['1'])
    await reads(dashboard.page, 'Views', '4')
  })
})

describe('the dashboard', () => {
  it('keeps the choice of days in its address, by mouse, by keyboard and by going back', async () => {
    const { page } = dashboard
    await page.getByRole('link', { name: '7 days' }).click()
    expect(new URL(page.url()).search).toMatch(/^\?site=demo\.localhost&range=7d/)
    await reads(page, 'Views', '4')
    await page.getByRole('link', { name: 'Yesterday' }).press('Enter')
    await page.getByRole('heading', { name: 'No views on these days' }).waitFor()
    await page.goBack()
    await reads(page, 'Views', '4')
    await page.getByText('Custom', { exact: true }).press('Enter')
    await page.getByLabel('From', { exact: true }).fill('2026-01-02')
    await page.getByLabel('To', { exact: true }).fill('2026-01-01')
    await page.getByLabel('To', { exact: true }).press('Enter')
    await eventually('the address names the days', () =>
      new URL(page.url()).search.startsWith('?site=demo.localhost&from=2026-01-01&to=2026-01-02'),
    )
    await page.reload()
    await page.getByText('Jan 1 – 2, 2026').first().waitFor()
  })

  it('of a site without views shows the tag to paste', async () => {
    const { page } = dashboard
    await page.getByLabel('Site').selectOption('example.org')
    await page.getByRole('link', { name: 'Today' }).click()
    await page.getByRole('heading', { name: 'No views yet' }).waitFor()
    expect(await page.locator('.code code').first().textContent()).toBe(
      `<script async src="${footfall.url}/footfall.js?site=example.org"></script>`,
    )
  })

  it('is laid out within 390 and 1920 pixels', async () => {
    const { page } = dashboard
    for (const width of [390, 768, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 })
      for (const site of ['example.org', 'demo.localhost']) {
        await page.goto(`${footfall.url}/?site=${site}`)
        await page.locator('.numbers[aria-busy=false]').waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      }
    }
  })

  it('lets its reader out, and asks to come in again', async () => {
    const { page } = dashboard
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in with your one-time link' }).waitFor()
    expect(await owner.context.cookies()).toEqual([])
  })
})
