import { describe, expect, it } from 'vitest'
import { dimensionNames } from '../../../contract/dimensions.ts'
import {
  aboutText,
  daysText,
  measureLeast,
  measureSize,
  measureText,
  removedText,
  restText,
  valueName,
} from '../../../dashboard/i18n/format.ts'

describe('a measure', () => {
  it.each([
    [{ visitors: 1_204 }, '1,204', 1_204],
    [{ visitors: 0 }, '0', 0],
    [{ visitors: null, visitorsLower: 12, visitorsUpper: 15 }, '12–15', 15],
    [{ visitors: null, visitorsLower: 1_000, visitorsUpper: 2_000 }, '1,000–2,000', 2_000],
    [{ visitors: null, visitorsLower: 3, visitorsUpper: 3 }, '3', 3],
    [{ visitors: null }, '—', 0],
    [{}, '—', 0],
  ])('of %j reads %s', (row, text, size) => {
    expect(measureText(row, 'visitors')).toBe(text)
    expect(measureSize(row, 'visitors')).toBe(size)
  })
})

it.each([
  [{ bounceRate: null, bounceRateLower: 0.4, bounceRateUpper: 0.613 }, 'bounceRate', '40–61%'],
  [{ bounceRate: null, bounceRateLower: 0.401, bounceRateUpper: 0.404 }, 'bounceRate', '40%'],
  [{ secondsPerVisit: null, secondsPerVisitLower: 22.7, secondsPerVisitUpper: 44.1 }, 'secondsPerVisit', '22–45s'],
  [{ secondsPerVisit: null, secondsPerVisitLower: 22.7, secondsPerVisitUpper: 121 }, 'secondsPerVisit', '22s–3m'],
  [{ secondsPerVisit: null, secondsPerVisitLower: 195, secondsPerVisitUpper: 321 }, 'secondsPerVisit', '3–6m'],
] as const)('bounds %j of %s read %s, never closer than they are known', (row, measure, text) => {
  expect(measureText(row, measure)).toBe(text)
  expect(measureLeast(row, measure)).toBe(row[`${measure}Lower` as keyof typeof row])
})

it('what was taken away of a list is told by the first measure that is known, as what still stands in its rows', () => {
  const pages = {
    column: 'Page',
    measures: [
      { measure: 'visits', label: 'Visits' },
      { measure: 'views', label: 'Views' },
    ],
  } as const
  const text = 'were false and were removed from the totals. These rows still include them: it is not known which rows'
  expect(removedText(pages, { path: '(removed)', visits: null, views: -1_204 })).toBe(`1,204 views ${text}`)
  expect(removedText(pages, { path: '(removed)', visits: -3, views: -5 })).toBe(`3 visits ${text}`)
  expect(valueName('path', '(removed)')).toMatchObject({ text: 'Removed by the owner', isOurs: true })
})

describe('what is not kept of a list', () => {
  const pages = {
    column: 'Page',
    measures: [
      { measure: 'visits', label: 'Visits' },
      { measure: 'views', label: 'Views' },
    ],
  } as const
  it.each([
    [{ visits: null, views: 63 }, { visits: 40, views: 100 }, '63% of views not kept by page'],
    [{ visits: 3, views: 63 }, { visits: 40, views: 100 }, '8% of visits not kept by page'],
    [{ visits: null, visitsLower: 4, visitsUpper: 9 }, { visits: 40 }, '10% of visits not kept by page'],
    [{ visits: 1, views: 2 }, { visits: 500, views: 900 }, 'less than 1% of visits not kept by page'],
    [{ visits: null, views: null }, { visits: 40, views: 100 }, 'Not kept by page'],
  ])('%j of %j is said with its share: %s', (rest, totals, text) => expect(restText(pages, rest, totals)).toBe(text))
})

describe('an estimate', () => {
  it.each([
    [{ visitorsEstimate: 1_237 }, '1,240'],
    [{ visitorsEstimate: 42 }, '42'],
    [{ visitorsEstimate: null, visitorsEstimateLower: 2_536, visitorsEstimateUpper: 3_099 }, '2,540–3,100'],
    [{ visitorsEstimate: null, visitorsEstimateLower: 10_010, visitorsEstimateUpper: 10_020 }, '10,000'],
    [{ visitorsEstimate: null }, undefined],
    [{}, undefined],
  ])('of %j is no more exact than it is: %s', (row, text) => expect(aboutText(row, 'visitorsEstimate')).toBe(text))
})

describe('a value', () => {
  it.each([
    ['referrer', '(direct)', 'Direct'],
    ['referrer', '(other)', 'Everything else'],
    ['path', null, 'Not sent'],
  ] as const)('of %s %j is said in words: %s', (dimension, value, text) => {
    expect(valueName(dimension, value)).toMatchObject({ text, isOurs: true })
  })
  it('that was sent is shown as it is', () => expect(valueName('path', '/a')).toEqual({ text: '/a' }))
  it.each(Object.getOwnPropertyNames(Object.prototype))('that every object knows, %s, is a value like others', (name) => {
    for (const dimension of ['source', 'campaign', 'referrer'] as const) expect(valueName(dimension, name)).toMatchObject({ text: name })
  })
  it.each([
    ['path', '/caf%C3%A9', '/café'],
    ['entry', '/caf%c3%a9/%2f', '/café/%2F'],
    ['exit', '/%E6%97%A5', '/日'],
    ['from', '/a%C2%A0b', '/a%C2%A0b'],
    ['referrer', 'example.org', 'example.org'],
    ['campaign', '/caf%C3%A9', '/caf%C3%A9'],
  ] as const)('of %s %j that was stored as it was sent is shown as people read it: %s', (dimension, value, text) =>
    expect(valueName(dimension, value)).toEqual({ text }),
  )
  it.each(['referrer', 'source', 'host', 'network'] as const)(
    'of %s is the name that people read, with the one that browsers know',
    (dimension) => expect(valueName(dimension, 'xn--bcher-kva.example')).toEqual({ text: 'bücher.example', also: 'xn--bcher-kva.example' }),
  )
  it.each([
    [
      'www-example-org.translate.goog',
      'a translation of your pages by Google Translate, no look-alike; list the host to count its readers',
    ],
    ['web.archive.org', 'a copy of your pages in the Internet Archive, no look-alike; list the host to count its readers'],
    ['translate.goog.example', undefined],
    ['exampletranslate.goog', undefined],
  ])('of the host %s says what it is: %s (counting 15)', (host, hint) =>
    expect(valueName('stray', host)).toEqual({ text: host, ...(hint && { hint }) }),
  )
  it('of a look-alike host is the name that browsers know, with what it looks like', () =>
    expect(valueName('stray', 'xn--80ak6aa92e.com')).toEqual({ text: 'xn--80ak6aa92e.com', also: 'аррӏе.com' }))
  it.each([
    ['referrer', 'the browser no longer says where the visit came from'],
    ['source', 'without consent, or no longer known when the event was sent'],
    ['campaign', 'without consent, or without a label'],
    ['country', 'recorded only with consent'],
  ] as const)('of %s that was not sent has the reason that is true of it', (dimension, hint) =>
    expect(valueName(dimension, null).hint).toBe(hint),
  )
})

describe('days', () => {
  it.each([
    [{ from: '2026-11-24', to: '2026-11-24' }, 'Nov 24, 2026'],
    [{ from: '2026-11-18', to: '2026-11-24' }, 'Nov 18 – 24, 2026'],
    [{ from: '2025-12-30', to: '2026-01-02' }, 'Dec 30, 2025 – Jan 2, 2026'],
  ])('%j read %s', (days, text) => expect(daysText(days).replace(/\s/g, ' ')).toBe(text))
})

it.each(Object.getOwnPropertyNames(Object.prototype))('a row that is called %s has its name, in every list', (value) => {
  for (const dimension of dimensionNames) {
    const { text, hint, isOurs } = valueName(dimension, value)
    expect([dimension, typeof text === 'string' && text.toLowerCase()]).toEqual([dimension, expect.stringContaining(value.toLowerCase())])
    expect([hint, isOurs]).toEqual([undefined, undefined])
  }
})
