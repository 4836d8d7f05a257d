/** At the bound and one past it: what one request, one field and the memory of intake may hold. */
import * as v from 'valibot'
import { expect, vi } from 'vitest'
import type { ViewFact } from '../../collector/fact.ts'
import { families, isBot, verdicts } from '../../collector/ingest/enrich/agent.ts'
import { countries, languages } from '../../collector/ingest/enrich/geo.ts'
import { domainOf } from '../../collector/ingest/enrich/public-suffix.ts'
import { outsiders } from '../../collector/ingest/enrich/referrer.ts'
import type { Hit } from '../../collector/ingest/hit.ts'
import { createSeveral } from '../../collector/ingest/networks/several.ts'
import { createCampaigns } from '../../collector/ingest/redact/campaigns.ts'
import { createRefusals } from '../../collector/ingest/refusals.ts'
import { createStrays } from '../../collector/ingest/strays.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { addDays } from '../../contract/day.ts'
import { dimensionRow, reserved } from '../../contract/dimensions.ts'
import { viewSchema } from '../../contract/events.ts'
import type { Reason } from '../../contract/reasons.ts'
import { view as fact } from '../kit/facts.ts'
import { consentedView, firefox, heard, intake, morning, siteOf, today, view } from '../kit/ingest.ts'

async function reasonFor(body: unknown, headers = {}): Promise<string | null> {
  return (await intake().post(body, { headers })).refusedHeader
}

/** `taken` is taken, `refused` is refused for `reason`. */
const field = (reason: Reason, taken: unknown, refused: unknown) => async () => {
  expect(await reasonFor(taken)).toBeNull()
  expect(await reasonFor(refused)).toBe(reason)
}

/** A value past it is not read, and its event is taken all the same. */
const costsItself = (name: 'zone' | 'screen', read: unknown, unread: unknown) => () => {
  const asRead = (value: unknown) => v.parse(viewSchema, consentedView({ [name]: value }))[name]
  expect([asRead(read), asRead(unread)]).toEqual([read, undefined])
}

const pathOf = (length: number) => consentedView({ path: `/${'-'.repeat(length - 1)}` })
const secondsOf = (seconds: number) => ({ ...view(), type: 'leave', consent: true, seconds })
const timingOf = (value: number) => ({ ...view(), type: 'vitals', metric: 'lcp', value })
const padded = (bytes: number) => JSON.stringify(view()).padEnd(bytes, ' ')

/** A body that ends after `milliseconds`. */
async function bodyTaking(milliseconds: number): Promise<string | null> {
  const { ingest } = intake()
  vi.useFakeTimers()
  try {
    let end = () => {}
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(view())))
        end = () => controller.close()
      },
    })
    const init = { method: 'POST', body, headers: { 'user-agent': firefox }, duplex: 'half' } as RequestInit
    const answer = ingest(new Request('https://collector.example/e', init), '203.0.113.1')
    await vi.advanceTimersByTimeAsync(milliseconds - 1)
    end()
    await vi.advanceTimersByTimeAsync(1)
    return (await heard(await answer)).refusedHeader
  } finally {
    vi.useRealTimers()
  }
}

/** Asks for one name more than may be held. */
function fill(cache: ((name: string) => object) & { size(): number }, max: number): void {
  for (let each = 0; each < max; each++) cache(`name${each}`)
  expect(cache.size()).toBe(max)
  cache('one-more')
  expect(cache.size()).toBe(max)
}

const campaign = (key: string | number) => [{ field: 'campaign', key: `campaign ${key}` }] as const
/** An address of a network of its own. */
const byNetwork = (number: number) => `20.${number >> 8}.${number & 255}.7`
/** A view that tells its page alone. */
const pathOnly = (path: string) => fact({ path, host: reserved.other, referrer: reserved.other })

function hitOf(day: string, address = ''): Hit {
  const event = consentedView({ day }) as Hit['event']
  const caller = { address, userAgent: '', originHost: undefined, platform: {} }
  return { event, site: siteOf(), caller, day, hour: 0 }
}

function refusalsOf(siteCount: number) {
  const sites = new Map(Array.from({ length: siteCount }, (_, each) => [`s${each}.org`, siteOf({ domain: `s${each}.org` })]))
  return createRefusals({
    clock: { now: () => morning },
    sites: { get: (domain) => sites.get(domain), all: () => [...sites.values()], put: async () => {}, remove: async () => {} },
  })
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  bodyBytes: field('too-large', padded(bounds.bodyBytes.max), padded(bounds.bodyBytes.max + 1)),
  async saidReasonCharacters() {
    const said = async (field: string) => {
      const { body } = await intake().post({ ...view(), type: 'vitals', metric: field, value: 1 })
      return body.refused[0]!.message
    }
    const most = bounds.saidReasonCharacters.max
    const around = (await said('')).length
    expect([await said('x'.repeat(most - around)), await said('x'.repeat(most - around + 1))].map(({ length }) => length)).toEqual([
      most,
      most,
    ])
    expect(await said('x'.repeat(most - around))).toMatch(/"$/)
    expect(await said('x'.repeat(most - around + 1))).not.toMatch(/"$/)
  },
  async saidFieldCharacters() {
    const said = async (length: number) => {
      const key = `"${'k'.repeat(length)}":1`
      const { body } = await intake().post(`{"site":"example.org",${key},${key}}`)
      return body.refused[0]!.field?.length
    }
    const most = bounds.saidFieldCharacters.max
    expect([await said(most), await said(most + 1)]).toEqual([most, most])
  },
  bodyEvents: field('too-many', Array(bounds.bodyEvents.max).fill(view()), Array(bounds.bodyEvents.max + 1).fill(view())),
  async bodyMilliseconds() {
    expect(await bodyTaking(bounds.bodyMilliseconds.max)).toBeNull()
    expect(await bodyTaking(bounds.bodyMilliseconds.max + 1)).toBe('too-slow')
  },
  pathCharacters: field('value', pathOf(bounds.pathCharacters.max), pathOf(bounds.pathCharacters.max + 1)),
  pathEscaped: field(
    'value',
    consentedView({ path: `/${'%E5%B8%82'.repeat(199)}` }),
    consentedView({ path: `/${'%E5%B8%82'.repeat(200)}` }),
  ),
  async labelCharacters() {
    const counted = async (length: number) => {
      const label = '-'.repeat(length)
      const { post, facts } = intake([siteOf({ campaigns: [label.slice(0, bounds.labelCharacters.max)] })])
      await post(consentedView({ campaign: label }))
      return (facts[0] as ViewFact).campaign
    }
    expect(await counted(bounds.labelCharacters.max)).toBe('-'.repeat(bounds.labelCharacters.max))
    expect(await counted(bounds.labelCharacters.max + 1)).toBe('(other)')
  },
  zoneCharacters: costsItself(
    'zone',
    'Europe/Paris'.padEnd(bounds.zoneCharacters.max, 'x'),
    'Europe/Paris'.padEnd(bounds.zoneCharacters.max + 1, 'x'),
  ),
  screenPixels: costsItself('screen', bounds.screenPixels.max, bounds.screenPixels.max + 1),
  engagedSeconds: field('value', secondsOf(bounds.engagedSeconds.max), secondsOf(bounds.engagedSeconds.max + 1)),
  vitalValue: field('value', timingOf(bounds.vitalValue.max), timingOf(bounds.vitalValue.max + 1)),
  clockDays: field(
    'clock',
    [view({ day: addDays(today, bounds.clockDays.max) }), view({ day: addDays(today, -bounds.clockDays.max) })],
    [view({ day: addDays(today, bounds.clockDays.max + 1) }), view({ day: addDays(today, -bounds.clockDays.max - 1) })],
  ),
  async agentCharacters() {
    const name = 'Googlebot/2.1'
    const within = `${firefox} `.padEnd(bounds.agentCharacters.max - name.length, 'x') + name
    expect(isBot(within)).toBe(true)
    expect(await reasonFor(view(), { 'user-agent': within })).toBe('bot')
    // One further, its last character is cut before it is read: the name at its end is no more.
    const past = within.replace('Googlebot/2.1', 'xxxxxxxxx/Bot')
    expect(await reasonFor(view(), { 'user-agent': past })).toBe('bot')
    expect(await reasonFor(view(), { 'user-agent': past.replace(' ', '  ') })).toBeNull()
  },
  agentsRemembered() {
    fill(verdicts, bounds.agentsRemembered.max)
    fill(families, bounds.agentsRemembered.max)
  },
  namesRemembered() {
    for (const cache of [domainOf, outsiders, countries, languages]) fill(cache, bounds.namesRemembered.max)
  },
  labelsWaiting() {
    const campaigns = createCampaigns()
    for (let each = 0; each < bounds.labelsWaiting.max; each++)
      expect(campaigns.seen(hitOf(today, byNetwork(each)), campaign(each))).toEqual([])
    expect(campaigns.size('example.org', today)).toBe(bounds.labelsWaiting.max)
    campaigns.seen(hitOf(today, byNetwork(1)), campaign('one-more'))
    expect(campaigns.size('example.org', today)).toBe(bounds.labelsWaiting.max)
  },
  labelsShare() {
    const campaigns = createCampaigns()
    const hit = hitOf(today, byNetwork(1))
    for (let each = 0; each < bounds.labelsShare.max; each++) expect(campaigns.seen(hit, campaign(each))).toEqual([])
    expect(campaigns.seen(hit, campaign('one-more'))).toEqual(['campaign'])
    expect(campaigns.size('example.org', today)).toBe(bounds.labelsShare.max)
  },
  severalSites() {
    const isToldAfter = (others: number) => {
      const several = createSeveral()
      const seen = (site: string, network: number) => several.seen(fact({ site }), byNetwork(network))
      for (const network of [1, 2, 3, 4]) seen('example.org', network)
      for (let each = 1; each <= others; each++) seen(`s${each}.org`, 1)
      seen('example.org', 5)
      return several.flush().length > 0
    }
    expect([isToldAfter(bounds.severalSites.max - 1), isToldAfter(bounds.severalSites.max)]).toEqual([true, false])
  },
  severalValues() {
    const isToldAfter = (others: number) => {
      const several = createSeveral()
      const seen = (path: string, network: number) => several.seen(pathOnly(path), byNetwork(network))
      for (const network of [1, 2, 3, 4]) seen('/page', network)
      for (let each = 1; each <= others; each++) seen(`/${each}`, each + 10)
      seen('/page', 5)
      return several.flush().some(({ value }) => value === '/page')
    }
    // The hour is one of them.
    expect([isToldAfter(bounds.severalValues.max - 2), isToldAfter(bounds.severalValues.max - 1)]).toEqual([true, false])
  },
  severalShare() {
    const share = bounds.severalShare.max
    // The last of so many paths; of a few others two networks may have the same mark.
    const isLastTold = (paths: number) => {
      const several = createSeveral()
      for (let each = 0; each < paths; each++) several.seen(pathOnly(`/${each}`), byNetwork(1))
      // Each by networks of its own; what the first was not counted for lacks one.
      for (let each = 0; each < paths; each++)
        for (let network = 0; network < 4; network++) several.seen(pathOnly(`/${each}`), byNetwork(10 + each * 4 + network))
      return several.flush().some(({ value }) => value === `/${paths - 1}`)
    }
    // The hour is one of them.
    expect([isLastTold(share - 1), isLastTold(share)]).toEqual([true, false])
  },
  severalWaiting() {
    const several = createSeveral()
    for (let each = 0; each <= bounds.severalWaiting.max; each++) several.seen(pathOnly(`/${each}`), '10.0.0.7', true)
    expect(several.flush()).toHaveLength(bounds.severalWaiting.max)
    several.seen(pathOnly(`/${bounds.severalWaiting.max}`), '10.0.0.7', true)
    expect(several.flush()).toHaveLength(1)
  },
  labelDays() {
    const campaigns = createCampaigns()
    for (let each = 0; each < bounds.labelDays.max; each++)
      campaigns.seen(hitOf(addDays(today, each)), [{ field: 'campaign', key: 'campaign x' }])
    expect([campaigns.size(), campaigns.size('example.org', today)]).toEqual([bounds.labelDays.max, 1])
    campaigns.seen(hitOf(addDays(today, -1)), [{ field: 'campaign', key: 'campaign x' }])
    expect([campaigns.size(), campaigns.size('example.org', today)]).toEqual([bounds.labelDays.max, 0])
  },
  refusalsWaiting() {
    const refusals = refusalsOf(bounds.refusalsWaiting.max + 1)
    for (let each = 0; each <= bounds.refusalsWaiting.max; each++) refusals.count(`s${each}.org`, 'bot')
    expect(refusals.unattributed()).toBe(1)
    refusals.count('s0.org', 'bot')
    expect(refusals.unattributed()).toBe(1)
    expect(refusals.flush()).toHaveLength(bounds.refusalsWaiting.max)
  },
  straysWaiting() {
    const otherOf = (waiting: number) => {
      const strays = createStrays()
      const shown = dimensionRow('stray').budget / 2
      for (let each = 0; each < shown + waiting; each++) strays.add('example.org', { day: today, hour: 9 }, `h${each}.example`)
      return strays.flush(today).find(({ value }) => value === '(other)')?.count
    }
    expect([otherOf(bounds.straysWaiting.max), otherOf(bounds.straysWaiting.max + 1)]).toEqual([undefined, 1])
  },
}
