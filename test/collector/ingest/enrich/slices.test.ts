/** Which slices a view is given at intake: by what it tells itself, and with consent only what it tells then. */
import { expect, it } from 'vitest'
import type { Slice } from '../../../../contract/site.ts'
import { consentedView, intake, iphone, siteOf, view } from '../../../kit/ingest.ts'

const slices: Slice[] = [
  { name: 'phones', conditions: [['device', ['Mobile']]] },
  {
    name: 'US news',
    conditions: [
      ['source', ['news.org']],
      ['country', ['us']],
      ['language', ['en']],
    ],
  },
  { name: 'in by parks', conditions: [['entry', ['/parks/*']]] },
  {
    name: 'in by parks on phones',
    conditions: [
      ['entry', ['/parks/*']],
      ['device', ['mobile']],
    ],
  },
  { name: 'parks', conditions: [['path', ['/parks', '/parks/**']]] },
  {
    name: 'parks on phones',
    conditions: [
      ['path', ['/parks/**']],
      ['device', ['mobile']],
    ],
  },
  {
    name: 'parks from news',
    conditions: [
      ['path', ['/parks/**']],
      ['source', ['news.org']],
    ],
  },
  { name: 'ended', conditions: [['device', ['mobile']]], ended: true },
]

async function given(event: Record<string, unknown>, settings = {}) {
  const { post, facts } = intake([siteOf({ slices, baseline: 'page', ...settings })])
  await post(event, { headers: { 'user-agent': iphone } })
  const fact = { ...facts[0] } as Record<string, unknown>
  const { slices: ofVisit, entrySlices, pathSlices, was } = fact
  return { slices: ofVisit, entrySlices, pathSlices, ...(was !== undefined && { was }) }
}

const news = { referrer: 'news.org', zone: 'America/Chicago', lang: 'en-GB' }

it.each([
  [
    'a first view',
    consentedView({ ...news, path: '/parks/a' }),
    {
      slices: ['phones', 'US news'],
      entrySlices: ['in by parks', 'in by parks on phones'],
      pathSlices: ['parks', 'parks on phones', 'parks from news'],
    },
  ],
  [
    'a second view, its entry by the page before',
    view({ consent: true, path: '/', from: '/parks/a', visit: 2, source: 'news.org' }),
    { slices: ['phones'], entrySlices: ['in by parks', 'in by parks on phones'] },
  ],
  [
    'a later view, which does not name the entry',
    view({ consent: true, path: '/parks', from: '/parks/a', visit: 3 }),
    { slices: ['phones'], pathSlices: ['parks'] },
  ],
  [
    'a view without consent, by page and device alone',
    view({ ...{ referrer: 'news.org' }, path: '/parks/a' }),
    { pathSlices: ['parks', 'parks on phones'] },
  ],
  [
    'an accept, and the view that it moves',
    { ...consentedView({ ...news, path: '/parks/a' }), type: 'accept', zone: undefined },
    {
      slices: ['phones'],
      entrySlices: ['in by parks', 'in by parks on phones'],
      pathSlices: ['parks', 'parks on phones', 'parks from news'],
      was: { path: '/parks/a', device: 'mobile', pathSlices: ['parks', 'parks on phones'] },
    },
  ],
])('%s', async (_what, event, expected) => {
  expect(await given(event)).toEqual({ slices: undefined, entrySlices: undefined, pathSlices: undefined, ...expected })
})

it('a view without consent with the baseline domain has none, nor has a page that was not told', async () => {
  expect(await given(view(), { baseline: 'domain' })).toEqual({})
  expect(await given(view({ consent: true, visit: 1 }), { detail: 'domain' })).toEqual({ slices: ['phones'] })
})

it('patterns meet the label of a page, not what was sent', async () => {
  const asked = { slices: [{ name: 'case', conditions: [['path', ['/case/**']]] }] as Slice[], paths: ['/case/**'] }
  expect(await given(consentedView({ path: '/case/anna' }), asked)).toEqual({ pathSlices: ['case'] })
})
