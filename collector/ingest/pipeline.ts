/** The way of an event, step by step: receive → parse → admit → label → reduce → spool → 202. */
import { bounds } from '../../contract/bounds.ts'
import type { Day } from '../../contract/day.ts'
import type { Event } from '../../contract/events.ts'
import type { Fact } from '../fact.ts'
import { type Clock, type Sites, type Spool, SpoolFull } from '../ports.ts'
import { type Admission, admit } from './admit.ts'
import { type Alone, createAlone } from './alone.ts'
import { type Caller, type Hit, isRefusal, type Platform, type Refusal } from './hit.ts'
import type { Several } from './networks/several.ts'
import { parse } from './parse.ts'
import { createReceive } from './receive.ts'
import { type Campaigns, createCampaigns, type WaitingLabel } from './redact/campaigns.ts'
import { reduce } from './reduce.ts'
import type { Refusals } from './refusals.ts'
import { answered, busy, options, refusedWhole, unknown } from './reply.ts'
import { type IngestRequest, type IngestResponse, ingestRequestOf, responseOf } from './request.ts'

export interface IngestDeps {
  clock: Clock
  sites: Sites
  spool: Spool
  refusals: Refusals
  /** Called once for each accepted view, after its facts are durable. The address must not be kept. Must not throw. */
  viewed(site: string, day: Day, address: string, provider?: string): void
  /** Which values came out of several networks. */
  several?: Pick<Several, 'seen'>
  /** Told of mistakes in the program, never of what was sent. */
  log?: (line: string) => void
  /** How long a body may take; `bounds.bodyMilliseconds` unless told. */
  bodyMilliseconds?: number
}

interface Taken {
  hit: Hit
  fact: Fact
  /** Labels that this hit's browser counts towards once it is durable. */
  waiting: readonly WaitingLabel[]
}

interface Judged {
  taken: Taken[]
  refused: { index: number; refusal: Refusal }[]
}

/** The intake of web-standard requests. */
export function createIngest(deps: IngestDeps): (request: Request, address: string, platform?: Platform) => Promise<Response> {
  const take = createIntake(deps)
  return async (request, address, platform) => responseOf(await take(ingestRequestOf(request), address, platform))
}

export type Intake = (sent: IngestRequest, address: string, platform?: Platform) => Promise<IngestResponse>

/** Answers every request: 202 once the facts are durable, else a refusal with its closed reason. Rejects only by a mistake in the program. */
export function createIntake(deps: IngestDeps): Intake {
  const { refusals, log = () => {}, bodyMilliseconds = bounds.bodyMilliseconds.max } = deps
  const receive = createReceive(bodyMilliseconds)
  const campaigns = createCampaigns()
  const alone = createAlone(log)
  const admission: Admission = { clock: deps.clock, sites: deps.sites, stray: refusals.stray }

  const refuseWhole = (refusal: Refusal) => {
    refusals.count(refusal.site, refusal.reason)
    return refusedWhole(refusal)
  }
  return async (sent, address, platform = {}) => {
    if (sent.method === 'OPTIONS') return options(sent.headers.get('access-control-request-headers'))
    if (sent.method !== 'POST') return refuseWhole({ reason: 'method', message: 'events are sent by POST', site: null })
    const text = await receive(sent)
    if (typeof text !== 'string') return refuseWhole(text)
    const events = parse(text, alone)
    if ('reason' in events) return refuseWhole(events)
    const judged = judge(events, callerOf(sent, address, platform), { admission, campaigns, alone })
    return keep(judged, deps, campaigns)
  }
}

interface By {
  admission: Admission
  campaigns: Campaigns
  alone: Alone
}

function judge(events: readonly (Event | Refusal)[], caller: Caller, by: By): Judged {
  const judged: Judged = { taken: [], refused: [] }
  for (const [index, event] of events.entries()) {
    const found = isRefusal(event)
      ? event
      : by.alone(
          () => taken(event, caller, by),
          () => event.site,
        )
    if (isRefusal(found)) judged.refused.push({ index, refusal: found })
    else judged.taken.push(found)
  }
  return judged
}

function taken(event: Event, caller: Caller, { admission, campaigns }: By): Taken | Refusal {
  const hit = admit(event, caller, admission)
  if (isRefusal(hit)) return hit
  const { labels, waiting } = campaigns.label(hit)
  return { hit, fact: reduce(hit, labels), waiting }
}

async function keep({ taken, refused }: Judged, deps: IngestDeps, campaigns: Campaigns): Promise<IngestResponse> {
  try {
    if (taken.length > 0) await deps.spool.append(taken.map(({ fact }) => fact))
  } catch (error) {
    if (!(error instanceof SpoolFull)) return unknown()
    // The whole body comes again, so its other refusals are counted then.
    for (const { fact } of taken) deps.refusals.count(fact.site, 'busy')
    return busy(error.retryAfterSeconds)
  }
  for (const { refusal } of refused) deps.refusals.count(refusal.site, refusal.reason)
  for (const { hit, fact, waiting } of taken) {
    for (const field of campaigns.seen(hit, waiting)) deps.refusals.unusual(hit, field)
    deps.several?.seen(fact, hit.caller.address, hit.site.oneNetwork)
    if (hit.event.type === 'view') deps.viewed(hit.site.domain, hit.day, hit.caller.address, hit.caller.platform.provider)
  }
  return answered({ taken: taken.length, refused })
}

function callerOf({ headers }: IngestRequest, address: string, platform: Platform): Caller {
  const userAgent = (headers.get('user-agent') ?? '').slice(0, bounds.agentCharacters.max)
  const origin = headers.get('origin')
  return { address, userAgent, originHost: origin === null ? undefined : hostOf(origin), platform }
}

function hostOf(origin: string): string {
  const plain = /^https?:\/\/([a-z0-9.-]*[a-z0-9-])\.?$/.exec(origin)
  if (plain?.[1]) return plain[1]
  try {
    return new URL(origin).hostname.replace(/\.$/, '')
  } catch {
    // `null`, or no URL at all: it names no host.
    return ''
  }
}
