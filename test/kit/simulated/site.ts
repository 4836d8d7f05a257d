/** The site of simulations: its settings, and the moment at which they begin. */
import type { SnippetSettings } from '../../../contract/snippet.ts'
import { type Browser, type BrowserOptions, openBrowser } from './browser.ts'
import { type Bundles, compile } from './bundles.ts'

export const home = 'https://example.org/'

export const settings: SnippetSettings = {
  site: 'example.org',
  hosts: ['example.org', 'www.example.org'],
  baseline: 'domain',
  detail: 'page',
  zone: 'UTC',
  policy: '1',
  banner: 'banner.js',
  vitals: 'vitals.js',
}

/** A Tuesday, at nine. */
export const start = Date.parse('2026-11-24T09:00:00Z')
export const minutes = (count: number) => count * 60_000
export const days = (count: number) => count * 86_400_000

const compiled = new Map<string, Promise<Bundles>>()

/** The tag for these settings, built once a file. */
export function bundlesOf(changed: Partial<SnippetSettings> = {}): Promise<Bundles> {
  const key = JSON.stringify(changed)
  const known = compiled.get(key) ?? compile({ ...settings, ...changed })
  compiled.set(key, known)
  return known
}

/** A browser that was never here. */
export async function newcomer(options: Partial<BrowserOptions> = {}, changed: Partial<SnippetSettings> = {}): Promise<Browser> {
  return openBrowser({ bundles: await bundlesOf(changed), now: start, ...options })
}

/** A browser that has accepted on its first page, and nothing of it told yet. */
export async function accepted(options: Partial<BrowserOptions> = {}, changed: Partial<SnippetSettings> = {}): Promise<Browser> {
  const browser = await newcomer(options, changed)
  const tab = browser.tab()
  await tab.load(home)
  await tab.press('Accept')
  return browser
}
