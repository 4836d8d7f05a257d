/** A tab: its storage, its pages one after another, and what a person does in it. */
import type { VitalMetric } from '../../../contract/vitals.ts'
import type { Browser } from './browser.ts'
import type { PageNames } from './bundles.ts'
import { settled } from './clock.ts'
import { SimulatedElement } from './dom.ts'
import { navigationTo, type PageNavigation } from './entries.ts'

export interface Tab {
  /** Loads a page. `type` is the kind of load, `referrer` the whole address that it was come from; `instead` of that page it stands, which forwarded by a script before the tag ran. */
  load(
    address: string,
    given?: { type?: 'navigate' | 'reload' | 'back_forward'; referrer?: string; hidden?: boolean; instead?: string },
  ): Promise<void>
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
  /** Something happens to the browser as a whole. */
  hear(event: string): void
  /** Another tab with this one's page and a copy of all that it remembers. */
  duplicate(): Promise<Tab>
  /** What its storage holds, on all origins. */
  kept(): Record<string, string>
}

export interface Page {
  location: URL
  navigation: PageNavigation
  hidden: boolean
  scrollY: number
  /** The whole document. */
  root: SimulatedElement
  /** Who waits for a timing of this document. */
  measured: Partial<Record<VitalMetric, (value: number) => void>>
  fire(name: string, event?: object): void
  /** The moments for which a page waits before it acts pass at once: what a router's move becomes, a look at how far it is scrolled. */
  moment(): Promise<void>
  /** A sign of life, and the moment after it. */
  sign(name: string): void
  /** How long it waits for each of them, in milliseconds. */
  waits(): number[]
  history: { pushState(state: unknown, title: string, path: string): void }
}

const innerHeight = 800
const scrollHeight = 4_000

/** What a copy of a tab takes over. */
export interface TabMemory {
  storages: Map<string, Map<string, string>>
  navigation: PageNavigation | undefined
}

export function openTab(browser: Browser, copied?: TabMemory): Tab {
  const storages = copied?.storages ?? new Map<string, Map<string, string>>()
  // Of the page that it showed last.
  let navigation = copied?.navigation
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
    async load(address, { type = 'navigate', referrer = '', hidden = false, instead } = {}) {
      await leave()
      navigation = navigationTo(address, { type, instead }, navigation)
      const { origin } = new URL(address)
      const storage = storages.get(origin) ?? new Map<string, string>()
      storages.set(origin, storage)
      page = runPage({ browser, storage, navigation, address: new URL(address), type, referrer, hidden })
      await settled()
      await page.moment()
    },
    follow: (path) => {
      const { href } = current().location
      return tab.load(new URL(path, href).href, { referrer: new URL('/', href).href })
    },
    reload: () => tab.load(current().location.href, { type: 'reload' }),
    async move(path) {
      current().history.pushState(null, '', path)
      await current().moment()
    },
    async restore(old) {
      await leave()
      page = old
      navigation = old.navigation
      old.hidden = false
      old.fire('pageshow', { persisted: true })
      old.fire('visibilitychange')
      await settled()
      await old.moment()
    },
    page: current,
    async read(seconds) {
      for (let left = seconds; left > 0; left -= 10) {
        await browser.clock.advance(Math.min(left, 10) * 1_000)
        tab.touch()
      }
    },
    touch: () => current().sign('pointermove'),
    scroll(bottom) {
      current().scrollY = bottom - innerHeight
      current().sign('scroll')
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
      await current().moment()
    },
    discard() {
      page = undefined
    },
    async press(text) {
      const button = current().root.find('button', text)
      if (button) current().fire('click', { detail: 1, composedPath: () => [button], preventDefault() {} })
      await settled()
      await current().moment()
      return button !== undefined
    },
    async ask() {
      current().fire('click', { detail: 1, composedPath: () => [{ dataset: { footfall: 'consent' }, focus() {} }], preventDefault() {} })
      await settled()
    },
    async close() {
      await leave()
      page = navigation = undefined
    },
    hear: (event) => page?.fire(event),
    async duplicate() {
      const copy = browser.tab({ storages: new Map([...storages].map(([origin, kept]) => [origin, new Map(kept)])), navigation })
      await copy.load(current().location.href, { type: 'reload' })
      return copy
    },
    kept: () => Object.fromEntries([...storages.values()].flatMap((storage) => [...storage])),
  }
  return tab
}

interface ToRun {
  browser: Browser
  storage: Map<string, string>
  navigation: PageNavigation
  address: URL
  type: string
  referrer: string
  hidden: boolean
}

/** A page runs the tag as a script that came from the collector. */
function runPage({ browser, storage, navigation, address, type, referrer, hidden }: ToRun): Page {
  const { options, clock, jar } = browser
  const handlers: [string, (event: object) => void][] = []
  const listen = (name: string, handler: (event: object) => void, options?: boolean | { once?: boolean }) => {
    if (typeof options !== 'object' || !options.once) return void handlers.push([name, handler])
    const once = (event: object) => {
      unlisten(name, once)
      handler(event)
    }
    handlers.push([name, once])
  }
  const root = new SimulatedElement('html')
  const body = new SimulatedElement('body')
  root.append(body)
  // Shorter than this a wait is a moment.
  const waits = new Map<number, { act: () => void; milliseconds: number }>()
  let lastWait = 0
  const setTimeout = (act: () => void, milliseconds?: number) => {
    lastWait++
    // The next task.
    if (milliseconds === undefined) queueMicrotask(act)
    else if (milliseconds < 500) waits.set(lastWait, { act, milliseconds })
    else clock.setTimeout(act, milliseconds)
    return lastWait
  }
  const history = {
    pushState(_: unknown, __: string, path: string) {
      page.location = new URL(path, page.location)
      navigation.move(page.location.href)
    },
    replaceState(_: unknown, __: string, path: string) {
      page.location = new URL(path, page.location)
    },
  }
  const page: Page = {
    location: address,
    navigation,
    hidden,
    scrollY: 0,
    root,
    measured: {},
    history,
    fire: (name, event = {}) => {
      for (const [listened, handler] of [...handlers]) if (listened === name) handler({ type: name, ...event })
    },
    async moment() {
      for (const [id, { act }] of waits) {
        waits.delete(id)
        act()
        await settled()
      }
    },
    sign(name) {
      page.fire(name)
      for (const [id, { act }] of waits) {
        waits.delete(id)
        act()
      }
    },
    waits: () => [...waits.values()].map(({ milliseconds }) => milliseconds),
  }
  const broken = (what: string) => {
    if (options.broken === what) throw new Error(`no ${what} here`)
  }
  const document = {
    referrer,
    currentScript: { src: 'https://collector.test/footfall.js?site=any', dataset: {} },
    domain: address.hostname,
    documentElement: Object.assign(root, { lang: 'en', scrollHeight }),
    body,
    activeElement: body,
    adoptedStyleSheets: [],
    querySelector: () => null,
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
  // By its methods, or by name as a property.
  const tabStorage = new Proxy(
    {
      getItem: (key: string) => kept().get(key) ?? null,
      setItem: (key: string, value: string) => void kept().set(key, value),
      removeItem: (key: string) => void kept().delete(key),
    },
    {
      get: (methods, key: string) => Reflect.get(methods, key) ?? kept().get(key),
      set: (_, key: string, value) => kept().set(key, `${value}`) !== undefined,
      deleteProperty: (_, key: string) => kept().delete(key) || true,
    },
  )
  const unlisten = (name: string, handler: unknown) => {
    const at = handlers.findIndex(([listened, known]) => listened === name && known === handler)
    if (at >= 0) handlers.splice(at, 1)
  }
  // What a page looks at once it is laid out; here everything is in sight from the start.
  const observer = (entry: (target: object) => object) =>
    class {
      private readonly told: (entries: object[]) => void
      constructor(told: (entries: object[]) => void) {
        this.told = told
      }
      observe(target: object) {
        this.told([{ target, ...entry(target) }])
      }
      disconnect() {}
    }
  const names: PageNames = {
    document,
    window: {},
    performance: { getEntriesByType: () => [{ type, name: address.href }] },
    IntersectionObserver: observer(() => ({ isIntersecting: true })),
    ResizeObserver: observer(() => ({ borderBoxSize: [{ blockSize: 160 }] })),
    MutationObserver: class {
      observe() {}
      disconnect() {}
    },
    BroadcastChannel: undefined,
    history,
    location: new Proxy({} as URL, { get: (_, name) => Reflect.get(page.location, name, page.location) }),
    navigator: {
      ...{ language: options.language ?? 'en-US', cookieEnabled: true, ...options.navigator },
      get onLine() {
        return browser.isOnline
      },
    },
    sessionStorage: tabStorage,
    addEventListener: listen,
    removeEventListener: unlisten,
    setTimeout,
    clearTimeout: (id: number) => waits.delete(id),
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
  const idle = (act: () => void) => act()
  // By which the tag knows a browser that forgets after a week.
  const safari = (options.cookieMilliseconds ?? Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY ? { GestureEvent: class {} } : {}
  const { window } = names
  names.window = Object.assign(window as object, {
    ...(options.tellsBefore && { navigation }),
    setTimeout,
    top: window,
    requestIdleCallback: idle,
    measured: page.measured,
    ...safari,
  })
  options.bundles.core(names)
  return page
}
