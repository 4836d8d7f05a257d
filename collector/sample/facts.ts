/** A visit of the sample city as the facts that its browser would have caused (docs/counting.md), and nothing of whose it was. */
import type { Day } from '../../contract/day.ts'
import { depthSteps } from '../../contract/rules.ts'
import { bucketOf, type VitalMetric, vitalMetrics } from '../../contract/vitals.ts'
import type { ConsentFact, Description, Fact, LeaveFact, ViewFact, VitalsFact } from '../fact.ts'
import { type Browser, tellPast } from './browsers.ts'
import type { Random } from './random.ts'
import { sampleDomain } from './site.ts'
import type { SampleVisit } from './visits.ts'

interface Moment {
  random: Random
  day: Day
  visit: SampleVisit
}

export function factsOf(moment: Moment): Fact[] {
  const { browser } = moment.visit
  const asked = browser.seen === null
  const facts = browser.consent ? consented(moment, asked) : unconsented(moment)
  // Who does not consent remembers that it was asked, and not when: nothing of it is sent.
  if (!browser.consent) browser.seen = moment.day
  if (asked) return [...choices(moment), ...facts]
  return withdraws(moment) ? [...facts, choiceFact(moment, 'withdrawn')] : facts
}

/** Now and then somebody takes a yes back at the end of a visit, and does not come on another day. */
function withdraws({ random, visit: { browser } }: Moment): boolean {
  if (!browser.consent || !random.chance(0.004)) return false
  browser.habit = null
  return true
}

function unconsented(moment: Moment): Fact[] {
  const { random, visit } = moment
  const facts: Fact[] = visit.pages.map((_, index) => ({ ...unconsentedView(moment, index) }))
  return random.chance(timed) ? [...facts, ...timings(moment, {})] : facts
}

function unconsentedView({ day, visit }: Moment, index: number): ViewFact {
  const { hour, origin } = visit
  const referrer = index === 0 ? origin.referrer : sampleDomain
  return { type: 'view', consent: false, site: sampleDomain, day, hour, host: sampleDomain, referrer, external: index === 0 }
}

function consented(moment: Moment, asked: boolean): Fact[] {
  const { random, day, visit } = moment
  const past = tellPast(visit.browser, day)
  const opened = past.recency === undefined ? 'visit' : past.recency === 'new' ? 'new' : 'day'
  const facts: Fact[] = []
  for (const index of visit.pages.keys()) {
    const view = consentedView(moment, index, opened)
    if (index > 0) facts.push(view)
    // Whoever was just asked accepts on the page that was counted without consent; the view moves.
    else if (asked) facts.push(unconsentedView(moment, 0), { ...view, ...past, type: 'accept', was: {} })
    else facts.push({ ...view, ...past })
    facts.push(leaveOf(moment, index))
  }
  if (random.chance(timed)) facts.push(...timings(moment, { path: visit.pages[0]?.path, ...told(visit) }))
  return facts
}

function consentedView({ day, visit }: Moment, index: number, opened: 'visit' | 'day' | 'new'): ViewFact {
  const { hour, origin, pages, browser } = visit
  const path = pages[index]?.path
  const sight = pages.findIndex((each) => each.path === path) === index
  return {
    type: 'view',
    consent: true,
    site: sampleDomain,
    day,
    hour,
    host: sampleDomain,
    referrer: index === 0 ? origin.referrer : sampleDomain,
    external: index === 0,
    path,
    ...told(visit),
    country: browser.home.country,
    language: browser.home.language,
    screen: browser.equipment.screen,
    from: pages[index - 1]?.path,
    visit: depthSteps().find((step) => step === index + 1),
    first: sight ? opened : undefined,
  }
}

/** What a view, a leave and a timing tell alike. */
function told({ origin, browser }: SampleVisit): Description {
  const { source, medium, campaign } = origin
  const { browser: name, system, device } = browser.equipment
  return { source, medium, campaign, browser: name, system, device }
}

function leaveOf({ random, day, visit }: Moment, index: number): LeaveFact {
  const { hour, pages } = visit
  const { path, seconds } = pages[index] as (typeof pages)[number]
  // A page that fits the window is seen to its end at once.
  const scroll = random.chance(0.25) ? 10 : Math.min(10, Math.max(1, Math.round(random.skewed(5, 0.5))))
  return { type: 'leave', site: sampleDomain, day, hour, host: sampleDomain, path, ...told(visit), seconds, scroll }
}

/** The share of visits whose first page tells its timings: enough for a distribution on each day. */
const timed = 0.25

// The value that half of the pages stay below on a desktop, how far they spread, and how much slower a phone is.
const speeds: Record<VitalMetric, { middle: number; spread: number; mobile: number }> = {
  ttfb: { middle: 320, spread: 0.6, mobile: 1.6 },
  fcp: { middle: 900, spread: 0.5, mobile: 1.6 },
  lcp: { middle: 1_500, spread: 0.5, mobile: 1.55 },
  inp: { middle: 70, spread: 0.7, mobile: 1.9 },
  cls: { middle: 35, spread: 1, mobile: 1.4 },
}

function timings({ random, day, visit }: Moment, description: Description): VitalsFact[] {
  const { hour, browser } = visit
  const slow = random.skewed(1, 0.3)
  return vitalMetrics.map((metric) => {
    const { middle, spread, mobile } = speeds[metric]
    const value = random.skewed(middle * slow * (browser.equipment.device === 'mobile' ? mobile : 1), spread)
    return { type: 'vitals', site: sampleDomain, day, hour, host: sampleDomain, ...description, metric, bucket: bucketOf(metric, value) }
  })
}

/** The banner is shown once, and answered or left open. */
function choices(moment: Moment): ConsentFact[] {
  const { random, visit } = moment
  return [choiceFact(moment, 'shown'), answer()]
  function answer(): ConsentFact {
    if (visit.browser.consent) return random.chance(0.9) ? choiceFact(moment, 'accepted') : choiceFact(moment, 'chosen', '2')
    return random.chance(0.6) ? choiceFact(moment, 'refused') : choiceFact(moment, 'left')
  }
}

function choiceFact({ day, visit }: Moment, action: string, layer = '1'): ConsentFact {
  const { hour, browser } = visit
  return { type: 'consent', site: sampleDomain, day, hour, choice: `1 ${action} ${layer} banner ${bannerLanguage(browser)}` }
}

function bannerLanguage({ home }: Browser): string {
  return ['en', 'es', 'pl'].includes(home.language) ? home.language : 'en'
}
