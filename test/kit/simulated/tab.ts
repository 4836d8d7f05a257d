/** A tab: its storage, its pages one after another, and what a person does in it. */
import type { VitalMetric } from '../../../contract/vitals.ts'
import type { Browser } from './browser.ts'
import type { PageNames } from './bundles.ts'
import { settled } from './clock.ts'
import { SimulatedElement } from './dom.ts'

export interface Tab {
  /** Loads a page. `type` is the kind of load, `referrer` the whole address that it was come from. */
  load(address: string, given?: { type?: 'navigate' | 'reload' | 'back_forward'; referrer?: string; hidden?: boolean }): Promise<void>
  /** Follows a link on the page. */
  follow(path: string): Promise<void>
  reload(): Promise<void>
  /** The page's router moves to another path. */
  move(path: string): Promise<void>
  /** The page as it was, out of the back/forward cache; the one before, if it was kept with `keep`. */
  restore(page: Page): Promise<void>
  page(): Page
  /** Reads for so long, with a sign of life every ten seconds. */
  read(seconds: number): Promise<void>
  /** A sign of life. */
  touch(): void
  scroll(bottom: number): void
  /** The browser has measured a timing of the document: milliseconds, CLS in thousandths. False where nobody asks. */
  measure(metric: VitalMetric, value: number): Promise<boolean>
  show(visible: boolean): Promise<void>
  /** The system throws its page away, as phones do: nothing of it runs any more. */
  discard(): void
  /** Presses a button of the banner; false where there is none. */
  press(button: 'Accept' | 'Reject'): Promise<boolean>
  /** Opens the banner by the page's own link. */
  ask(): Promise<void>
  /** The page is left for another site: the tab's storage stays. */
  close(): Promise<void>
  /** What its storage holds. */
  kept(): Record<string, string>
}

export interface Page {
  location: URL
  hidden: boolean
  scrollY: number
  body: SimulatedElement
  /** Who waits for a timing of this document. */
  measured: Partial<Record<VitalMetric, (value: number) => void>>
  fire(name: string, event?: object): void
}

const innerHeight = 800
const scrollHeight = 4_000

export function openTab(browser: Browser): Tab {
  const storage = new Map<string, string>()
  let page: Page | undefined

  const leave = async () => {
    if (!page) return
    if (!page.hidden) {
      page.hidden = true
      page.fire('visibilitychange')
    }
    page.fire('pagehide')
    await settled()
  }
  const current = () => {
    if (!page) throw new Error('the tab shows no page')
    return page
  }
  const tab: Tab = {
    async load(address, { type = 'navigate', referrer = '', hidden = false } = {}) {
      await leave()
      page = runPage({ browser, storage, address: new URL(address), type, referrer, hidden })
      await settled()
    },
    follow: (path) => {
      const { href } = current().location
      return tab.load(new URL(path, href).href, { referrer: new URL('/', href).href })
    },
    reload: () => tab.load(current().location.href, { type: 'reload' }),
    async move(path) {
      const { history } = current() as Page & { history: { pushState(state: unknown, title: string, path: string): void } }
      history.pushState(null, '', path)
      await settled()
    },
    async restore(old) {
      await leave()
      page = old
      old.hidden = false
      old.fire('pageshow', { persisted: true })
      old.fire('visibilitychange')
      await settled()
    },
    page: current,
    async read(seconds) {
      for (let left = seconds; left > 0; left -= 10) {
        await browser.clock.advance(Math.min(left, 10) * 1_000)
        tab.touch()
      }
    },
    touch: () => current().fire('pointermove'),
    scroll(bottom) {
      current().scrollY = bottom - innerHeight
      current().fire('scroll')
    },
    async measure(metric, value) {
      const told = current().measured[metric]
      told?.(value)
      await settled()
      return told !== undefined
    },
    async show(visible) {
      current().hidden = !visible
      current().fire('visibilitychange')
      await settled()
    },
    discard() {
      page = undefined
    },
    async press(text) {
      const button = current().body.find('button', text)
      button?.fire('click')
      await settled()
      return button !== undefined
    },
    async ask() {
      current().fire('click', { target: { closest: () => ({ focus() {} }) }, preventDefault() {} })
      await settled()
    },
    async close() {
      await leave()
      page = undefined
    },
    kept: () => Object.fromEntries(storage),
  }
  return tab
}

interface ToRun {
  browser: Browser
  storage: Map<string, string>
  address: URL
  type: string
  referrer: string
  hidden: boolean
}

/** A page runs the tag as a script that came from the collector. */
function runPage({ browser, storage, address, type, referrer, hidden }: ToRun): Page {
  const { options, clock, jar } = browser
  const handlers: [string, (event: object) => void][] = []
  const listen = (name: string, handler: (event: object) => void) => void handlers.push([name, handler])
  const body = new SimulatedElement('body')
  const history = {
    pushState(_: unknown, __: string, path: string) {
      page.location = new URL(path, page.location)
    },
    replaceState(_: unknown, __: string, path: string) {
      page.location = new URL(path, page.location)
    },
  }
  const page: Page & { history: object } = {
    location: address,
    hidden,
    scrollY: 0,
    body,
    measured: {},
    history,
    fire: (name, event = {}) => {
      for (const [listened, handler] of [...handlers]) if (listened === name) handler({ type: name, ...event })
    },
  }
  const broken = (what: string) => {
    if (options.broken === what) throw new Error(`no ${what} here`)
  }
  const document = {
    referrer,
    currentScript: { src: 'https://collector.test/footfall.js?site=any' },
    documentElement: { lang: 'en', scrollHeight, style: {} },
    body,
    activeElement: null,
    createElement: (tag: string) => new SimulatedElement(tag),
    addEventListener: listen,
    get hidden() {
      return page.hidden
    },
    get visibilityState() {
      return page.hidden ? 'hidden' : 'visible'
    },
    get cookie() {
      broken('cookies')
      return jar.read(page.location.href)
    },
    set cookie(text: string) {
      broken('cookies')
      if (options.broken !== 'cookies-kept') jar.write(page.location.href, text)
    },
  }
  const kept = () => {
    broken('storage')
    return storage
  }
  const tabStorage = {
    getItem: (key: string) => kept().get(key) ?? null,
    setItem: (key: string, value: string) => void kept().set(key, value),
    removeItem: (key: string) => void kept().delete(key),
  }
  const names: PageNames = {
    document,
    history,
    location: new Proxy({} as URL, { get: (_, name) => Reflect.get(page.location, name, page.location) }),
    navigator: { language: options.language ?? 'en-US', cookieEnabled: true, ...options.navigator },
    performance: { getEntriesByType: () => [{ type }] },
    sessionStorage: tabStorage,
    self: { origin: address.origin, requestIdleCallback: (act: () => void) => act(), measured: page.measured },
    addEventListener: listen,
    setTimeout: clock.setTimeout,
    fetch: browser.fetch,
    Date: clock.Date,
    Intl: {
      DateTimeFormat: () => ({
        resolvedOptions: () => ({ timeZone: options.zone ?? 'America/Chicago', locale: options.language ?? 'en-US' }),
      }),
    },
    screen: { width: options.width ?? 1_280 },
    get scrollY() {
      return page.scrollY
    },
    innerHeight,
    CSSStyleSheet: class {
      replaceSync() {}
    },
    load: async (file: string) => (file.includes('banner') ? options.bundles.banner(names) : options.bundles.vitals(names)),
  }
  options.bundles.core(names)
  return page
}
