/** The tag in a real browser: what it sends, when, and that it leaves nothing behind. Read from the wire and the jar, not from code. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { builtFiles } from '../kit/build.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { startTagServer, type TagServer, type TagServerOptions } from '../kit/tag-server.ts'
import { eventually } from '../kit/temporary.ts'

let files: ReadonlyMap<string, string>
let browser: Chromium
const servers: TagServer[] = []
const pages: Page[] = []

beforeAll(async () => {
  files = await builtFiles('snippet')
  // Every name leads to this machine, so that a page may stand on any host; pages may go into the back/forward cache.
  browser = await launchChromium({ flags: ['--host-resolver-rules=MAP * 127.0.0.1'], plain: true })
})

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()))
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

afterAll(() => browser.close())

async function serve(given: Omit<TagServerOptions, 'files'> = {}): Promise<TagServer> {
  const server = await startTagServer({ files, ...given })
  servers.push(server)
  return server
}

/** A new page that notes every mistake: exceptions, and what the console calls errors. */
async function newPage(): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.context.newPage()
  pages.push(page)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return { page, errors }
}

const isCounted = (type: unknown) => type === 'view' || type === 'stray'
/** Views and strays, as they came; what the banner and the timings tell has tests of its own. */
const events = (server: TagServer) => server.taken.map((sent) => sent.event).filter((event) => isCounted(event.type))
const putOff = (server: TagServer) => server.refused.map((sent) => sent.event).filter((event) => isCounted(event.type))
const taken = (server: TagServer, count: number) => eventually(`${count} views were taken`, () => events(server).length >= count)

/** Long enough for a mistaken event to come: a later request of the same page has come whole way. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => fetch('/last').then((response) => response.text()))
}

const view = { v: 1, type: 'view', site: 'site.test', host: '127.0.0.1', consent: false }
const inside = { ...view, referrer: '127.0.0.1' }

describe('a page load', () => {
  it('sends one view with the closed fields alone, and no cookie, no address, no preflight', async () => {
    const server = await serve()
    await browser.context.addCookies([{ name: 'session', value: 'secret', url: server.url }])
    const { page, errors } = await newPage()
    await page.goto(`${server.url}/private/path?token=secret#part`)
    await taken(server, 1)
    await settled(page)
    expect(server.taken.filter((sent) => sent.event.type === 'view').map((sent) => sent.text)).toEqual([JSON.stringify(view)])
    const { headers } = server.taken[0]!
    expect(headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8' })
    expect(headers.cookie).toBeUndefined()
    expect(headers.referer).toBeUndefined()
    expect(server.asked.filter((each) => each.method === 'OPTIONS')).toEqual([])
    expect(errors).toEqual([])
    await browser.context.clearCookies()
  })

  it('leaves nothing on the device and asks nobody else', async () => {
    const server = await serve()
    const { page } = await newPage()
    const requested: string[] = []
    page.on('request', (request) => requested.push(new URL(request.url()).origin))
    await page.goto(`${server.url}/one`)
    await taken(server, 1)
    await settled(page)
    expect(await browser.context.cookies()).toEqual([])
    const stored = await page.evaluate(async () => ({
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }))
    expect(stored).toEqual({ cookie: '', local: 0, session: 0, databases: 0, caches: 0 })
    expect([...new Set(requested)]).toEqual([server.url])
  })

  it('by a link says the host it came from, and only the host', async () => {
    const server = await serve()
    const { page } = await newPage()
    await page.goto(`${server.url}/one?secret`)
    await page.click('text=two')
    await taken(server, 2)
    expect(events(server)).toEqual([view, inside])
  })

  it.each([
    ['none', []],
    ['domain', [view]],
    ['page', [{ ...view, path: '/private/path' }]],
  ] as const)('with baseline %s sends no more than that', async (baseline, expected) => {
    const server = await serve({ settings: { baseline } })
    const { page } = await newPage()
    await page.goto(`${server.url}/private/path?token=secret`)
    await taken(server, expected.length)
    await settled(page)
    expect(events(server)).toEqual(expected)
  })

  it('with two tags is one view', async () => {
    const server = await serve({ tags: 2 })
    const { page } = await newPage()
    await page.goto(server.url)
    await taken(server, 1)
    await settled(page)
    expect(events(server)).toEqual([view])
  })

  it('under a strict policy with Trusted Types works without a word in the console', async () => {
    const policy =
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
    const server = await serve({ pageHeaders: { 'content-security-policy': policy } })
    const { page, errors } = await newPage()
    await page.goto(server.url)
    await taken(server, 1)
    await page.evaluate(() => history.pushState(null, '', '/two'))
    await taken(server, 2)
    expect(errors).toEqual([])
  })
})

describe('a view that is no visit names the own host as referrer', () => {
  it('on a reload', async () => {
    const server = await serve()
    const { page } = await newPage()
    await page.goto(server.url)
    await taken(server, 1)
    await page.reload()
    await taken(server, 2)
    expect(events(server)).toEqual([view, inside])
  })

  it('on going back and forward, out of the cache or not', async () => {
    const server = await serve()
    const { page } = await newPage()
    await page.goto(`${server.url}/one`)
    await taken(server, 1)
    await page.click('text=two')
    await taken(server, 2)
    await page.evaluate(() => history.back())
    await taken(server, 3)
    await page.evaluate(() => history.forward())
    await taken(server, 4)
    await settled(page)
    expect(events(server)).toEqual([view, inside, inside, inside])
  })

  it('on a move of the router, but not for an anchor, a query or a replaced state', async () => {
    const server = await serve({ settings: { baseline: 'page' } })
    const { page } = await newPage()
    await page.goto(`${server.url}/one`)
    await taken(server, 1)
    await page.evaluate(() => {
      history.pushState(null, '', '?page=2')
      history.replaceState(null, '', '/quietly')
      location.hash = 'part'
      history.pushState(null, '', '/quietly#other')
    })
    await page.evaluate(() => history.pushState({ its: 'own' }, '', '/two'))
    await taken(server, 2)
    expect(await page.evaluate(() => history.state)).toEqual({ its: 'own' })
    await page.evaluate(() => history.back())
    await taken(server, 3)
    await settled(page)
    expect(events(server)).toEqual([
      { ...view, path: '/one' },
      { ...inside, path: '/two' },
      { ...inside, path: '/quietly' },
    ])
  })
})

describe('a page that nobody sees yet', () => {
  // The state of the document as the browser would tell it, set by hand: a test must know that nobody looked.
  const hide = (value: boolean) => `Object.defineProperty(Document.prototype, 'hidden', { configurable: true, get: () => ${value} })`

  it('in a background tab counts once, when it is first seen', async () => {
    const server = await serve()
    const { page } = await newPage()
    await page.addInitScript(hide(true))
    await page.goto(server.url)
    await page.evaluate(() => history.pushState(null, '', '/moved-unseen'))
    await settled(page)
    expect(events(server)).toEqual([])
    const look = `document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`
    await page.evaluate(`${hide(false)}; ${look}; ${look}`)
    await taken(server, 1)
    await settled(page)
    // It is the arrival that counts, though the router has moved since.
    expect(events(server)).toEqual([view])
  })

  it('prerendered counts once, when it is shown', async () => {
    const rules = '<script type="speculationrules">{"prerender":[{"source":"list","urls":["/two"]}]}</script>'
    const server = await serve({ head: rules })
    const { page } = await newPage()
    await page.goto(`${server.url}/one`)
    await eventually('the next page is prerendered', () => server.asked.some((each) => each.path === '/two'))
    await settled(page)
    expect(events(server)).toEqual([view])
    await page.click('text=two')
    await taken(server, 2)
    await settled(page)
    expect(events(server)).toEqual([view, inside])
  })

  it('opened in a real background tab counts once', async () => {
    const server = await serve()
    const { page } = await newPage()
    await page.goto(`${server.url}/one`)
    const [tab] = await Promise.all([browser.context.waitForEvent('page'), page.click('text=two', { modifiers: ['ControlOrMeta'] })])
    pages.push(tab)
    await tab.bringToFront()
    await taken(server, 2)
    await settled(tab)
    expect(events(server)).toEqual([view, inside])
  })
})

describe('on a host that is not the site’s', () => {
  it('the tag sends that host and nothing else', async () => {
    const collector = await serve({ settings: { hosts: ['www.site.test'], baseline: 'page' } })
    const copy = await serve({ tagFrom: collector.url })
    const { page, errors } = await newPage()
    await page.goto(`http://copy.example:${copy.port}/log-in?user=me`)
    await taken(collector, 1)
    await page.evaluate(() => history.pushState(null, '', '/two'))
    await settled(page)
    expect(events(collector)).toEqual([{ ...view, type: 'stray', host: 'copy.example' }])
    expect(collector.taken[0]?.headers.referer).toBeUndefined()
    expect(copy.taken).toEqual([])
    expect(errors).toEqual([])
  })
})

describe('a collector in trouble', () => {
  it.each([429, 503])('that says %i is asked again and counts once', async (status) => {
    const server = await serve({ answer: (index, event) => (index === 0 && event.type === 'view' ? status : 202) })
    const { page } = await newPage()
    await page.goto(server.url)
    await taken(server, 1)
    await settled(page)
    expect(putOff(server)).toEqual([view])
    expect(events(server)).toEqual([view])
  })

  it.each([
    ['cuts the connection', null],
    ['refuses for good', 400],
  ])('that %s is never asked again, and the page does not notice', async (_how, status) => {
    const server = await serve({ answer: () => status })
    const { page, errors } = await newPage()
    await page.clock.install()
    await page.goto(server.url)
    await eventually('the event came', () => putOff(server).length > 0)
    await page.clock.runFor(3_600_000)
    await settled(page)
    expect(putOff(server)).toHaveLength(1)
    // The browser itself notes a failed request; no script of the page has failed.
    expect(errors.filter((error) => !error.startsWith('Failed to load resource'))).toEqual([])
  })

  it('that is blocked does not disturb the page', async () => {
    const server = await serve()
    const { page, errors } = await newPage()
    await page.route('**/e', (route) => route.abort('blockedbyclient'))
    await page.goto(server.url)
    await settled(page)
    expect(errors.filter((error) => !error.startsWith('Failed to load resource'))).toEqual([])
    expect(await page.title()).toBe('/')
  })
})

it.each([
  ['fetch is gone', 'delete window.fetch'],
  ['fetch throws', 'window.fetch = () => { throw new Error("no") }'],
  ['timings are gone', 'performance.getEntriesByType = undefined'],
  ['the router’s history cannot be written', 'Object.freeze(history)'],
])('where %s, no error reaches the page', async (_what, script) => {
  const server = await serve()
  const { page, errors } = await newPage()
  await page.addInitScript(script)
  await page.goto(server.url, { waitUntil: 'networkidle' })
  await page.evaluate(() => history.pushState(null, '', '/two'))
  expect(errors).toEqual([])
})
