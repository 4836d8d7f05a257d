/** A declaration: what is taken, what is refused and by which rule, and that docs/consent.md says the same. */
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { type Declaration, declarationSchema, plainText } from '../../../contract/consent/declaration.ts'
import { faultsOf } from '../../../contract/consent/judge.ts'
import { consentCategories, mayBeFor, purposeNames, purposes } from '../../../contract/consent/purposes.ts'
import { broken, refusedFields, rules, whyNoField } from '../../../contract/consent/rules.ts'
import { table } from '../../conformance/table.ts'
import { declarationOf, exampleDeclaration, hosts, serviceOf } from '../../kit/declaration.ts'
import { expectDocBlock } from '../../kit/doc.ts'
import { type RefusedDeclaration, refusedDeclarations } from '../../kit/refused-declarations.ts'

function faultsIn(given: unknown): { field: string; message: string }[] {
  const parsed = v.safeParse(declarationSchema, given)
  if (parsed.success) return faultsOf(parsed.output, hosts)
  return parsed.issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', message: issue.message }))
}

const changed = (change: (declaration: Declaration) => void) => {
  const declaration = structuredClone(exampleDeclaration())
  change(declaration)
  return faultsIn(declaration)
}

const refused = (change: RefusedDeclaration['change']) =>
  changed((declaration) => {
    const [first, second] = declaration.services
    change(declaration, { first, second })
  })

describe('what is taken', () => {
  it('is the example of docs/consent.md', () => expect(faultsIn(exampleDeclaration())).toEqual([]))
  it('is one without a service', () => expect(faultsIn(declarationOf([]))).toEqual([]))
  it.each(['/privacy', '/', 'https://other.example:8443/a?b=c#d', 'http://example.org/privacy', 'https://bücher.example/'])(
    'is the link %s',
    (link) => {
      expect(changed((declaration) => (declaration.controller.privacy = link))).toEqual([])
    },
  )
  it.each(['/logo.svg', 'https://www.example.org/logo.svg'])('is the logo %s', (logo) => {
    expect(changed((declaration) => (declaration.logo = logo))).toEqual([])
  })
  it('are the longest lifetimes', () => {
    const [statistics, marketing] = [
      serviceOf({ lifetime: 400 }),
      serviceOf({ id: 'ads', category: 'marketing', purposes: ['ads'], lifetime: 731 }),
    ]
    expect(faultsIn(declarationOf([statistics, marketing]))).toEqual([])
  })
  it('are names beside each other that no one thing could have', () => {
    const keyOf = (name: string) => ({ name, kind: 'cookie' as const, lifetime: 30, purpose: { en: 'Counts.' } })
    const services = [
      serviceOf({ keys: [keyOf('_ga'), keyOf('_ga_*')] }),
      serviceOf({ id: 'ads', category: 'marketing', purposes: ['ads'], keys: [keyOf('_gac_*')] }),
    ]
    expect(faultsIn(declarationOf(services))).toEqual([])
  })
  it.each(['Zählt Besuche.', 'a < b & c', 'Sąd Rejonowy (“City”)', 'مدينة', '日本語'])('is the text %j', (text) =>
    expect(text).toMatch(plainText),
  )
})

describe('what is refused', () => {
  it.each(refusedDeclarations)('$what', ({ change, field, because }) => {
    const faults = refused(change)
    const words = typeof because === 'string' ? `${rules[because].says} (${rules[because].law})` : because.says
    expect(faults).toContainEqual({ field, message: expect.stringContaining(words) })
  })
  it.each([0, -1, 1.5, '0 minutes', '30', 'forever', null])('is the lifetime %j', (lifetime) => {
    const faults = changed((declaration) => Object.assign(declaration.services[1]!, { lifetime }))
    expect(faults).toEqual([{ field: 'services.1.lifetime', message: expect.stringMatching(/^must be /) }])
  })
  it.each(Object.entries(refusedFields))('%s is refused by its name, with the rule %s', (name, rule) => {
    const message = broken(rule, `${name} cannot be set`)
    expect(whyNoField(name)).toBe(message)
    expect(faultsIn({ ...exampleDeclaration(), [name]: true })).toEqual([{ field: name, message }])
    expect(changed((declaration) => Object.assign(declaration.controller, { [name]: true }))).toEqual([
      { field: `controller.${name}`, message },
    ])
  })
  it.each(['<script>', 'a</b>', '<!-- -->', '&lt;', '&#60;', '[here](https://a.example)', 'two\nlines', '\u202Eright', ' ', '', '\uD800'])(
    'is the text %j',
    (text) => {
      expect(changed((declaration) => (declaration.services[0]!.texts.en = text))).toHaveLength(1)
    },
  )
  it.each([
    '',
    'privacy',
    '/\\video.example',
    'https://user@example.org/',
    'data:text/html,a',
    'https://a.example/"onclick=',
    ' /a',
    'HTTPS:/a',
  ])('is the link %j', (link) => {
    expect(changed((declaration) => (declaration.controller.privacy = link))).toMatchObject([{ field: 'controller.privacy' }])
  })
  it('is everything that is no object, with every fault at once', () => {
    for (const given of [null, 1, 'text', true, undefined]) expect(faultsIn(given)).toEqual([{ field: '', message: 'must be an object' }])
    expect(faultsIn({ ...exampleDeclaration(), languages: [], services: [{}] }).length).toBeGreaterThan(5)
  })
})

it('whatever has the shape of a language, country or link is judged, and never a failure of the program', () => {
  const language = fc.stringMatching(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/)
  const link = fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.webPath())
  fc.assert(
    fc.property(fc.array(language, { minLength: 1, maxLength: 5 }), fc.stringMatching(/^[A-Z]{2}$/), link, (languages, country, logo) => {
      const service = serviceOf({ receiver: { name: 'A', country }, privacy: logo })
      const fields = faultsIn({ ...declarationOf([service]), languages, logo }).map(({ field }) => field)
      for (const field of fields) expect(field).toMatch(/^(languages\.\d|logo|services\.0\.(texts|privacy|receiver\.country))/)
    }),
    { numRuns: 1_000 },
  )
})

it('nothing but what is exempt may stand under necessary, and marketing may be for anything', () => {
  for (const purpose of purposeNames) {
    const may = consentCategories.filter((category) => mayBeFor(category, purpose))
    const own = purposes[purpose].category
    expect(may).toEqual(
      own === 'necessary' ? [...consentCategories] : consentCategories.filter((each) => each === own || each === 'marketing'),
    )
  }
})

describe('docs/consent.md', () => {
  it('has every purpose', () => {
    const rows = Object.entries(purposes).map(([name, { title, category }]) => [name, category, title])
    expectDocBlock('consent.md', 'purposes', table(['purpose', 'category', 'title'], rows))
  })
  it('has every refusal', () => {
    const rows = refusedDeclarations.map(({ what, change, field }) => {
      const said = refused(change).find((each) => each.field === field)?.message ?? ''
      return [what, field, said]
    })
    expectDocBlock('consent.md', 'refusals', table(['refused', 'where', 'it'], rows))
    expect(new Set(refusedDeclarations.map(({ because }) => because).filter((each) => typeof each === 'string'))).toEqual(
      new Set(Object.keys(rules)),
    )
  })
})
