/** Every rule and Footfall over one world: how far each measure is from the truth. Throws where Footfall is not exact in what it says. */
import type { Store } from '../../collector/ports.ts'
import { consentOf } from './consent.ts'
import { estimateOf } from './estimate.ts'
import { countFootfall, type Said } from './footfall.ts'
import { reader, type Span, spans, type Told, type Window, windows } from './measures.ts'
import { cookieWithConsent } from './rules/cookie.ts'
import { rules } from './rules/index.ts'
import { truthOf } from './truth.ts'
import type { World } from './world.ts'

/** Told ÷ true − 1 over all windows of a length; where only bounds are told, of both. */
export interface Off {
  lower: number
  upper: number
  /** The mean distance of a single window, whatever its sign. */
  typical: number
}

export interface Compared {
  name: string
  label: string
  tools: string
  source: string | null
  /** The share of people who agree, and the share of views with consent that came of it; null where nobody is asked. */
  share: number | null
  coverage: number | null
  /** The visitors are an estimate for everybody. */
  isEstimate: boolean
  visitors: Record<'people' | 'browsers', Record<Span, Off>>
  /** Of calendar months. */
  newVisitors: Record<'people' | 'browsers', Off> | null
  views: number
  visits: number
  /** In points of a hundred. */
  bounceRate: number | null
}

/** A count as it answers: bounds where it has no more. */
type Reader = (window: Window) => Told & { visitorsLower?: number; visitorsUpper?: number }

export interface Truths {
  people: Reader
  browsers: Reader
}

export function truthsOf(world: World): Truths {
  const truth = truthOf(world.views)
  return { people: reader(world.views, truth.people), browsers: reader(world.views, truth.browsers) }
}

/** Those that ask nobody. */
export function compareRules(world: World, truths: Truths): Compared[] {
  const asked = new Uint8Array(world.views.length)
  return rules.filter(({ asks }) => !asks).map((rule) => compared(rule, reader(world.views, rule.count(world, asked), rule.links), truths))
}

/** Footfall where `share` of the people agree: what it says of those who did, and its estimate for everybody. */
export async function compareFootfall(
  store: Store,
  world: World,
  truths: Truths,
  given: { share: number; site: string },
): Promise<Compared[]> {
  const consent = consentOf(world.views, { share: given.share, safariDays: world.given.safariDays })
  const ask = await countFootfall(store, world, { consent, site: given.site })
  const answers = await ask(everyWindow)
  const said = new Map(everyWindow.map((window, index) => [keyOf(window), answers[index]!]))
  const of = (window: Window) => said.get(keyOf(window))!
  expectExact(world, consent, { of, truths })
  const quarter = of(windows.quarter[0]!)
  const named = { name: 'Footfall', label: 'Footfall', tools: '', source: null, share: given.share, coverage: quarter.coverage }
  return [
    compared({ ...named }, (window) => toldOf(of(window), 1), truths),
    compared({ ...named, isEstimate: true }, (window) => toldOf(of(window), of(window).coverage), truths),
  ]
}

function toldOf(said: Said, coverage: number): ReturnType<Reader> {
  return {
    ...said,
    visitors: estimateOf(said.visitorsUpper, coverage),
    visitorsLower: estimateOf(said.visitorsLower, coverage),
    visitorsUpper: estimateOf(said.visitorsUpper, coverage),
    newVisitors: estimateOf(said.newVisitors, coverage),
  }
}

const everyWindow = spans.flatMap((span) => windows[span])
const keyOf = ({ from, to }: Window) => `${from} ${to}`

/**
 * An identifier in a cookie with the same consent and the same life is the truth of "browsers that agreed and kept their cookies".
 * Footfall has no identifier and must say the same, of every window, to the last visitor.
 */
function expectExact(world: World, consent: Uint8Array, { of, truths }: { of: (window: Window) => Said; truths: Truths }): void {
  const identified = reader(world.views, cookieWithConsent.count(world, consent))
  for (const window of everyWindow) {
    const said = of(window)
    const truth = identified(window)
    const bounded = said.visitorsLower <= truth.visitors && truth.visitors <= said.visitorsUpper
    const same =
      said.views === truths.people(window).views &&
      (said.visitors === null ? bounded : said.visitors === truth.visitors) &&
      said.newVisitors === truth.newVisitors &&
      said.entries === truth.visits &&
      Math.abs(said.bounceRate - truth.bounceRate!) < 1e-9
    if (!same) throw new Error(`Footfall is not exact in ${JSON.stringify(window)}: ${JSON.stringify({ said, truth })}`)
  }
}

type Named = Pick<Compared, 'name' | 'label' | 'tools' | 'source'> & Partial<Pick<Compared, 'share' | 'coverage' | 'isEstimate'>>

function compared(
  { name, label, tools, source, share = null, coverage = null, isEstimate = false }: Named,
  told: Reader,
  truths: Truths,
): Compared {
  const quarter = windows.quarter[0]!
  const answer = told(quarter)
  const { views, visits, bounceRate } = truths.people(quarter)
  const visitorsOff = (truth: Reader) =>
    Object.fromEntries(spans.map((span) => [span, offOf(windows[span], told, truth)])) as Record<Span, Off>
  const newOff = (truth: Reader) => offOf(windows.month, asNew(told), asNew(truth))
  return {
    name,
    label,
    tools,
    source,
    share,
    coverage,
    isEstimate,
    visitors: { people: visitorsOff(truths.people), browsers: visitorsOff(truths.browsers) },
    newVisitors: answer.newVisitors === null ? null : { people: newOff(truths.people), browsers: newOff(truths.browsers) },
    views: answer.views / views - 1,
    visits: answer.visits / visits - 1,
    bounceRate: answer.bounceRate === null ? null : answer.bounceRate - bounceRate!,
  }
}

/** A count whose visitors are the new ones alone. */
function asNew(read: Reader): Reader {
  return (window) => {
    const told = read(window)
    return { ...told, visitors: told.newVisitors ?? 0, visitorsLower: undefined, visitorsUpper: undefined }
  }
}

function offOf(list: readonly Window[], told: Reader, truth: Reader): Off {
  const pairs = list.map((window) => {
    const { visitors, visitorsLower = visitors, visitorsUpper = visitors } = told(window)
    return { lower: visitorsLower, upper: visitorsUpper, truth: truth(window).visitors }
  })
  const sum = (of: (pair: (typeof pairs)[number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0)
  const all = sum((pair) => pair.truth)
  return {
    lower: sum(({ lower }) => lower) / all - 1,
    upper: sum(({ upper }) => upper) / all - 1,
    typical: sum((pair) => Math.abs((pair.lower + pair.upper) / 2 / pair.truth - 1)) / pairs.length,
  }
}
