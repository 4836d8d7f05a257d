/** Hit to fact: what is left of an event once address and user agent are dropped and the rest is made coarse. */

import { type DescribedDimension, reserved } from '../../contract/dimensions.ts'
import type { AcceptEvent, ConsentEvent, EventOf, LeaveEvent, ViewEvent, VitalsEvent } from '../../contract/events.ts'
import type { Site } from '../../contract/site.ts'
import { bucketOf } from '../../contract/vitals.ts'
import type { AcceptFact, ConsentFact, Description, Fact, LeaveFact, Unconsented, ViewFact, VitalsFact } from '../fact.ts'
import { familiesOf } from './enrich/agent.ts'
import { countries, languages, screenClass } from './enrich/geo.ts'
import { referrerName } from './enrich/referrer.ts'
import { slicesOfView } from './enrich/slices.ts'
import type { CountedEvent, Hit } from './hit.ts'
import type { CampaignLabels } from './redact/campaigns.ts'
import { siteContext } from './site-context.ts'

/** `labels` are the hit's campaign labels as they count. Pure. What was not told is undefined in the fact, and absent from its JSON. */
export function reduce(hit: Hit, labels: CampaignLabels): Fact {
  const reduction = reductions[hit.event.type] as (hit: Hit, labels: CampaignLabels) => Fact
  return reduction(hit, labels)
}

type CountedType = CountedEvent['type']
/** A type of event without its own is named by the compiler as missing. */
const reductions: { [Type in CountedType]: (hit: Hit<EventOf<Type>>, labels: CampaignLabels) => Fact } = {
  view,
  accept,
  leave,
  vitals,
  consent,
}

function view(hit: Hit<ViewEvent>, labels: CampaignLabels): ViewFact {
  return { type: 'view', consent: hit.event.consent, ...seen(hit, labels) }
}

function accept(hit: Hit<AcceptEvent>, labels: CampaignLabels): AcceptFact {
  return { type: 'accept', consent: true, was: unconsentedView(hit), ...seen(hit, labels) }
}

function seen(hit: Hit<ViewEvent | AcceptEvent>, labels: CampaignLabels): Omit<ViewFact, 'type' | 'consent'> {
  const { event, site } = hit
  const { referrer } = event
  const known = {
    ...told(hit),
    host: event.host,
    referrer: nameOf(referrer, site),
    external: referrer == null || !siteContext(site).isInside(referrer),
  }
  if (!event.consent) return { ...known, ...unconsentedView(hit) }
  const seen: Omit<ViewFact, 'type' | 'consent'> = {
    ...known,
    ...consented(hit, labels),
    source: labels.source ?? sourceOf(event, known),
    from: labelled(site, event.from),
    visit: event.visit,
    first: event.first === true ? 'visit' : event.first,
    recency: event.recency === undefined ? undefined : String(event.recency),
    since: event.since,
    overnight: event.overnight,
  }
  return { ...seen, ...slicesOfView(siteContext(site).slices, seen) }
}

function nameOf(referrer: string | null | undefined, site: Site): string | undefined {
  if (referrer === null) return undefined
  return referrer === undefined ? reserved.direct : referrer === reserved.other ? referrer : referrerName(referrer, site)
}

/**
 * A visit that began without a campaign came from where its first view was referred from. A yes on a later page of the visit
 * does not know that any more.
 */
function sourceOf(event: ViewEvent | AcceptEvent, { referrer, external }: Pick<ViewFact, 'referrer' | 'external'>): string | undefined {
  if (event.visit !== 1) return undefined
  return external ? referrer : event.type === 'accept' ? undefined : reserved.direct
}

function leave(hit: Hit<LeaveEvent>, labels: CampaignLabels): LeaveFact {
  const { host, seconds = 0, scroll, had } = hit.event
  return { type: 'leave', ...told(hit), host, ...consented(hit, labels), seconds, scroll, had }
}

function vitals(hit: Hit<VitalsEvent>): VitalsFact {
  const { host, metric, value, before } = hit.event
  const description = hit.event.consent ? consented(hit, {}) : unconsented(hit)
  return {
    type: 'vitals',
    ...told(hit),
    host,
    ...description,
    metric,
    bucket: bucketOf(metric, value),
    before: before === undefined ? undefined : bucketOf(metric, before),
  }
}

function consent(hit: Hit<ConsentEvent>): ConsentFact {
  const { policy, action, layer, method, lang } = hit.event
  const language = lang === undefined ? undefined : languages(lang).value
  return { type: 'consent', ...told(hit), choice: [policy, action, layer, method, language].map((part) => part ?? '-').join(' ') }
}

function told({ site, day, hour }: Hit): { site: string; day: string; hour: number } {
  return { site: site.domain, day, hour }
}

type WithPage = Hit<ViewEvent | AcceptEvent | LeaveEvent | VitalsEvent>

/** What the site's baseline lets a page tell without consent; with the baseline `domain` the user agent is not even read. */
function unconsented({ event, site, caller }: WithPage): Pick<Description, 'path' | 'device'> {
  if (site.baseline !== 'page') return {}
  return { path: labelled(site, event.path), device: familiesOf(caller.userAgent).device }
}

/** The same of a view, with its slices of pages. */
function unconsentedView(hit: WithPage): Unconsented {
  const told = unconsented(hit)
  const pathSlices = told.path === undefined ? undefined : siteContext(hit.site).slices('pathSlice', told)
  return { ...told, ...(pathSlices && { pathSlices }) }
}

/** All that describes the browser and its visit; a dimension without a value of its own here does not compile. */
function consented({ event, site, caller }: WithPage, { source, medium, campaign }: CampaignLabels): Described {
  const { browser, system, device } = familiesOf(caller.userAgent)
  // An accept may name a path that a site with detail `domain` keeps for the view as it was, and for nothing else.
  const path = site.detail === 'page' ? labelled(site, event.path) : undefined
  const { zone, lang, screen } = event
  return {
    ...{ path, source, medium, campaign, browser, system, device },
    country: caller.platform.country ?? (zone === undefined ? undefined : countries(zone).value),
    language: lang === undefined ? undefined : languages(lang).value,
    screen: screen === undefined ? undefined : screenClass(screen),
  }
}

type Described = Pick<Description, 'path'> & Record<DescribedDimension, string | undefined>

function labelled(site: Site, path: string | undefined): string | undefined {
  return path === undefined ? undefined : siteContext(site).label(path)
}

/** Read before anything is reduced; and `overnight`, which says something of a view alone. */
type ReadBefore = 'v' | 'type' | 'site' | 'host' | 'consent' | 'day' | 'overnight' | 'driven'
type ReadOfBrowser = 'path' | 'zone' | 'lang' | 'screen'
type ReadOfVisit = keyof CampaignLabels | 'referrer' | 'from' | 'visit' | 'first' | 'recency' | 'since'
interface Read {
  view: ReadBefore | ReadOfBrowser | ReadOfVisit
  accept: ReadBefore | ReadOfBrowser | ReadOfVisit
  leave: ReadBefore | ReadOfBrowser | keyof CampaignLabels | 'seconds' | 'scroll' | 'had'
  vitals: ReadBefore | ReadOfBrowser | 'metric' | 'value' | 'before'
  consent: ReadBefore | 'policy' | 'action' | 'layer' | 'method' | 'lang'
}
type Unread<Type extends CountedType> = Exclude<keyof EventOf<Type> & string, Type extends keyof Read ? Read[Type] : ReadBefore>
/** A field that is taken, and that nobody reads (P6), is named by the compiler as missing. */
export const unread: Record<{ [Type in CountedType]: `${Type} ${Unread<Type>}` }[CountedType], never> = {}
