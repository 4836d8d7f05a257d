/** Plausible seeded events for load: many pages, sources and user agents, visits of several views. */
import type { ViewEvent } from '../../contract/events.ts'

export const userAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
]

const sources = ['(direct)', 'google.com', 'bing.com', 'duckduckgo.com', 'facebook.com', 'wikipedia.org', 'news.org', 'chicago.gov']

/** A consented view of a seeded visitor on one of `pages` pages. */
export function viewEvent(next: () => number, site: string, pages = 500): ViewEvent {
  const starts = next() < 0.4
  const page = () => `/section-${Math.floor(next() ** 2 * 20)}/page-${Math.floor(next() ** 3 * (pages / 20))}`
  const source = sources[Math.floor(next() ** 2 * sources.length)] ?? '(direct)'
  const known = next() < 0.5
  return {
    v: 1,
    site,
    host: site,
    type: 'view',
    consent: true,
    path: page(),
    referrer: starts && source !== '(direct)' ? `www.${source}` : site,
    source,
    ...(starts
      ? { visit: 1, recency: known ? 1 + Math.floor(next() * 31) : 'new', first: known ? 'day' : 'new' }
      : { from: page(), visit: 2, first: true }),
  } as ViewEvent
}
