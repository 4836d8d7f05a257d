import { expect, it } from 'vitest'
import { decisions } from '../../../collector/query/exactness.ts'
import { kinds } from '../../../collector/query/place.ts'
import { planOf } from '../../../collector/query/plan.ts'
import { crossOf, type Dimension, dimensionNames, dimensionRow } from '../../../contract/dimensions.ts'
import { type Measure, plainMeasures } from '../../../contract/measures.ts'
import type { Filter, Question } from '../../../contract/query.ts'
import { expectDocBlock } from '../../kit/doc.ts'

const base: Question = {
  site: 'example.org',
  from: '2026-11-01',
  to: '2026-11-30',
  measures: ['views'],
  by: [],
  filters: [],
  order: [],
  limit: 100,
  offset: 0,
}
const is = (dimension: Dimension, ...values: (string | null)[]): Filter => ['is', dimension, values]

/** One line a measure, one column a place; `-` is not kept. */
function tableOf(places: Record<string, Partial<Question>>, measures: readonly Measure[]): string {
  const columns = Object.entries(places).map(([name, given]) => {
    const { rows, totals } = planOf({ ...base, ...given, measures: [...measures] })
    const part = given.by?.length ? rows : totals
    const cells = measures.map((measure) => part?.formulas.get(measure) ?? '-')
    const width = Math.max(...[name, ...cells].map((each) => each.length))
    return [name, ...cells].map((each) => each.padEnd(width))
  })
  const names = ['', ...measures].map((each) => each.padEnd(16))
  return names.map((name, index) => [name, ...columns.map((cells) => cells[index])].join(' ').trimEnd()).join('\n')
}

it('decides for each measure and each dimension alone', () => {
  const alone: Dimension[] = [
    'browser',
    'source',
    'entry',
    'path',
    'hour',
    'referrer',
    'network',
    'from',
    'exit',
    'recency',
    'refused',
    'lcp',
    'slice',
    'entrySlice',
    'pathSlice',
  ]
  const places = { site: {}, ...Object.fromEntries(alone.map((name) => [name, { by: [name] }])) }
  expect(tableOf(places, [...plainMeasures, 'lcpP75'])).toMatchInlineSnapshot(`
    "                 site            browser         source          entry      path            hour      referrer  network from  exit  recency refused lcp   slice         entrySlice pathSlice
    views            views           views           views           -          views           views     views     views   views -     -       -       -     views         -          views
    visits           visits          visits          visits          visits     saw             visits    visits    -       -     -     -       -       -     visits        visits     saw
    visitors         recency         sameBrowser     begun           begun      sighted         seen      seen      -       -     -     -       -       -     begun         begun      sighted
    visitorsEstimate estimate        -               -               -          -               -         -         -       -     -     -       -       -     -             -          -
    newVisitors      newcomers       newcomers       newcomers       newcomers  newSights       newcomers newcomers -       -     -     -       -       -     newcomers     newcomers  -
    bounces          bounces         bounces         bounces         bounces    -               -         -         -       -     -     -       -       -     bounces       bounces    -
    bounceRate       bounceRate      bounceRate      bounceRate      bounceRate -               -         -         -       -     -     -       -       -     bounceRate    bounceRate -
    viewsPerVisit    viewsPerVisit   viewsPerVisit   viewsPerVisit   -          viewsPerSight   -         -         -       -     -     -       -       -     viewsPerVisit -          -
    entries          entries         entries         entries         entries    entries         entries   entries   -       -     -     -       -       -     entries       entries    entries
    exits            exits           moved           moved           moved      exits           -         -         -       -     exits -       -       -     moved         moved      -
    seconds          seconds         seconds         seconds         -          seconds         seconds   -         -       -     -     -       -       -     -             -          -
    secondsPerVisit  secondsPerVisit secondsPerVisit secondsPerVisit -          secondsPerSight -         -         -       -     -     -       -       -     -             -          -
    coverage         coverage        coverage        coverage        -          coverage        coverage  coverage  -       -     -     -       -       -     coverage      -          coverage
    count            -               -               -               -          -               -         -         -       -     count count   count   count -             -          -
    lcpP75           vital           -               -               -          vital           -         -         -       -     -     -       -       -     -             -          -"
  `)
})

it('decides for pairs: what is crossed, and with what came without consent', () => {
  const pairs: [Dimension, Dimension][] = [
    ['source', 'browser'],
    ['entry', 'source'],
    ['entry', 'host'],
    ['exit', 'source'],
    ['path', 'source'],
    ['path', 'device'],
    ['path', 'host'],
    ['from', 'path'],
    ['host', 'source'],
    ['device', 'hour'],
    ['path', 'lcp'],
    ['slice', 'source'],
    ['path', 'slice'],
    ['entrySlice', 'source'],
    ['pathSlice', 'source'],
    ['pathSlice', 'device'],
    ['refused', 'hour'],
  ]
  const places = Object.fromEntries(pairs.map(([one, other]) => [`${one}×${other}`, { by: [one], filters: [is(other, 'x')] }]))
  expect(tableOf(places, plainMeasures)).toMatchInlineSnapshot(`
    "                 source×browser  entry×source entry×host exit×source path×source          path×device path×host from×path host×source device×hour path×lcp slice×source  path×slice         entrySlice×source pathSlice×source   pathSlice×device refused×hour
    views            views           -            -          -           views                views       views     views     views       views       -        views         views              -                 views              views            -
    visits           visits          visits       visits     -           sawConsented         sawAmong    sawAmong  -         visits      visits      -        visits        sawConsented       visits            sawConsented       sawAmong         -
    visitors         few             few          few        -           few                  few         few       few       few         few         -        few           few                few               few                few              -
    visitorsEstimate -               -            -          -           -                    -           -         -         -           -           -        -             -                  -                 -                  -                -
    newVisitors      -               -            -          -           -                    -           -         -         -           -           -        -             -                  -                 -                  -                -
    bounces          bounces         bounces      -          -           -                    -           -         -         -           -           -        bounces       -                  bounces           -                  -                -
    bounceRate       bounceRate      bounceRate   -          -           -                    -           -         -         -           -           -        bounceRate    -                  bounceRate        -                  -                -
    viewsPerVisit    viewsPerVisit   -            -          -           viewsPerCrossSight   -           -         -         -           -           -        viewsPerVisit viewsPerCrossSight -                 viewsPerCrossSight -                -
    entries          entries         entries      entries    -           entries              -           -         -         entries     -           -        entries       entries            entries           entries            -                -
    exits            moved           moved        -          exits       exits                exits       -         -         -           -           -        moved         exits              moved             -                  -                -
    seconds          seconds         -            -          -           seconds              seconds     seconds   -         seconds     seconds     -        -             -                  -                 -                  -                -
    secondsPerVisit  secondsPerVisit -            -          -           secondsPerCrossSight -           -         -         -           -           -        -             -                  -                 -                  -                -
    coverage         coverage        -            -          -           coverage             -           -         coverage  coverage    -           -        coverage      coverage           -                 coverage           -                -
    count            -               -            -          count       -                    -           -         -         -           -           count    -             -                  -                 -                  -                count"
  `)
})

it('decides under what was not chosen: less than the total', () => {
  const alone: Dimension[] = ['browser', 'source', 'entry', 'path', 'hour', 'exit', 'recency']
  const places = Object.fromEntries(alone.map((name) => [`¬${name}`, { filters: [['isNot', name, ['x']] as Filter] }]))
  expect(tableOf(places, [...plainMeasures, 'lcpP75'])).toMatchInlineSnapshot(`
    "                 ¬browser        ¬source         ¬entry     ¬path    ¬hour     ¬exit ¬recency
    views            views           views           -          views    views     -     -
    visits           visits          visits          visits     -        visits    -     -
    visitors         sameBrowser     begun           -          -        seen      -     -
    visitorsEstimate -               -               -          -        -         -     -
    newVisitors      newcomers       newcomers       -          -        newcomers -     -
    bounces          bounces         bounces         bounces    -        -         -     -
    bounceRate       bounceRate      bounceRate      bounceRate -        -         -     -
    viewsPerVisit    viewsPerVisit   viewsPerVisit   -          -        -         -     -
    entries          entries         entries         entries    entries  entries   -     -
    exits            moved           moved           moved      exits    -         exits -
    seconds          seconds         seconds         -          seconds  seconds   -     -
    secondsPerVisit  secondsPerVisit secondsPerVisit -          -        -         -     -
    coverage         coverage        coverage        -          coverage coverage  -     -
    count            -               -               -          -        -         -     -
    lcpP75           -               -               -          -        -         -     -"
  `)
})

it.each(dimensionNames.flatMap((one) => dimensionNames.map((other) => [one, other] as const)).filter(([one, other]) => one < other))(
  'keeps %s with %s only where the table crosses them',
  (one, other) => {
    const { rows, rest } = planOf({ ...base, by: [one, other] })
    expect(rows !== null).toBe(crossOf(one, other) !== null)
    if (rows) expect(rows.place).toEqual(crossOf(one, other))
    const overlaps = [one, other].some((name) => dimensionRow(name).overlapping)
    expect(rest?.kind).toBe(rows && !overlaps ? 'notKept' : undefined)
  },
)

it.each([
  ['nothing for two filtered dimensions', { filters: [is('path', '/'), is('source', 'x')] }, 'rows - rest - totals -'],
  ['totals only, for no by', {}, 'rows - rest - totals site'],
  ['a row for each bucket, for an interval', { interval: 'day' }, 'rows site rest - totals site'],
  ['values and views without any', { by: ['source'] }, 'rows source rest unsent:total-source totals site'],
  ['only the values asked for', { by: ['source'], filters: [is('source', 'x')] }, 'rows source rest - totals source'],
  [
    'also those without any, where asked for',
    { by: ['source'], filters: [is('source', 'x', null)] },
    'rows source rest unsent:total-source totals total-source',
  ],
  [
    'crosses and what they do not keep',
    { by: ['path'], filters: [is('source', 'x')] },
    'rows path×source rest notKept:source totals source',
  ],
  [
    'pairs under a filter on one of them',
    { by: ['path', 'source'], filters: [is('source', 'x')] },
    'rows path×source rest notKept:source totals source',
  ],
  ['no rows for three dimensions', { by: ['path', 'source'], filters: [is('device', 'x')] }, 'rows - rest - totals device'],
  ['no rows under what was not sent', { by: ['path'], filters: [is('source', null)] }, 'rows - rest - totals total-source'],
  ['slices without a rest, since they overlap', { by: ['slice'] }, 'rows slice rest - totals site'],
  ['slices under a filter without a rest', { by: ['slice'], filters: [is('source', 'x')] }, 'rows slice×source rest - totals source'],
  ['values under one slice, with a rest', { by: ['path'], filters: [is('slice', 'x')] }, 'rows path×slice rest notKept:slice totals slice'],
  ['all but one slice as less than the total', { filters: [['isNot', 'slice', ['x']]] }, 'rows - rest - totals total-slice'],
  ['no rows of slices under all but one', { by: ['slice'], filters: [['isNot', 'slice', ['x']]] }, 'rows - rest - totals total-slice'],
  ['nothing of several slices together', { filters: [['anyOf', 'slice', ['x', 'y']]] }, 'rows - rest - totals -'],
  ['nothing of two filters on slices', { filters: [is('slice', 'x'), is('slice', 'y')] }, 'rows - rest - totals -'],
  ['nothing of what is in no slice', { filters: [is('slice', null)] }, 'rows - rest - totals -'],
  ['nothing of slices by a part of their name', { filters: [['contains', 'pathSlice', ['x']]] }, 'rows - rest - totals -'],
  [
    'what is only counted as its own total, also beside another',
    { by: ['hour', 'refused'], measures: ['count'] },
    'rows refused×hour rest notKept:refused totals refused',
  ],
  ['no rows for what is not crossed', { by: ['hour'], filters: [is('path', '/')] }, 'rows - rest - totals path'],
] as [string, Partial<Question>, string][])('reads %s', (_name, given, expected) => {
  const { rows, rest, totals } = planOf({ ...base, ...given })
  const name = (part: typeof rows) => (part ? `${part.complement ? 'total-' : ''}${part.place.join('×') || 'site'}` : '-')
  expect(`rows ${name(rows)} rest ${rest ? `${rest.kind}:${name(rest.part)}` : '-'} totals ${name(totals)}`).toBe(expected)
})

it('decides by the very table that docs/counting.md shows', () => {
  expect(decisions.split('\n', 1)[0]!.trim().split(/ +/)).toEqual(kinds)
  expectDocBlock('counting.md', 'decisions', decisions)
})
