/** A browser that opens pages with the real tag: real cookie rules, a clock of its own, and everything it sends written down. */
import type { Bundles } from './bundles.ts'
import { type Clock, createClock, settled } from './clock.ts'
import { createJar, type Jar } from './jar.ts'
import { openTab, type Tab, type TabMemory } from './tab.ts'

export type Sent = Record<string, unknown>

export interface BrowserOptions {
  bundles: Bundles
  /** Milliseconds since 1970. */
  now: number
  /** Its clock where that is not its own; `now` is then not looked at. */
  clock?: Clock
  /** Answers an event: a status, or null where no answer comes. Absent: 202. */
  answer?: (event: Sent) => Promise<number | null> | number | null
  zone?: string
  language?: string
  width?: number
  /** It tells a page of the tab's pages before (the Navigation API: Chrome 123, Safari 26.2, Firefox 147). */
  tellsBefore?: boolean
  /** Properties of `navigator`, such as `globalPrivacyControl`. */
  navigator?: Record<string, unknown>
  /** For so long a cookie that a page writes is kept at most; absent: as long as the page says. */
  cookieMilliseconds?: number
  /** Cookies, or the tab's storage, throw when they are touched; or cookies are not kept. */
  broken?: 'cookies' | 'cookies-kept' | 'storage'
}

export interface Browser {
  options: BrowserOptions
  clock: Clock
  jar: Jar
  /** Every event in the order in which it was sent, each attempt once. */
  sent: Sent[]
  tabs: Tab[]
  /** A new tab, or a copy of one. */
  tab(copied?: TabMemory): Tab
  /** Whether there is a network; as it comes back, pages hear of it. Nothing is sent without one. */
  goOnline(isOnline: boolean): Promise<void>
  isOnline: boolean
  /** Sends as `fetch` does. */
  fetch(address: string, init: { body: string }): Promise<{ status: number; headers: { get(name: string): string | null } }>
}

export function openBrowser(options: BrowserOptions): Browser {
  const clock = options.clock ?? createClock(options.now)
  const browser: Browser = {
    options,
    clock,
    jar: createJar(clock, options.cookieMilliseconds),
    sent: [],
    tabs: [],
    isOnline: true,
    async goOnline(isOnline) {
      browser.isOnline = isOnline
      for (const tab of browser.tabs) tab.hear(isOnline ? 'online' : 'offline')
      await settled()
    },
    tab(copied) {
      const tab = openTab(browser, copied)
      browser.tabs.push(tab)
      return tab
    },
    async fetch(_, { body }) {
      if (!browser.isOnline) throw new TypeError('Failed to fetch')
      const event = JSON.parse(body) as Sent
      browser.sent.push(event)
      const status = (await options.answer?.(event)) ?? (options.answer ? null : 202)
      if (status === null) throw new TypeError('Failed to fetch')
      return { status, headers: { get: () => null } }
    },
  }
  return browser
}

export { settled }
