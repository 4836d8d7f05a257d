/** A stranger's text in every value that the dashboard shows and in its address, in real Chromium: it is text, and neither a script, a handler, a link nor a request. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt } from '../kit/build.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { commandOf, type Home, openHome, send } from '../kit/homes.ts'
import { markupTexts, prototypeNames } from '../kit/hostile-values.ts'
import { eventually } from '../kit/temporary.ts'

const site = 'example.org'
const texts = [...markupTexts, ...prototypeNames]
/** Of what the page does that no text may make it do. */
const seen = { foreign: [] as string[], broken: [] as string[], dialogs: [] as string[], errors: [] as string[] }
const folder = mkdtempSync(join(tmpdir(), 'footfall-markup-'))
let home: Home
let owner: Chromium
let page: Page

beforeAll(async () => {
  await ensureBuilt()
  home = await openHome('Node, the engine inside', { folder })
  await commandOf(home, { command: 'site add', site: { domain: site, campaigns: texts } })
  await flood()
  owner = await launchChromium()
  page = await owner.context.newPage()
  page.on('request', (request) => new URL(request.url()).origin === home.url() || seen.foreign.push(request.url()))
  page.on('dialog', (dialog) => seen.dialogs.push(dialog.message()))
  page.on('pageerror', ({ message }) => seen.errors.push(message))
  await page.exposeFunction('toldOfViolation', (what: string) => seen.broken.push(what))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      (window as unknown as { toldOfViolation(what: string): void }).toldOfViolation(`${event.violatedDirective} ${event.blockedURI}`),
    ),
  )
  const [link] = (await commandOf(home, { command: 'link' })).out
  await page.goto(link!)
}, 120_000)

afterAll(async () => {
  await owner?.close()
  await home?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Each text as path, source, medium and campaign, as what a browser says of itself, and as a host in another's name. */
async function flood(): Promise<void> {
  const base = { v: 1, site, host: site, consent: true }
  for (const text of texts) {
    const path = `/${text.replaceAll('/', '∕').replaceAll('#', '♯').replaceAll('?', '')}`
    const events = [
      {
        ...base,
        type: 'view',
        path,
        source: text,
        medium: text,
        campaign: text,
        visit: 1,
        first: 'new',
        recency: 'new',
        since: 0,
        zone: text,
      },
      { ...base, type: 'view', path, from: path, referrer: `${text}.example`, visit: 2, first: 'new' },
      { ...base, type: 'stray', host: /^[\w]+$/.test(text) ? `${text}.example` : 'look-alike.example' },
    ]
    const answer = await send(home, events)
    expect([text, answer.status, await answer.text()]).toEqual([text, 202, expect.anything()])
    // Some of these are taken for a program's.
    await send(home, events, { 'user-agent': `Mozilla/5.0 (X11; ${text}) Gecko/20100101 Firefox/145.0 ${text}` })
  }
  await eventually('all is stored', async () => (await commandOf(home, { command: 'audit' })).code === 0)
}

async function open(query: string): Promise<void> {
  await page.goto(`${home.url()}/${query}`)
  await page.locator('.numbers[aria-busy=false], .empty, .signed-out, .plain, main h1, main h2').first().waitFor()
  await harmless(query)
}

/** What in the page's tree would run, load or lead somewhere else. */
async function harmless(where: string): Promise<void> {
  const found = await page.evaluate((origin) => {
    const wrong: string[] = []
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || /^(srcdoc|formaction)$/i.test(name)) wrong.push(element.outerHTML.slice(0, 200))
        const isAddress = /^(href|src|action|xlink:href)$/i.test(name)
        if (isAddress && new URL(value, document.baseURI).origin !== origin && !/^(data:image|#)/.test(value))
          wrong.push(`${name}=${value}`)
      }
      if (element.localName === 'script' && !element.getAttribute('src')) wrong.push(element.outerHTML)
      if (/^(iframe|object|embed|base|math)$/.test(element.localName)) wrong.push(element.outerHTML.slice(0, 200))
    }
    return { wrong, attacked: 'attacked' in window }
  }, home.url())
  expect({ where, ...found, ...seen }).toEqual({ where, wrong: [], attacked: false, foreign: [], broken: [], dialogs: [], errors: [] })
}

const loaded = () => page.locator('.numbers[aria-busy=false]').first().waitFor()
const showAll = () => page.locator('button.more[aria-expanded=false]')

it('what was sent stands in every table and tab as text', { timeout: 300_000 }, async () => {
  await open(`?site=${site}&range=7d`)
  const tabs = await page.getByRole('tab').count()
  expect(tabs).toBeGreaterThan(8)
  for (let tab = 0; tab < tabs; tab++) {
    await page.getByRole('tab').nth(tab).click()
    await loaded()
    while ((await showAll().count()) > 0) await showAll().first().click()
    await harmless(`tab ${tab}`)
  }
  for (const [tab, name] of [
    ['campaign', 'Campaigns'],
    ['source', 'Sources'],
    ['medium', 'Mediums'],
  ]) {
    await open(`?site=${site}&range=7d&tabs=${tab}`)
    await page.getByRole('table', { name, exact: true }).locator('tbody th').first().waitFor()
    while ((await showAll().count()) > 0) await showAll().first().click()
    const shown = await page.getByRole('table', { name, exact: true }).locator('tbody th').allTextContents()
    expect(shown.join('\n')).toContain('<a href="javascript:attacked=1">a</a>')
    expect(shown.filter((each) => each.trim() === '')).toEqual([])
  }
})

it('what an owner writes, as names of slices and as path rules, is shown as text', { timeout: 120_000 }, async () => {
  await open(`?site=${site}&range=7d`)
  const names = markupTexts.slice(0, 10)
  const status = await page.evaluate(
    async ({ site, names }) => {
      const slices = names.map((name) => ({ name, conditions: [['device', ['desktop']]] }))
      return (await fetch(`/api/sites/${site}`, { method: 'PATCH', body: JSON.stringify({ slices }) })).status
    },
    { site, names },
  )
  expect(status).toBe(200)
  const view = { v: 1, site, host: site, type: 'view', consent: true, path: '/', visit: 1, first: 'new', recency: 'new', since: 0 }
  expect((await send(home, view)).status).toBe(202)
  await eventually('all is stored', async () => (await commandOf(home, { command: 'audit' })).code === 0)
  await open(`?site=${site}&range=7d`)
  await page.getByText(names[2]!).first().waitFor()
  await harmless('slices')
  await page.getByRole('button', { name: 'Path rules…' }).click()
  await page.getByLabel('One rule a line').fill('/<img src=x onerror=attacked=1>')
  await page.getByText(/Trying them/).waitFor({ state: 'detached' })
  await harmless('rules')
})

it('an address is read as what it names, whatever stands in it', { timeout: 300_000 }, async () => {
  for (const text of [...markupTexts, '__proto__', 'constructor']) {
    const value = encodeURIComponent(text)
    await open(`?site=${value}`)
    await open(`?site=${site}&range=${value}&measure=${value}&tabs=${value}&from=${value}&to=${value}&${value}=${value}#${value}`)
    await open(`?site=${site}&filter=is.source.${value}&filter=isNot.path./${value}&filter=${value}`)
  }
})
