/** Terms and wording: what changes a hash, and what does not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { termsHash, wordingHash } from '../../../collector/sites/consent-hashes.ts'
import type { Declaration, DeclaredKey, Service } from '../../../contract/consent/declaration.ts'
import { keyKinds } from '../../../contract/consent/declaration.ts'
import { consentCategories, purposeNames } from '../../../contract/consent/purposes.ts'
import { termsChanges, termsOf, wordingOf } from '../../../contract/consent/terms.ts'
import { exampleDeclaration, serviceOf } from '../../kit/declaration.ts'

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const texts = fc.dictionary(fc.constantFrom('en', 'pl', 'de'), word)
const lifetime = fc.oneof(fc.integer({ min: 1, max: 731 }), fc.constant('session' as const), fc.constant('30 minutes'))
const key: fc.Arbitrary<DeclaredKey> = fc.record({ name: word, kind: fc.constantFrom(...keyKinds), lifetime, purpose: texts })
const receiver = fc.record({ name: word, country: fc.constantFrom('US', 'DE', 'NZ') })
const service: fc.Arbitrary<Service> = fc.record(
  {
    id: fc.stringMatching(/^[a-z][a-z\d-]{0,9}$/),
    category: fc.constantFrom(...consentCategories),
    name: word,
    receiver,
    purposes: fc.uniqueArray(fc.constantFrom(...purposeNames), { minLength: 1, maxLength: 5 }),
    lifetime,
    keys: fc.array(key, { maxLength: 5 }),
    privacy: fc.constantFrom('/privacy', 'https://a.example/'),
    texts,
  },
  { requiredKeys: ['id', 'category', 'name', 'purposes', 'lifetime', 'keys', 'texts'] },
)
const services = fc.uniqueArray(service, { selector: ({ id }) => id, minLength: 1, maxLength: 6 })
const declaration: fc.Arbitrary<Declaration> = services.map((each) => ({ ...exampleDeclaration(), services: each }))
const shuffled = <Value>(values: readonly Value[]) => fc.shuffledSubarray([...values], { minLength: values.length })

/** The same in another order. */
const reordered = (given: Declaration): fc.Arbitrary<Declaration> =>
  fc
    .tuple(
      ...given.services.map((each) =>
        fc.tuple(shuffled(each.purposes), shuffled(each.keys)).map(([purposes, keys]): Service => {
          const { texts: own, ...others } = each
          return { texts: Object.fromEntries(Object.entries(own).reverse()), ...others, purposes, keys }
        }),
      ),
    )
    .chain((all) => shuffled(all as Service[]))
    .map((all) => ({ ...given, languages: [...given.languages].reverse(), services: all }))

const termsIn = (given: Declaration) => Object.fromEntries(given.services.map((each) => [each.id, termsOf(each)]))

describe('the order of the file', () => {
  it('changes no terms and no wording', () => {
    const pairs = declaration.chain((given) => fc.tuple(fc.constant(given), reordered(given)))
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        expect(termsIn(other)).toEqual(termsIn(one))
        expect(termsChanges(one.services, other.services)).toEqual([])
        for (const language of one.languages) expect(wordingOf(other, language)).toBe(wordingOf(one, language))
      }),
    )
  })
})

const wordings: Record<string, (given: Service, word: string) => Service> = {
  'the text': (given, text) => ({ ...given, texts: { ...given.texts, en: `${given.texts.en} ${text}` } }),
  'the name': (given, text) => ({ ...given, name: given.name + text }),
  'the privacy page': (given, text) => ({ ...given, privacy: `/${text}` }),
  'what a key is for': (given, text) => ({
    ...given,
    keys: [...given.keys, serviceKey].map((each) => ({ ...each, purpose: { ...each.purpose, en: `${each.purpose.en} ${text}` } })),
  }),
}
const serviceKey: DeclaredKey = { name: 'of-this-test', kind: 'cookie', lifetime: 1, purpose: { en: 'a' } }

describe('another word', () => {
  it.each(Object.keys(wordings))('%s changes no terms, but the wording of its language', (name) => {
    fc.assert(
      fc.property(declaration, word, (given, text) => {
        const [first, ...others] = given.services.map((each) => ({ ...each, keys: [...each.keys, serviceKey] }))
        const before = { ...given, services: [first!, ...others] }
        const { keys, ...changed } = wordings[name]!(first!, text)
        const after = { ...given, services: [{ ...changed, keys: keys.slice(0, first!.keys.length) }, ...others] }
        expect(termsIn(after)).toEqual(termsIn(before))
        expect(wordingOf(after, 'en')).not.toBe(wordingOf(before, 'en'))
      }),
    )
  })
  it('in one language leaves the wording of another as it was', () => {
    const before = exampleDeclaration()
    const after = structuredClone(before)
    after.services[1]!.texts.en = 'Shows films of the council.'
    expect([wordingOf(after, 'pl') === wordingOf(before, 'pl'), wordingOf(after, 'en') === wordingOf(before, 'en')]).toEqual([true, false])
  })
  it.each([
    ['the controller', (given: Declaration) => Object.assign(given.controller, { name: 'Town of Riverton' })],
    ['the imprint', (given: Declaration) => Object.assign(given.controller, { imprint: '/about' })],
    ['the owner’s own words', (given: Declaration) => Object.assign(given, { texts: { en: 'Hello.' } })],
  ] as const)('%s is wording, too', (_, change) => {
    const after = exampleDeclaration()
    change(after)
    expect(termsIn(after)).toEqual(termsIn(exampleDeclaration()))
    expect(wordingOf(after, 'en')).not.toBe(wordingOf(exampleDeclaration(), 'en'))
  })
})

const other = <Value>(values: readonly Value[], now: Value): Value => values.find((each) => each !== now)!
const terms: Record<string, [part: string, change: (given: Service) => Service]> = {
  'the category': ['category', (given) => ({ ...given, category: other(consentCategories, given.category) })],
  'a receiver': ['receiver', (given) => ({ ...given, receiver: given.receiver ? undefined : { name: 'A', country: 'US' } })],
  'the receiver’s name': ['receiver', (given) => ({ ...given, receiver: { name: `${given.receiver?.name}!`, country: 'US' } })],
  'the receiver’s country': ['receiver', (given) => ({ ...given, receiver: { name: given.receiver?.name ?? 'A', country: 'PL' } })],
  'a purpose more': [
    'purposes',
    (given) => ({ ...given, purposes: [...given.purposes, purposeNames.find((each) => !given.purposes.includes(each))!] }),
  ],
  'another purpose': ['purposes', (given) => ({ ...given, purposes: [purposeNames.find((each) => !given.purposes.includes(each))!] })],
  'the lifetime': ['lifetime', (given) => ({ ...given, lifetime: given.lifetime === 'session' ? 1 : 'session' })],
  'a key more': ['keys', (given) => ({ ...given, keys: [...given.keys, serviceKey] })],
  'a key less': ['keys', (given) => ({ ...given, keys: given.keys.slice(1) })],
  'a key’s name': ['keys', (given) => ({ ...given, keys: changedKey(given, (each) => ({ ...each, name: `${each.name}*` })) })],
  'a key’s kind': ['keys', (given) => ({ ...given, keys: changedKey(given, (each) => ({ ...each, kind: other(keyKinds, each.kind) })) })],
  'a key’s lifetime': [
    'keys',
    (given) => ({ ...given, keys: changedKey(given, (each) => ({ ...each, lifetime: other([1, 2], each.lifetime as number) })) }),
  ],
}
const changedKey = ({ keys: [first, ...others] }: Service, change: (key: DeclaredKey) => DeclaredKey): DeclaredKey[] => [
  change(first!),
  ...others,
]

describe('another term', () => {
  it.each(Object.entries(terms))('%s is another hash, and said', (_, [part, change]) => {
    fc.assert(
      fc.property(service, (given) => {
        const before: Service = { ...given, keys: [{ ...serviceKey, name: 'first' }, ...given.keys] }
        const after = change(before)
        expect(termsOf(after)).not.toBe(termsOf(before))
        expect(termsChanges([before], [after])).toEqual([{ id: given.id, change: [part] }])
      }),
    )
  })
  it('a new service and one that has gone are said', () => {
    const [one, two] = [serviceOf(), serviceOf({ id: 'two' })]
    expect(termsChanges([one], [two])).toEqual([
      { id: 'two', change: 'new' },
      { id: 'counter', change: 'gone' },
    ])
    expect(termsOf(one)).not.toBe(termsOf(two))
  })
})

it('a hash is short and stays what it is: answers are kept by it', async () => {
  const given = exampleDeclaration()
  expect(await Promise.all(given.services.map(termsHash))).toMatchInlineSnapshot(`
    [
      "2a5580fafe06d938",
      "959b50123566ea3c",
    ]
  `)
  expect(await Promise.all(given.languages.map((language) => wordingHash(given, language)))).toMatchInlineSnapshot(`
    [
      "08219186f434cd48",
      "17940b94f32d4227",
    ]
  `)
})
