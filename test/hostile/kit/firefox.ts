/** Visitors with Firefox, driven over WebDriver BiDi. */
import { existsSync } from 'node:fs'
import puppeteer, { type BrowserContext, type HTTPRequest, type Page } from 'puppeteer-core'
import { eventually } from '../../kit/temporary.ts'
import { type Browser, inSight, unlessGone, type Visitor } from './visitor.ts'

/** Where Firefox is; undefined where this machine has none, or `FIREFOX` names none that is there: no other is taken in its place. */
export function firefoxPath(): string | undefined {
  const { FIREFOX } = process.env
  return (FIREFOX === undefined ? ['/usr/bin/firefox-esr', '/usr/bin/firefox'] : [FIREFOX]).find((path) => path && existsSync(path))
}

// A driven Firefox says so, and is refused as a machine; here it stands for a person. No preference keeps it from saying it.
const asPerson = `Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false, configurable: true })`

export async function openFirefox(executablePath: string): Promise<Browser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: null,
    args: ['--width=1280', '--height=800'],
    // Every name leads to this machine, and nothing of Firefox's own asks anybody.
    extraPrefsFirefox: {
      'network.dns.forceResolve': '127.0.0.1',
      'network.connectivity-service.enabled': false,
      'network.captive-portal-service.enabled': false,
      'app.normandy.enabled': false,
      'services.settings.server': '',
      'ui.prefersReducedMotion': 1,
    },
  })
  return {
    name: 'firefox',
    async visitor() {
      const context = await browser.createBrowserContext()
      return visitorOf(context, await context.newPage(), { errors: [], warnings: [], scripts: [asPerson] })
    },
    close: () => browser.close(),
  }
}

interface Shared extends Pick<Visitor, 'errors' | 'warnings'> {
  scripts: string[]
}

async function visitorOf(context: BrowserContext, page: Page, shared: Shared): Promise<Visitor> {
  const { errors, warnings, scripts } = shared
  page.on('pageerror', (error) => {
    const { message, stack = '' } = error as Error
    // The driver's own, where a document goes while it is at work in it: no script of a page fails at no place.
    if (!message.includes('Permission denied to access property') || /^ +at /m.test(stack)) errors.push(message)
  })
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
    if (message.type() === 'warn') warnings.push(message.text())
  })
  for (const script of scripts) await page.evaluateOnNewDocument(script)
  const visitor: Visitor = {
    errors,
    warnings,
    open: async (address, until = 'load') => void (await page.goto(address, { waitUntil: until === 'load' ? 'load' : 'domcontentloaded' })),
    press: (selector, double = false) => page.click(selector, { count: double ? 2 : 1 }),
    key: (name) => page.keyboard.press(name as 'Tab'),
    inSight: (button) => inSight(visitor, button),
    answer: async (button, double = false) => page.mouse.click(...(await inSight(visitor, button)), { count: double ? 2 : 1 }),
    back: () => page.evaluate(() => history.back()).catch(unlessGone),
    forward: () => page.evaluate(() => history.forward()).catch(unlessGone),
    reload: async () => void (await page.reload()),
    look: (script) => page.evaluate(script) as Promise<never>,
    before: async (script) => {
      scripts.push(script)
      await page.evaluateOnNewDocument(script)
    },
    goOnline: () => Promise.reject(new Error('networks go away in Chromium')),
    // Debian's version cannot be told all that puppeteer tells it of another size.
    resize: () => Promise.reject(new Error('sizes are tried in Chromium')),
    async jar() {
      const jar: Record<string, string[]> = {}
      for (const { name, value } of await context.cookies()) jar[name] = [...(jar[name] ?? []), decodeURIComponent(value)]
      return jar
    },
    keep(name, value, address) {
      const { hostname, protocol } = new URL(address)
      return context.setCookie({ name, value: encodeURIComponent(value), domain: hostname, path: '/', secure: protocol === 'https:' })
    },
    tab: async () => visitorOf(context, await context.newPage(), shared),
    picture: async (file) => void (await page.screenshot({ path: file as `${string}.png` })),
    idle: whenIdle(page),
    close: () => context.close(),
  }
  return visitor
}

/**
 * Waits until nothing has been loading for half a second. The driver's own way waits for ever where a frame asks for a script that its page is
 * just loading: Firefox loads it once and tells one end. Of what the tag tells its collector Firefox says nothing here: a row's `sees` does.
 */
function whenIdle(page: Page): () => Promise<void> {
  const loading = new Set<HTTPRequest>()
  let last = Date.now()
  const drop = (isOver: (request: HTTPRequest) => boolean) => {
    last = Date.now()
    for (const request of loading) if (isOver(request)) loading.delete(request)
  }
  const same = (ended: HTTPRequest) => (request: HTTPRequest) =>
    request === ended || (request.method() === 'GET' && request.url() === ended.url())
  page.on('request', (request) => void loading.add(request))
  for (const end of ['requestfinished', 'requestfailed'] as const) page.on(end, (ended) => drop(same(ended)))
  page.on('framedetached', (frame) => drop((request) => request.frame() === frame))
  return async () => void (await eventually('nothing to load', () => loading.size === 0 && Date.now() - last >= 500))
}
