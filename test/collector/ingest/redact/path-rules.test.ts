/** The owner's path rules: which paths meet which, and that a page counts under one name wherever it is named. */
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { pathRules } from '../../../../collector/ingest/redact/path-rules.ts'
import { siteSchema } from '../../../../contract/site.ts'
import { consentedView, intake, siteOf, view } from '../../../kit/ingest.ts'

describe('a path becomes the first rule that it meets', () => {
  const rules = ['/case/help', '/case/*', '/call/**', '/*/list', '/a.b/(x)/*', '/**']
  it.each([
    ['/case/1042', '/case/*'],
    ['/case/help', '/case/help'],
    ['/Case/1042', '/**'],
    ['/case/1042/', '/**'],
    ['/call/312/555/0142', '/call/**'],
    ['/call/x', '/call/**'],
    ['/call', '/**'],
    ['/parks/list', '/*/list'],
    ['/a.b/(x)/y', '/a.b/(x)/*'],
    ['/aXb/(x)/y', '/**'],
    ['/', '/'],
  ])('%s → %s', (path, label) => expect(pathRules(rules)(path)).toBe(label))
  it.each([
    ['/case/*', '/case/'],
    ['/case/*', '/case'],
    ['/case/*', '/case/1/2'],
    ['/call/**', '/call/'],
    ['/case/*/x', '/case//x'],
  ])('%s is not met by %s', (rule, path) => expect(pathRules([rule])(path)).toBe(path))
})

const segment = fc.oneof(
  fc.constantFrom('a', 'b', '*', 'users', '48213', 'x.y'),
  fc.string({ maxLength: 3 }).map((text) => text.replace(/[/*?#\p{Cc}\p{Cs}]/gu, '-')),
)
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`)
const rule = fc.tuple(path, fc.boolean()).map(([text, all]) => (all ? `${text.replace(/\/$/, '')}/**` : text))

it('of any site, labelling twice is labelling once, and a path is a rule or what it was', () => {
  fc.assert(
    fc.property(fc.uniqueArray(rule, { maxLength: 6 }), path, (paths, text) => {
      const fold = pathRules(paths)
      const folded = fold(text)
      expect(fold(folded)).toBe(folded)
      expect(folded === text || paths.includes(folded)).toBe(true)
      expect(v.safeParse(siteSchema, { domain: 'a.org', hosts: ['a.org'], paths }).success).toBe(true)
    }),
    { numRuns: 3_000, seed: 5 },
  )
})

it.each(['case/*', '/case/*x', '/**/x', '/case?x', '/case#x', '/a\nb', '***', ''])('%j is no rule', (text) => {
  expect(v.safeParse(siteSchema, { domain: 'a.org', hosts: ['a.org'], paths: [text] }).success).toBe(false)
})
it('a rule stands there once', () => {
  const { issues } = v.safeParse(siteSchema, { domain: 'a.org', hosts: ['a.org'], paths: ['/a/*', '/a/*'] })
  expect(issues?.map(({ message }) => message)).toEqual(['a rule stands there twice'])
})

it('a page counts under one name as path, as the page before, and as what an accepted view had told', async () => {
  const { post, facts } = intake([siteOf({ paths: ['/case/*', '/users/**'], baseline: 'page' })])
  await post(consentedView({ path: '/case/4', from: '/case/5', visit: 2, first: true, recency: undefined, since: undefined }))
  await post(view({ path: '/users/anna/files' }))
  await post({ ...consentedView({ path: '/case/6' }), type: 'accept' })
  await post({ ...view({ path: '/case/6' }), type: 'leave', consent: true })
  await post({ ...view({ path: '/case/6' }), type: 'vitals', metric: 'lcp', value: 1 })
  expect(facts).toMatchObject([
    { path: '/case/*', from: '/case/*' },
    { path: '/users/**' },
    { path: '/case/*', was: { path: '/case/*' } },
    { path: '/case/*' },
    { path: '/case/*' },
  ])
})
