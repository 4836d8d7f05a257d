import { expect, it } from 'vitest'
import { parseQuestions } from '../../../collector/query/parse.ts'

const good = { site: 'example.org', from: '2026-11-01', to: '2026-11-30', measures: ['views'] }

it('fills in what was left out', () => {
  expect(parseQuestions(good)).toEqual({ many: false, questions: [{ ...good, by: [], filters: [], order: [], limit: 100, offset: 0 }] })
  expect(parseQuestions([good])).toMatchObject({ many: true })
})

it.each([
  ['no object', 'x', 'malformed', ''],
  ['null', null, 'malformed', ''],
  ['no question', [], 'tooMany', ''],
  ['an unknown field', { ...good, secret: 1 }, 'malformed', 'secret'],
  ['an unknown dimension', { ...good, by: ['nose'] }, 'malformed', 'by[0]'],
  ['an unknown measure', { ...good, measures: ['views', 'smell'] }, 'malformed', 'measures[1]'],
  ['one dimension twice', { ...good, by: ['path', 'path'] }, 'malformed', 'by[1]'],
  ['no such day', { ...good, to: '2026-02-30' }, 'malformed', 'to'],
  ['an end before the start', { ...good, to: '2026-10-01' }, 'window', 'to'],
  ['days before all days', { ...good, from: '1969-12-31' }, 'window', 'from'],
  ['days after all days', { ...good, from: '2149-01-01', to: '2149-01-01' }, 'window', 'to'],
  ['an unknown operator', { ...good, filters: [['like', 'path', ['/']]] }, 'malformed', 'filters[0][0]'],
  ['a filter without values', { ...good, filters: [['is', 'path', []]] }, 'malformed', 'filters[0][2]'],
  ['null as a text to contain', { ...good, filters: [['contains', 'path', ['/', null]]] }, 'filter', 'filters[0][2][1]'],
  ['an order by what is not asked', { ...good, order: [['visits', 'desc']] }, 'order', 'order[0][0]'],
  [
    'an order by date without interval',
    {
      ...good,
      order: [
        ['views', 'desc'],
        ['date', 'asc'],
      ],
    },
    'order',
    'order[1][0]',
  ],
  ['one bad question of three', [good, good, { ...good, by: ['nose'] }], 'malformed', '[2].by[0]'],
  ['no question at all in an array', [good, 7], 'malformed', '[1]'],
])('refuses %s', (_name, body, code, field) => {
  expect(parseQuestions(body)).toMatchObject({ code, field })
})
