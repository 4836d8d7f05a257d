/** Whether an event may count: its site, host, sender and day, and what consent and the site's settings allow. */
import { bounds } from '../../contract/bounds.ts'
import { type Day, daysBetween } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import { type Event, events, fieldsWithoutConsent, pathFields } from '../../contract/events.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Site } from '../../contract/site.ts'
import type { Clock, Sites } from '../ports.ts'
import { siteNamed } from '../sites/site-named.ts'
import { findContradiction } from './consistency.ts'
import { isBot, isCrawler } from './enrich/agent.ts'
import { isAppName } from './enrich/public-suffix.ts'
import { isSpam } from './enrich/referrer.ts'
import type { Caller, CountedEvent, Hit, Refusal } from './hit.ts'
import { siteContext } from './site-context.ts'

export interface Admission {
  clock: Clock
  sites: Sites
  /** Told of each host that sends in a site's name without being listed (P14). */
  stray(site: string, host: string): void
}

/** The event with all that is known of it, or the first reason against it. */
export function admit(event: Event, caller: Caller, { clock, sites, stray }: Admission): Hit | Refusal {
  const site = siteNamed(sites, event.site)
  if (!site) return refuse(event, 'site', { field: 'site', message: 'this collector has no such site' })
  const { hosts, local } = siteContext(site)
  const listed = hosts.has(event.host)
  if (!listed) stray(site.domain, event.host)
  if (!listed || event.type === 'stray') return refuse(event, 'host', { field: 'host', message: 'the site does not list this host' })
  const now = local(clock.now())
  return (
    wrongSender(event, caller) ??
    sentBySpammer(event, site) ??
    wrongDay(event, now.day) ??
    wrongPath(event, site) ??
    notAllowed(event, site) ??
    impossible(event, site) ??
    hit(event, { site, caller, ...now })
  )
}

function hit(event: CountedEvent, known: Omit<Hit, 'event'>): Hit {
  return { ...known, event, day: event.day ?? known.day }
}

function wrongSender(event: Event, { originHost, userAgent }: Caller): Refusal | undefined {
  if (originHost !== undefined && originHost !== event.host) {
    return refuse(event, 'origin', { field: 'host', message: 'the Origin header names another host' })
  }
  // An app or a call centre's service sends through a library, under a name that no page on the web can have (P16).
  if ('driven' in event && event.driven) return refuse(event, 'bot', { message: 'the browser is driven by a program' })
  const isProgram = originHost === undefined && isAppName(event.host) ? isCrawler : isBot
  return isProgram(userAgent) ? refuse(event, 'bot', { message: 'the user agent identifies itself as a program' }) : undefined
}

/** By the referrer alone: as a campaign's source anybody can put a spammer's name into a link, and real visits would be lost. */
function sentBySpammer(event: CountedEvent, site: Site): Refusal | undefined {
  if (!('referrer' in event) || event.referrer == null || event.referrer === reserved.other || !isSpam(event.referrer, site))
    return undefined
  return refuse(event, 'spam', { field: 'referrer', message: 'the referrer is on the public list of referrer spam' })
}

function wrongDay(event: Event, today: Day): Refusal | undefined {
  if (event.day === undefined || event.day === today) return undefined
  if (Math.abs(daysBetween(today, event.day)) <= bounds.clockDays.max) return undefined
  return refuse(event, 'clock', { field: 'day', message: `the site's day is ${today}` })
}

/** Of an address only the path is told, but for the parts that the owner has opted for (P6). */
function wrongPath(event: CountedEvent, site: Site): Refusal | undefined {
  const field = pathFields[event.type].find(
    (name) => name in event && !siteContext(site).wants((event as unknown as Record<string, string | undefined>)[name] ?? ''),
  )
  return field === undefined ? undefined : refuse(event, 'value', { field, message: 'not a path without query and fragment' })
}

function notAllowed(event: CountedEvent, site: Site): Refusal | undefined {
  return event.consent ? beyondDetail(event, site) : withoutConsent(event, site)
}

/** What a site with detail `domain` never receives (P6). */
function beyondDetail(event: CountedEvent, site: Site): Refusal | undefined {
  if (event.type === 'accept' && site.baseline === 'none') {
    return refuse(event, 'detail', {
      field: 'type',
      message: 'with the baseline `none` no view was counted before consent, so there is none to move',
    })
  }
  if (site.detail === 'page') return undefined
  // An accept must still name the path that the baseline had let the view tell, so that it can be taken back there.
  const told = event.type === 'accept' && site.baseline === 'page' ? 'path' : undefined
  const field = pathFields[event.type].find((name) => name in event && name !== told)
  return field === undefined ? undefined : refuse(event, 'detail', { field, message: `the site has chosen not to receive ${field}` })
}

/** What the table of events lists for that, as far as the site's baseline goes; nothing else (P1). */
function withoutConsent(event: CountedEvent, site: Site): Refusal | undefined {
  const needsConsent = (field: string, what = field) => refuse(event, 'consent', { field, message: `${what} needs consent to statistics` })
  const allowed = fieldsWithoutConsent[event.type]
  if (!allowed) return needsConsent('consent', event.type)
  for (const field in event) if (!allowed.has(field)) return needsConsent(field)
  const { withBaselinePage, atAnyBaseline }: { withBaselinePage?: readonly string[]; atAnyBaseline?: true } = events[event.type]
  if (site.baseline === 'none' && !atAnyBaseline) {
    return refuse(event, 'detail', { field: 'type', message: 'the site has chosen to receive nothing without consent' })
  }
  const field = site.baseline === 'page' ? undefined : withBaselinePage?.find((name) => name in event)
  return field === undefined ? undefined : needsConsent(field)
}

function impossible(event: CountedEvent, site: Site): Refusal | undefined {
  const found = findContradiction(event, site)
  return found && refuse(event, 'contradiction', found)
}

function refuse(event: Event, reason: Reason, told: { field?: string; message: string }): Refusal {
  return { reason, site: event.site, ...told }
}
