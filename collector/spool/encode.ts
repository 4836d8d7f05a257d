/** A fact as one line of text and back: by a closed list of fields for each type, so that nothing else can reach disk. */
import type {
  AcceptFact,
  ConsentFact,
  CountFact,
  Description,
  Fact,
  LeaveFact,
  SeveralFact,
  Unconsented,
  ViewFact,
  VitalsFact,
} from '../fact.ts'

/** Every field of a type named, so that a new field of a fact does not compile before it is listed here. */
type Every<Given> = { [Name in keyof Required<Given>]: Given[Name] }

/** JSON of the fact's known fields; without a line break. */
export function encodeFact(fact: Fact): string {
  return JSON.stringify(known(fact))
}

/** The fact that `encodeFact` made this text of, or null where it is none. */
export function decodeFact(text: string): Fact | null {
  try {
    const fact = JSON.parse(text) as Fact
    return known(fact) ?? null
  } catch {
    return null
  }
}

// Literals rather than a loop over names: a third of the time, and this runs before each answer.
function known(fact: Fact): Fact | undefined {
  switch (fact.type) {
    case 'view':
      return view(fact)
    case 'accept':
      return accept(fact)
    case 'leave':
      return leave(fact)
    case 'vitals':
      return vitals(fact)
    case 'consent':
      return consent(fact)
    case 'count':
      return count(fact)
    case 'several':
      return several(fact)
    default:
      // Of a type that a later program wrote, or none at all.
      fact satisfies never
      return undefined
  }
}

function view(fact: ViewFact): Every<ViewFact> {
  return {
    type: 'view',
    site: fact.site,
    day: fact.day,
    hour: fact.hour,
    consent: fact.consent,
    host: fact.host,
    referrer: fact.referrer,
    external: fact.external,
    visit: fact.visit,
    first: fact.first,
    recency: fact.recency,
    since: fact.since,
    overnight: fact.overnight,
    path: fact.path,
    from: fact.from,
    source: fact.source,
    medium: fact.medium,
    campaign: fact.campaign,
    browser: fact.browser,
    system: fact.system,
    device: fact.device,
    country: fact.country,
    language: fact.language,
    screen: fact.screen,
    slices: fact.slices,
    entrySlices: fact.entrySlices,
    pathSlices: fact.pathSlices,
  }
}

function accept(fact: AcceptFact): Every<AcceptFact> {
  const { path, device, pathSlices } = fact.was
  const was: Every<Unconsented> = { path, device, pathSlices }
  return { ...view(fact as unknown as ViewFact), type: 'accept', was }
}

function leave(fact: LeaveFact): Every<LeaveFact> {
  const { type, site, day, hour, host, seconds, scroll, had } = fact
  return { type, site, day, hour, host, seconds, scroll, had, ...described(fact) }
}

function vitals(fact: VitalsFact): Every<VitalsFact> {
  const { type, site, day, hour, host, metric, bucket, before } = fact
  return { type, site, day, hour, host, metric, bucket, before, ...described(fact) }
}

function described(fact: Description): Every<Description> {
  const { path, from, source, medium, campaign, browser, system, device, country, language, screen } = fact
  return { path, from, source, medium, campaign, browser, system, device, country, language, screen }
}

function consent({ type, site, day, hour, choice }: ConsentFact): Every<ConsentFact> {
  return { type, site, day, hour, choice }
}

function several({ type, site, day, dimension, value }: SeveralFact): Every<SeveralFact> {
  return { type, site, day, dimension, value }
}

function count({ type, site, day, hour, dimension, value, count }: CountFact): Every<CountFact> {
  return { type, site, day, hour, dimension, value, count }
}
