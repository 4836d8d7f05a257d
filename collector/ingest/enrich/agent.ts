/** User agents: whether one is a program that says so, and the families of browser, system and device. */
import { isbot } from 'isbot'
import Parser from 'ua-parser-js'
import { bounds } from '../../../contract/bounds.ts'
import { reserved } from '../../../contract/dimensions.ts'
import { memoize } from '../memoize.ts'
import { looksPrivate } from '../redact/looks-private.ts'
import { apps, programs } from './agent-tables.ts'

export interface Families {
  browser: string
  system: string
  /** `desktop`, `mobile`, `tablet`, `tv`, `console`, `wearable` (a headset is one too) or `embedded`. */
  device: string
}

const max = bounds.agentsRemembered.max

interface Verdict {
  /** By isbot and our tables: crawlers, driven browsers, HTTP libraries, and whatever is no browser's name. */
  bot: boolean
  /** …and that says what it is: one that reads pages, or a browser that nobody sits at. */
  crawler: boolean
}

const person: Verdict = { bot: false, crawler: false }
const program: Verdict = { bot: true, crawler: false }
const crawler: Verdict = { bot: true, crawler: true }
// Words by which crawlers, previewers and driven browsers name themselves; Cubot makes telephones.
const crawls =
  /(?<! cu)bots?(\b|_)|crawl|spider|slurp|scrap[ey]|archiver|externalhit|mediapartners|preview|inspection|headless|phantomjs|selenium|webdriver|playwright|puppeteer|cypress|lighthouse/i

// Both hold the user agent as a key for as long as it is common, and beside it a verdict or families: nothing of who sent it.
export const verdicts = memoize(max, verdictOf)
export const families = memoize<Families>(max, (userAgent) => {
  const parsed = new Parser(userAgent).getResult()
  return { browser: family(parsed.browser.name), system: family(parsed.os.name), device: deviceOf(parsed.device.type) }
})

/** True for a user agent that names a program. An absent one (`''`) does not. */
export function isBot(userAgent: string): boolean {
  return userAgent !== '' && verdicts(userAgent).bot
}

/** True for one that names a crawler or a driven browser: an HTTP library, or an app's own name, is none. */
export function isCrawler(userAgent: string): boolean {
  return userAgent !== '' && verdicts(userAgent).crawler
}

function verdictOf(userAgent: string): Verdict {
  if (programs.test(userAgent)) return crawler
  if (!isbot(userAgent)) return person
  if (crawls.test(userAgent)) return crawler
  return apps.test(userAgent) ? person : program
}

/** The families, or nothing at all where no user agent was sent. */
export function familiesOf(userAgent: string): Partial<Families> {
  return userAgent === '' ? {} : families(userAgent)
}

// A few of the parser's names are cut from the text itself, so what is not a plain name does not pass.
function family(name: string | undefined): string {
  return name !== undefined && /^\w[\w .+!/-]{0,39}$/.test(name) && !looksPrivate(name) ? name : reserved.other
}

function deviceOf(type: string | undefined): string {
  if (type === undefined) return 'desktop'
  return type === 'smarttv' ? 'tv' : type
}
