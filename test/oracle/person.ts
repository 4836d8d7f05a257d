/** A person with one browser: whatever they do there happens in the real tag, and is written down as it really was. */
import { familiesOf } from '../../collector/ingest/enrich/agent.ts'
import { countries, languages } from '../../collector/ingest/enrich/geo.ts'
import { addDays, type Day, daysBetween, localTime } from '../../contract/day.ts'
import type { Site } from '../../contract/site.ts'
import type { VitalMetric } from '../../contract/vitals.ts'
import type { Browser } from '../kit/simulated/browser.ts'
import { days, minutes } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'
import type { Known, Seen, Timed } from './reference.ts'
import type { Time } from './time.ts'

export interface Traits {
  number: number
  userAgent: string
  address: string
  zone: string
  language: string
  /** Milliseconds by which their clock is ahead. */
  skew: number
  accepts: boolean
  /** Milliseconds for which the browser keeps what a page writes, at most. */
  keeps: number
  /** The browser says no by itself. */
  signals: boolean
  /** It tells a page of the tab's pages before. */
  tellsBefore: boolean
}

/** How a page was come to. */
export interface Way {
  /** Whole address of another site's page; empty: none. Absent: from within the site. */
  outside?: string
  labels?: Labels
  /** From a page that forwarded by a script before it was counted: with consent the browser says so, and that page's labels. */
  forwarded?: true
}

interface Labels {
  source: string
  medium: string
  campaign: string
}

/** What a tab shows. */
export interface Shown {
  tab: Tab
  path: string
  /** The first page of its host. */
  home: string
  /** The labels by which the tab came to this host, if it was there ever since. */
  landing?: Labels
  at: number
  /** The browser's day. */
  day: Day
  seen: Seen | null
  /** Told of with consent, by which its use is told too. */
  told: boolean
  /** Its use will be told: until it is hidden or left without consent. */
  watched: boolean
  visible: boolean
  /** Milliseconds of use that are not told yet, and until when they are counted. */
  used: number
  marked: number
  deepest: number
  tenth: number | undefined
  /** Timings of the document that were told, and how. */
  timed: Map<VitalMetric, { timed: Timed; as: string }>
}

interface Visit {
  id: string
  began: Day
  views: number
  lastAt: number
  source: Record<string, string>
}

export type Person = ReturnType<typeof createPerson>

export function createPerson(traits: Traits, place: { time: Time; site: Site; known: Known; browser: Browser }) {
  const { time, site, known, browser } = place
  const { browser: family, system, device } = familiesOf(traits.userAgent)
  const own = {
    ...{ browser: family!, system: system!, device: device! },
    country: countries(traits.zone).value!,
    language: languages(traits.language).value!,
  }
  // Given counts only while the cookie that says so is there.
  let consent: 'asked' | 'given' | 'refused' = 'asked'
  let answerEnds = 0
  /** The answer as the browser keeps it, at most; each page writes it anew, with the same end. */
  let answerHolds = 0
  let life = 0
  let visits = 0
  let visit: Visit | null = null
  let landing = 0
  let lastDay: Day | null = null
  let isOffline = false
  /** Seen without a network, and not told yet. */
  const offline: Seen[] = []

  const here = () => localTime(site.zone, time.now)
  const today = () => localTime(site.zone, time.now + traits.skew).day
  const utc = (day: Day) => Date.parse(`${day}T00:00:00Z`)
  const clock = () => time.now + traits.skew
  /** A clock more than a day off: what counts by its day is refused. */
  const isOff = () => Math.abs(daysBetween(here().day, today())) > 1
  const isGiven = () => !traits.signals && consent === 'given' && clock() < answerEnds
  const isAnswered = () => consent !== 'asked' && clock() < answerEnds

  /** `late`: an earlier page of the visit was seen without consent, and where it came from is not known any more. */
  function seeWithConsent(shown: Shown, way: Way, hour: number, late = false): void {
    const { path } = shown
    const day = shown.day
    if (lastDay && clock() >= utc(lastDay) + days(182)) newLife()
    if (visit && (clock() - visit.lastAt >= minutes(30) || daysBetween(visit.began, day) > 1)) visit = null
    visit ??= {
      id: `${traits.number}/${life}/${++visits}`,
      began: day,
      views: 0,
      lastAt: 0,
      source: sourceOf(way, late ? shown : undefined),
    }
    visit.views++
    // The half hour is counted from when the page was seen.
    visit.lastAt = shown.at + traits.skew
    lastDay = day
    shown.told = true
    shown.watched = true
    // What is less than half a second of the document's page before.
    const carried = carry.get(shown.tab.page()) ?? 0
    shown.used = Math.abs(carried) > 500 ? 0 : carried
    shown.marked = time.now
    shown.deepest = shown.tab.page().scrollY + 800
    shown.tenth = undefined
    if (isOff()) return
    const seen: Seen = {
      at: time.now,
      day,
      hour,
      who: `${traits.number}/${life}`,
      visit: visit.id,
      external: false,
      values: { ...toldAlways(shown, way, !late), ...own, ...visit.source, ...(site.detail === 'page' ? { path } : {}) },
      path,
      ...(late && { late }),
    }
    known.seen.push(seen)
    if (isOffline) offline.push(seen)
    shown.seen = seen
  }

  function seeWithout(shown: Shown, way: Way): void {
    const { path } = shown
    if (site.baseline === 'none' || isOffline) return
    if (way.outside !== undefined) landing++
    const { day, hour } = here()
    const { device } = own
    shown.seen = {
      ...{ at: time.now, day, hour, who: null, visit: `${traits.number}/u${landing}` },
      external: way.outside !== undefined,
      values: { ...toldAlways(shown, way, false), ...(site.baseline === 'page' ? { path, device } : {}) },
      path,
    }
    known.seen.push(shown.seen)
  }

  function keepAnswer(): void {
    answerEnds = Math.min(answerHolds, clock() + traits.keeps)
  }

  function newLife(): void {
    life++
    visit = null
    lastDay = null
  }

  const hostOf = (address: string) => new URL(address).hostname.replace(/^www\./, '')
  const ownHost = (shown: Shown) => new URL(shown.home).hostname
  const toldAlways = (shown: Shown, { outside, forwarded }: Way, isTold: boolean): Record<string, string> => {
    const referrer = outside === undefined ? site.domain : outside === '' ? '(direct)' : hostOf(outside)
    return { host: ownHost(shown), ...(!(forwarded && isTold) && { referrer }) }
  }
  /** `late`: on a later page of the visit only the labels are known, by which this tab came. */
  function sourceOf({ outside, labels, forwarded }: Way, late?: Shown): Record<string, string> {
    if (late) return { ...(traits.tellsBefore && late.landing) }
    if (labels) return { ...labels }
    return forwarded ? {} : { source: outside ? hostOf(outside) : '(direct)' }
  }

  const person = {
    traits,
    browser,
    isGiven,
    isAnswered,
    here,
    /** Views so far of the visit that goes on. */
    viewsInVisit: () => visit?.views ?? 0,

    /** Without a network nothing of a page gets away; with consent its view is told once there is one again. */
    async goOnline(isOnline: boolean): Promise<void> {
      const { hour } = here()
      for (const seen of offline.splice(0)) {
        seen.hour = hour
      }
      isOffline = !isOnline
      await browser.goOnline(isOnline)
    },

    /** A page is seen in this tab. */
    see(shown: Shown, path: string, way: Way): void {
      Object.assign(shown, { path, at: time.now, day: today(), seen: null, told: false, watched: false, visible: true, way })
      gone.delete(shown)
      if (isAnswered()) keepAnswer()
      if (isGiven()) seeWithConsent(shown, way, here().hour)
      else {
        // A yes that is over: what it had let be kept goes. What a browser forgets by itself makes nobody another person.
        if (lastDay && traits.keeps === Number.POSITIVE_INFINITY) newLife()
        seeWithout(shown, way)
      }
    },

    /** Presses a button of the banner in this tab; what is shown there may move. */
    async answer(shown: Shown, yes: boolean): Promise<void> {
      const wasGiven = isGiven()
      if (!(await shown.tab.press(yes ? 'Accept' : 'Reject'))) return
      consent = yes ? 'given' : 'refused'
      answerHolds = utc(addDays(today(), 182))
      keepAnswer()
      if (yes && !wasGiven && isGiven()) moveView(shown)
      else if (!yes && wasGiven) {
        newLife()
        shown.told = false
        shown.watched = false
        shown.seen = null
        gone.add(shown)
      }
    },

    /** Opens the banner by the page's own link, and says no. */
    async withdraw(shown: Shown): Promise<void> {
      await shown.tab.ask()
      await person.answer(shown, false)
    },

    clearCookies(): void {
      browser.jar.clear()
      consent = 'asked'
      newLife()
    },

    /** A sign of life, or of none: time counts for a minute after the last. */
    mark(shown: Shown, scrolledTo = 0): void {
      if (shown.visible) shown.used += Math.min(time.now - shown.marked, 60_000)
      shown.marked = time.now
      shown.deepest = Math.max(shown.deepest, scrolledTo)
    },

    /** The page is hidden or left. */
    leave(shown: Shown, scrolledTo: number): void {
      if (!shown.visible) return
      person.mark(shown, scrolledTo)
      shown.visible = false
      shown.watched &&= isGiven()
      if (!shown.watched) return
      const seconds = Math.max(0, Math.round(shown.used / 1_000))
      shown.used -= seconds * 1_000
      carry.set(shown.tab.page(), shown.used)
      const isLate = daysBetween(shown.day, today()) > 1
      const day = isLate ? today() : shown.day
      if (Math.abs(daysBetween(here().day, day)) > 1) return
      const values = { ...own, ...valuesFor(shown) }
      if (seconds > 0) known.used.push({ day, hour: here().hour, values, seconds })
      if (!isLate) scrolled(shown)
    },

    /** Something is measured of the document, which shows its first page still; measured again it takes the place of what was. */
    async time(shown: Shown, metric: VitalMetric, value: number): Promise<void> {
      const before = shown.timed.get(metric)
      if (!(await shown.tab.measure(metric, value))) return
      const isConsented = shown.told && isGiven()
      if (!isConsented && site.baseline === 'none') return
      const day = isConsented ? shown.day : here().day
      if (Math.abs(daysBetween(here().day, day)) > 1) return
      // Told otherwise than before it is not told again.
      const as = isConsented ? day : String(Math.floor(clock() / minutes(15)))
      if (before && before.as !== as) return
      if (before) known.timed.splice(known.timed.indexOf(before.timed), 1)
      const mayName = isConsented ? site.detail === 'page' : site.baseline === 'page'
      const described: Record<string, string> = isConsented ? own : site.baseline === 'page' ? { device: own.device } : {}
      const values = { host: ownHost(shown), ...described, ...(mayName ? { path: shown.path } : {}) }
      const timed = { day, metric, value, values }
      known.timed.push(timed)
      shown.timed.set(metric, { timed, as })
    },

    show(shown: Shown): void {
      shown.visible = true
      shown.marked = time.now
    },
  }

  // By the document: milliseconds that its page before was told too much or too little.
  const carry = new WeakMap<object, number>()
  // Pages on which consent was withdrawn: a new yes there moves nothing.
  const gone = new WeakSet<Shown>()

  function moveView(shown: Shown): void {
    if (gone.has(shown) || shown.told) return
    if (time.now - shown.at >= minutes(30) || (shown.seen && today() !== shown.day)) return
    if (!shown.seen && site.baseline !== 'none') return
    // Nothing was told of it before: it counts when it is told, by that day.
    if (!shown.seen) shown.day = today()
    const { way, seen } = shown as Shown & { way: Way }
    const counted = known.seen.length
    const isLate = way.outside === undefined
    // Where nothing was told before, it is a visit that nobody knows the beginning of.
    const told: Way = isLate && !seen ? { forwarded: true, labels: traits.tellsBefore ? shown.landing : undefined } : way
    seeWithConsent(shown, told, seen?.hour ?? here().hour, seen !== null && isLate)
    // The view moves: it stands once.
    if (seen && known.seen.length > counted) known.seen.splice(known.seen.indexOf(seen), 1)
  }

  function valuesFor(shown: Shown): Record<string, string> {
    const { path, seen } = shown
    const { source, medium, campaign } = seen?.values ?? {}
    const labels = Object.fromEntries(Object.entries({ source, medium, campaign }).filter(([, value]) => value !== undefined))
    return { host: ownHost(shown), ...labels, ...(site.detail === 'page' ? { path } : {}) } as Record<string, string>
  }

  function scrolled(shown: Shown): void {
    const tenth = Math.max(shown.tenth ?? 0, Math.min(10, Math.floor((10 * shown.deepest) / 4_000)))
    if (shown.tenth !== undefined) {
      const before = known.scrolled.find((each) => each.path === shown.path && each.day === shown.day && each.tenth === shown.tenth)
      if (before) before.tenth = tenth
    } else known.scrolled.push({ day: shown.day, path: shown.path, tenth })
    shown.tenth = tenth
  }

  return person
}

/** A tab that shows nothing yet. */
export function blank(tab: Tab): Shown {
  return {
    ...{ tab, path: '', home: '', at: 0, day: '', seen: null, told: false, watched: false, visible: false },
    ...{ used: 0, marked: 0, deepest: 0, tenth: undefined, timed: new Map() },
  }
}
