/**
 * What the tag sends for each view: the snippet's own pure function says what, over cookies with their real ends. A test drives the built
 * tag through the same views and finds the same facts (test/bench/accuracy.test.ts).
 */
import { daysBetween } from '../../contract/day.ts'
import type { AcceptEvent, ViewEvent } from '../../contract/events.ts'
import { visitMinutes } from '../../contract/limits.ts'
import { dayText, longAfter } from '../../snippet/days.ts'
import { type Labels, nextView, type Visit } from '../../snippet/visit.ts'
import { firstDay } from './calendar.ts'
import { accepted, none } from './consent.ts'
import { minutes } from './count.ts'
import type { View } from './view.ts'
import type { World } from './world.ts'

interface Kept {
  value: string
  /** Milliseconds since 1970. */
  until: number
}

type Jar = Partial<Record<'visit' | 'seen' | 'since', Kept>>

/** Of one site, whose domain is also its host; `safariDays`: the longest that Safari keeps what a script wrote. */
export interface Tag {
  site: string
  safariDays: number
  jars: Map<number, Jar>
  /** The paths that each tab saw in its visit. */
  tabs: Map<number, { whole: number; paths: Set<string> }>
}

export function tagOf(site: string, { given }: World): Tag {
  return { site, safariDays: given.safariDays, jars: new Map(), tabs: new Map() }
}

/** The events of one view, in order; `consent` as consent.ts says. */
export function eventsOf(tag: Tag, view: View, consent: number): (ViewEvent | AcceptEvent)[] {
  if (consent === none) return [untold(tag, view)]
  if (consent === accepted) return [untold(tag, view), told(tag, view, 'accept')]
  return [told(tag, view, 'view')]
}

function untold({ site }: Tag, view: View): ViewEvent {
  return { v: 1, type: 'view', site, host: site, consent: false, ...referrerOf(site, view) }
}

function told(tag: Tag, view: View, type: 'view' | 'accept'): ViewEvent | AcceptEvent {
  const { site } = tag
  const today = epochDay + view.day
  const { referrer } = referrerOf(site, view)
  // A yes on a later page does not know any more where the visit came from.
  const inside = type === 'accept' ? '' : '(direct)'
  const labels: Labels = [referrer === undefined ? '(direct)' : referrer === site ? inside : referrer, '', '']
  const jar = tag.jars.get(view.jar) ?? {}
  const past = [read(jar.visit, view.at), read(jar.seen, view.at), read(jar.since, view.at)] as const
  const [says, visit, seen, since] = nextView(past, today, view.path, labels)
  const write = (value: string, until: number) => ({ value, until: capped(tag, view, until) })
  tag.jars.set(view.jar, {
    visit: write(JSON.stringify(visit), view.at + minutes(visitMinutes)),
    seen: write(dayText(seen), longAfter(seen)),
    since: write(dayText(since), longAfter(seen)),
  })
  const first = firstSight(tag, view, visit, says.from)
  return withoutGaps({ v: 1, type, site, host: site, consent: true, day: dayText(today), referrer, path: view.path, ...says, first })
}

const epochDay = daysBetween('1970-01-01', firstDay)

const read = (cookie: Kept | undefined, at: number) => (cookie && cookie.until > at ? cookie.value : undefined)

function capped({ safariDays }: Tag, { isSafari, at }: View, until: number): number {
  return isSafari ? Math.min(until, at + safariDays * 86_400_000) : until
}

/** As the tag reads it: on a reload or a step back its own host. */
function referrerOf(site: string, { arrival: { from, by } }: View): { referrer?: string } {
  if (by !== 'link' || from === 'inside') return { referrer: site }
  return from === null ? {} : { referrer: from }
}

/** A tab forgets what it saw where another visit begins. */
function firstSight({ tabs }: Tag, { tab, path }: View, [views, , opened]: Visit, from: string | undefined): ViewEvent['first'] {
  const before = views > 1 ? tabs.get(tab) : undefined
  const paths = before?.paths ?? new Set<string>()
  const isWhole = (before?.whole ?? 0) === views - 1
  const isFirst = !paths.has(path) && path !== from
  tabs.set(tab, { whole: isWhole ? views : Number.NaN, paths: paths.add(path) })
  return isFirst ? (isWhole && opened) || true : undefined
}

/** As JSON leaves out what is undefined. */
function withoutGaps<Sent extends object>(event: Sent): Sent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as Sent
}
