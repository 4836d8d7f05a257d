/** What must hold between the values of a declaration: by which law, or since it would not be true otherwise. */
import type { Declaration, DeclaredKey, Lifetime, Service, TextsByLanguage } from './declaration.ts'
import { ownId, ownKeys } from './own-services.ts'
import { mayBeFor, type Purpose, purposes } from './purposes.ts'
import { broken, longest } from './rules.ts'

export interface DeclarationFault {
  /** As `services.0.lifetime`. */
  field: string
  message: string
}

/** Every fault of a declaration that has its shape; none: it may be kept. `hosts`: the site's own. */
export function faultsOf(declaration: Declaration, hosts: readonly string[]): DeclarationFault[] {
  const { controller, languages, texts, services, logo, font } = declaration
  return [
    ...linkFault('controller.privacy', controller.privacy, hosts),
    ...linkFault('controller.imprint', controller.imprint, hosts),
    ...languages.flatMap((language, index) => languageFault(`languages.${index}`, language, languages.indexOf(language) < index)),
    ...(texts ? textFaults('texts', texts, languages) : []),
    ...ownFault('logo', logo, hosts),
    ...ownFault('font', font, hosts),
    ...services.flatMap((service, index) => serviceFaults(`services.${index}`, service, { declaration, hosts, index })),
  ]
}

const fault = (field: string, message: string): DeclarationFault[] => [{ field, message }]
const when = (is: boolean, field: string, message: () => string) => (is ? fault(field, message()) : [])

interface Around {
  declaration: Declaration
  hosts: readonly string[]
  index: number
}

function serviceFaults(field: string, service: Service, { declaration, hosts, index }: Around): DeclarationFault[] {
  const { id, category, receiver, privacy, lifetime, texts, keys } = service
  const { languages, services } = declaration
  const before = services.slice(0, index)
  return [
    ...when(id.startsWith(ownId), `${field}.id`, () => 'is reserved: Footfall’s own services are always in the declaration'),
    ...when(
      before.some((other) => other.id === id),
      `${field}.id`,
      () => 'stands there twice',
    ),
    ...service.purposes.flatMap((purpose, place) => purposeFault(`${field}.purposes.${place}`, service, purpose, place)),
    ...(receiver ? countryFault(`${field}.receiver.country`, receiver.country) : []),
    ...when(receiver !== undefined && privacy === undefined, `${field}.privacy`, () => broken('links', 'is missing')),
    ...(privacy === undefined ? [] : linkFault(`${field}.privacy`, privacy, hosts)),
    ...lifetimeFault(`${field}.lifetime`, lifetime, category),
    ...textFaults(`${field}.texts`, texts, languages),
    ...keys.flatMap((key, place) => keyFaults(`${field}.keys.${place}`, key, { service, place, before, languages })),
  ]
}

function purposeFault(field: string, { category, purposes: all }: Service, purpose: Purpose, place: number): DeclarationFault[] {
  if (all.indexOf(purpose) < place) return fault(field, 'stands there twice')
  if (mayBeFor(category, purpose)) return []
  const what = `${purpose} belongs to ${purposes[purpose].category}`
  return fault(field, broken(category === 'necessary' ? 'necessary' : 'purposes', what))
}

function lifetimeFault(field: string, lifetime: Lifetime, category: Service['category']): DeclarationFault[] {
  const days = daysOf(lifetime)
  if (days > longest.any) return fault(field, broken('life', `${days} days are too long`))
  return when(category === 'statistics' && days > longest.statistics, field, () => broken('statisticsLife', `${days} days are too long`))
}

/** A session has no length: it outlives nothing. */
function daysOf(lifetime: Lifetime): number {
  if (typeof lifetime === 'number') return lifetime
  return lifetime === 'session' ? 0 : Number.parseInt(lifetime, 10) / 1_440
}

interface AroundKey {
  service: Service
  place: number
  before: readonly Service[]
  languages: readonly string[]
}

function keyFaults(field: string, key: DeclaredKey, { service, place, before, languages }: AroundKey): DeclarationFault[] {
  const { name, kind, lifetime } = key
  const isTwice = service.keys.findIndex((other) => other.name === name && other.kind === kind) < place
  const other = before.find((earlier) => earlier.keys.some((theirs) => theirs.kind === kind && meet(theirs.name, name)))
  const ends = lifetime === 'session'
  return [
    ...when(meet(name, ownKeys), `${field}.name`, () => 'would include Footfall’s own keys, which are always in the declaration'),
    ...when(isTwice, `${field}.name`, () => 'stands there twice'),
    ...when(other !== undefined, `${field}.name`, () => `is one of ${other?.id}, too: after a withdrawal nobody could say whether it goes`),
    ...when(kind === 'cookie' && /[\s;=,]/.test(name), `${field}.name`, () => 'is not a valid cookie name'),
    ...when(kind === 'sessionStorage' && !ends, `${field}.lifetime`, () => 'must be "session" for sessionStorage, which ends with the tab'),
    ...when(
      (kind === 'localStorage' || kind === 'indexedDB') && ends,
      `${field}.lifetime`,
      () => `cannot be "session" for ${kind}, which stays until it is deleted`,
    ),
    ...when(daysOf(lifetime) > daysOf(service.lifetime), `${field}.lifetime`, () => 'is longer than the lifetime of its service'),
    ...lifetimeFault(`${field}.lifetime`, lifetime, service.category),
    ...textFaults(`${field}.purpose`, key.purpose, languages),
  ]
}

/** Whether one thing could have both names. */
function meet(one: string, other: string): boolean {
  const [first, second] = [one.replace(/\*$/, ''), other.replace(/\*$/, '')]
  const takes = (name: string, start: string, whole: string) => (name.endsWith('*') ? whole.startsWith(start) : whole === start)
  return takes(one, first, second) || (other.endsWith('*') && takes(other, second, first))
}

function textFaults(field: string, texts: TextsByLanguage, languages: readonly string[]): DeclarationFault[] {
  const missing = languages.filter((language) => !Object.hasOwn(texts, language))
  const others = Object.keys(texts).filter((language) => !languages.includes(language))
  return [
    ...missing.flatMap((language) => fault(field, broken('purposes', `has no text in ${language}`))),
    ...others.flatMap((language) => fault(`${field}.${language}`, 'is not one of the languages of the declaration')),
  ]
}

const namesOf = (type: 'language' | 'region') => new Intl.DisplayNames('en', { type, fallback: 'none' })

function languageFault(field: string, language: string, isTwice: boolean): DeclarationFault[] {
  if (isTwice) return fault(field, 'stands there twice')
  const [spelled] = Intl.getCanonicalLocales(language)
  if (spelled !== language) return fault(field, `must be written ${spelled}`)
  return when(namesOf('language').of(language) === undefined, field, () => 'is not a known language')
}

// Unions of states, parts of the world and places that nobody knows.
const noCountries = ['EU', 'EZ', 'UN', 'QO', 'ZZ']

function countryFault(field: string, country: string): DeclarationFault[] {
  const isOne = namesOf('region').of(country) !== undefined && !noCountries.includes(country)
  const { region } = new Intl.Locale(`und-${country}`)
  return when(!isOne || region !== country, field, () => 'is not a known country: two letters, such as US or DE')
}

function hostOf(link: string): string | undefined {
  return /^https?:\/\/([^/?#]*?)(:\d+)?([/?#]|$)/.exec(link)?.[1]?.toLowerCase()
}

/** Whether it is of the site itself. */
export function isOwnLink(link: string, hosts: readonly string[]): boolean {
  const host = hostOf(link)
  return host === undefined || hosts.includes(host)
}

function linkFault(field: string, link: string, hosts: readonly string[]): DeclarationFault[] {
  return when(link.startsWith('http:') && !isOwnLink(link, hosts), field, () => 'must be https:, or a link to the site itself')
}

function ownFault(field: string, link: string | undefined, hosts: readonly string[]): DeclarationFault[] {
  return when(link !== undefined && !isOwnLink(link, hosts), field, () => broken('before', 'is on a host that is not the site’s own'))
}
