/** Declarations that are refused: what is wrong with each, and where. docs/consent.md shows the list. */
import type { RuleName } from '../../contract/consent/rules.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is not a declaration has no type.
type Any = any

export interface RefusedDeclaration {
  what: string
  /** Makes it wrong. `first` needs no yes, `second` does. */
  change: (declaration: Any, services: { first: Any; second: Any }) => void
  field: string
  /** The rule of law that it breaks, or what the message says. */
  because: RuleName | { says: string }
}

const says = (text: string) => ({ says: text })

export const refusedDeclarations: readonly RefusedDeclaration[] = [
  // By law
  {
    what: 'a switch that is on beforehand',
    change: (_, { second }) => (second.checked = true),
    field: 'services.1.checked',
    because: 'preTicked',
  },
  {
    what: 'a default other than no',
    change: (_, { second }) => (second.default = 'on'),
    field: 'services.1.default',
    because: 'preTicked',
  },
  { what: 'a button that stands out', change: (all) => (all.prominent = 'accept'), field: 'prominent', because: 'unequal' },
  { what: 'no way to reject', change: (all) => (all.hideReject = true), field: 'hideReject', because: 'reject' },
  { what: 'a wall', change: (all) => (all.wall = true), field: 'wall', because: 'wall' },
  { what: 'a yes by scrolling', change: (all) => (all.acceptOnScroll = true), field: 'acceptOnScroll', because: 'implied' },
  {
    what: 'a legitimate interest',
    change: (_, { second }) => (second.legitimateInterest = true),
    field: 'services.1.legitimateInterest',
    because: 'interest',
  },
  { what: 'no way back', change: (all) => (all.hideButton = true), field: 'hideButton', because: 'wayBack' },
  { what: 'a time after which a no is asked again', change: (all) => (all.askAgain = 7), field: 'askAgain', because: 'again' },
  {
    what: 'a purpose under necessary that needs a yes',
    change: (_, { first }) => first.purposes.push('measure'),
    field: 'services.0.purposes.2',
    because: 'necessary',
  },
  {
    what: 'a purpose of another category',
    change: (_, { second }) => Object.assign(second, { category: 'statistics', purposes: ['measure', 'ads'] }),
    field: 'services.1.purposes.1',
    because: 'purposes',
  },
  { what: 'no purpose', change: (_, { second }) => (second.purposes = []), field: 'services.1.purposes', because: 'purposes' },
  { what: 'no text', change: (_, { second }) => delete second.texts, field: 'services.1.texts', because: 'purposes' },
  {
    what: 'a text that is missing in one language',
    change: (_, { second }) => delete second.texts.pl,
    field: 'services.1.texts',
    because: 'purposes',
  },
  { what: 'no privacy page', change: (all) => delete all.controller.privacy, field: 'controller.privacy', because: 'links' },
  { what: 'no imprint', change: (all) => delete all.controller.imprint, field: 'controller.imprint', because: 'links' },
  {
    what: 'a receiver without a privacy page',
    change: (_, { second }) => delete second.privacy,
    field: 'services.1.privacy',
    because: 'links',
  },
  {
    what: 'statistics for more than 13 months',
    change: (_, { second }) => Object.assign(second, { category: 'statistics', purposes: ['measure'], lifetime: 401 }),
    field: 'services.1.lifetime',
    because: 'statisticsLife',
  },
  {
    what: 'anything for more than 24 months',
    change: (_, { second }) => (second.lifetime = 732),
    field: 'services.1.lifetime',
    because: 'life',
  },
  { what: 'a logo of another host', change: (all) => (all.logo = 'https://cdn.example/logo.svg'), field: 'logo', because: 'before' },
  { what: 'a font of another host', change: (all) => (all.font = 'https://fonts.example/city.woff2'), field: 'font', because: 'before' },
  // Since it is no declaration, or could not be true
  { what: 'any other field', change: (all) => (all.theme = 'dark'), field: 'theme', because: says('is not a field') },
  { what: 'a field that is missing', change: (_, { second }) => delete second.id, field: 'services.1.id', because: says('is missing') },
  {
    what: 'another category',
    change: (_, { second }) => (second.category = 'social'),
    field: 'services.1.category',
    because: says('must be one of necessary'),
  },
  {
    what: 'another purpose',
    change: (_, { second }) => (second.purposes = ['fun']),
    field: 'services.1.purposes.0',
    because: says('must be one of answer'),
  },
  {
    what: 'a purpose that is named twice',
    change: (_, { first }) => first.purposes.push('login'),
    field: 'services.0.purposes.2',
    because: says('twice'),
  },
  {
    what: 'an id that is another service’s',
    change: (_, { second }) => (second.id = 'login'),
    field: 'services.1.id',
    because: says('twice'),
  },
  {
    what: 'Footfall’s own service',
    change: (_, { second }) => (second.id = 'footfall'),
    field: 'services.1.id',
    because: says('is reserved'),
  },
  {
    what: 'markup in a text',
    change: (_, { first }) => (first.texts.en = 'An <b>account</b>'),
    field: 'services.0.texts.en',
    because: says('no markup'),
  },
  {
    what: 'a link that is not https',
    change: (_, { second }) => (second.privacy = 'http://video.example/'),
    field: 'services.1.privacy',
    because: says('must be https'),
  },
  {
    what: 'a link that is a script',
    change: (all) => (all.controller.privacy = 'javascript:alert(1)'),
    field: 'controller.privacy',
    because: says('must be an address'),
  },
  {
    what: 'a link to another host by two slashes',
    change: (all) => (all.controller.imprint = '//video.example/'),
    field: 'controller.imprint',
    because: says('must be an address'),
  },
  {
    what: 'a language that nobody knows',
    change: (all) => (all.languages = ['en', 'pl', 'xx']),
    field: 'languages.2',
    because: says('not a known language'),
  },
  {
    what: 'a language in another spelling',
    change: (all) => (all.languages[1] = 'pl_PL'),
    field: 'languages.1',
    because: says('must be a language tag'),
  },
  {
    what: 'a language by its old name',
    change: (all) => all.languages.push('iw'),
    field: 'languages.2',
    because: says('must be written he'),
  },
  {
    what: 'a text in a language that is not listed',
    change: (all) => (all.texts.de = 'Zählen'),
    field: 'texts.de',
    because: says('is not one of the languages'),
  },
  {
    what: 'a country that nobody knows',
    change: (_, { second }) => (second.receiver.country = 'UK'),
    field: 'services.1.receiver.country',
    because: says('not a known country'),
  },
  {
    what: 'a lifetime that is no number of days',
    change: (_, { second }) => (second.lifetime = '13 months'),
    field: 'services.1.lifetime',
    because: says('must be a whole number of days'),
  },
  {
    what: 'a key that outlives its service',
    change: (_, { second }) => (second.lifetime = 90),
    field: 'services.1.keys.0.lifetime',
    because: says('is longer than'),
  },
  {
    what: 'sessionStorage for days',
    change: (_, { second }) => (second.keys[1].kind = 'sessionStorage'),
    field: 'services.1.keys.1.lifetime',
    because: says('ends with the tab'),
  },
  {
    what: 'localStorage for a session',
    change: (_, { second }) => (second.keys[1].lifetime = 'session'),
    field: 'services.1.keys.1.lifetime',
    because: says('until it is deleted'),
  },
  {
    what: 'a key that is named twice',
    change: (_, { first }) => first.keys.push(first.keys[0]),
    field: 'services.0.keys.1.name',
    because: says('twice'),
  },
  {
    what: 'a key that is another service’s, too',
    change: (_, { second }) => (second.keys[0].name = 'sess*'),
    field: 'services.1.keys.0.name',
    because: says('is one of login'),
  },
  {
    what: 'a key of Footfall’s',
    change: (_, { second }) => (second.keys[0].name = 'ff_seen'),
    field: 'services.1.keys.0.name',
    because: says('Footfall’s own'),
  },
  {
    what: 'a name that no cookie has',
    change: (_, { second }) => (second.keys[0].name = 'a b'),
    field: 'services.1.keys.0.name',
    because: says('not a valid cookie name'),
  },
  {
    what: 'a * alone',
    change: (_, { second }) => (second.keys[0].name = '*'),
    field: 'services.1.keys.0.name',
    because: says('is not a valid name'),
  },
  {
    what: 'a * that is not at the end',
    change: (_, { second }) => (second.keys[0].name = 'v*d'),
    field: 'services.1.keys.0.name',
    because: says('is not a valid name'),
  },
]
