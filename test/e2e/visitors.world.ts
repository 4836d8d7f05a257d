/** Browsers with the real tag live for some months; what they sent, and what was really true of them. */
import type { Fact } from '../../collector/fact.ts'
import { type Day, localTime } from '../../contract/day.ts'
import type { SnippetSettings } from '../../contract/snippet.ts'
import { intake, siteOf } from '../kit/ingest.ts'
import { randomOf } from '../kit/random.ts'
import { type Browser, openBrowser } from '../kit/simulated/browser.ts'
import { bundlesOf, days, home, minutes } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'

/** A view as it happened. */
export interface Truth {
  day: Day
  /** Whose it was, as far as cookies can tell: clearing them, or a new yes after a withdrawal, is somebody new. Null: no consent. */
  who: string | null
  /** Which visit of theirs. */
  visit: string
  path: string
  /** Whether it came from outside the site. */
  external: boolean
  /** Consent was given here, on a later page of the visit: the first has counted it for the site. */
  late?: boolean
}

export interface World {
  facts: Fact[]
  truths: Truth[]
  /** Refused events, as the collector said why. */
  refused: string[]
}

export interface WorldOptions {
  browsers: number
  days: number
  seed: number
  zone: string
  /** Milliseconds since 1970. */
  start: number
}

const paths = ['/', '/parks', '/permits', '/library', '/news']
const sources = ['https://www.google.com/', 'https://news.org/', '']

/** The same seed makes the same world. */
export async function liveWorld(options: WorldOptions): Promise<World> {
  const world: World = { facts: [], truths: [], refused: [] }
  let now = 0
  const collector = intake([siteOf({ zone: options.zone })], { now: () => now })
  const post = async (browser: Browser, event: object) => {
    now = browser.clock.now
    const { status, refusedHeader } = await collector.post(event)
    if (refusedHeader) world.refused.push(`${refusedHeader} ${JSON.stringify(event)}`)
    return status
  }
  for (let number = 0; number < options.browsers; number++) await live({ options, number, world, post })
  world.facts = collector.facts
  return world
}

interface Life {
  options: WorldOptions
  number: number
  world: World
  post: (browser: Browser, event: object) => Promise<number>
}

interface Person extends Life {
  random: () => number
  browser: Browser
  consent: boolean
  /** Counts up where cookies are lost. */
  life: number
  visits: number
  /** The visit that the cookies hold. */
  ongoing: boolean
}

async function live(given: Life): Promise<void> {
  const { options, number, post } = given
  const random = randomOf(options.seed * 10_007 + number)
  const settings: Partial<SnippetSettings> = { zone: options.zone }
  const browser: Browser = openBrowser({
    bundles: await bundlesOf(settings),
    now: options.start + random() * days(options.days / 2),
    answer: (event) => post(browser, event),
  })
  const person: Person = { ...given, random, browser, consent: false, life: 0, visits: 0, ongoing: false }
  // Some come every day, some every week, some once a month or two.
  const habit = days([1, 7, 30, 55][Math.floor(random() * 4)]!)
  const end = options.start + days(options.days)
  while (browser.clock.now < end) {
    await visit(person)
    if (random() < 0.03) clearCookies(person)
    await browser.clock.advance(minutes(31) + random() * 2 * habit)
  }
}

function clearCookies(person: Person): void {
  person.browser.jar.clear()
  person.consent = false
  person.life++
}

async function visit(person: Person): Promise<void> {
  const { random, browser } = person
  person.visits++
  person.ongoing = false
  const tab = browser.tab()
  const landing = pick(random, paths)
  const referrer = pick(random, sources)
  await tab.load(new URL(landing, home).href, { referrer })
  let seen = note(person, { path: landing, external: true })
  const more = random() < 0.4 ? 0 : Math.floor(random() * 5)
  await answer(person, tab, seen)
  for (let count = 0; count < more; count++) {
    await tab.read(5 + random() * 500)
    const path = pick(random, paths)
    await go(person, tab, path)
    seen = note(person, { path, external: false })
    await answer(person, tab, seen)
  }
  await tab.read(random() * 100)
  await tab.close()
  browser.tabs.length = 0
}

async function go({ random }: Person, tab: Tab, path: string): Promise<void> {
  // A router does not move to where it is; a link goes there all the same.
  if (random() < 0.3 && tab.page().location.pathname !== path) return tab.move(path)
  return tab.follow(path)
}

interface Noted {
  truth: Truth
  at: number
}

function note(person: Person, { path, external }: { path: string; external: boolean }): Noted {
  const { browser, world, options, number, consent, life, visits } = person
  const at = browser.clock.now
  const truth: Truth = {
    day: localTime(options.zone, at).day,
    who: consent ? `${number}/${life}` : null,
    visit: `${number}/${life}/${visits}`,
    path,
    external,
  }
  world.truths.push(truth)
  return { truth, at }
}

/** Most answer the banner at once or on a later page; a few change their mind. */
async function answer(person: Person, tab: Tab, { truth, at }: Noted): Promise<void> {
  const { random, browser, options, number } = person
  const open = tab.page().root.find('button', 'Accept') !== undefined
  if (open && random() < 0.5) {
    await tab.read(random() * 60)
    const yes = number % 10 < 7
    await tab.press(yes ? 'Accept' : 'Reject')
    if (!yes) return
    person.consent = true
    const moves = browser.clock.now - at < minutes(30) && localTime(options.zone, browser.clock.now).day === truth.day
    // Another visit for the cookies, which begins here.
    person.visits++
    if (moves)
      Object.assign(truth, { late: !truth.external, who: `${number}/${person.life}`, visit: `${number}/${person.life}/${person.visits}` })
  } else if (person.consent && random() < 0.01) {
    await tab.ask()
    await tab.press('Reject')
    person.consent = false
    person.life++
  }
}

const pick = <Value>(random: () => number, values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!
