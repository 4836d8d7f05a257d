/** JSON written by hand: what it is, on which line each part stands, and where it is none. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJsonLines } from '../../../collector/commands/json-lines.ts'

const isJson = (text: string) => {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}

describe('a text', () => {
  it('is what JSON.parse makes of it, where it names nothing twice', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (text, space) => {
        const pretty = JSON.stringify(JSON.parse(text), null, space)
        const read = readJsonLines(pretty)
        // An empty name, or one with a dot, may be another place's.
        if ('wrong' in read) expect(read.wrong).toContain('twice')
        else expect(read.value).toEqual(JSON.parse(pretty))
      }),
    )
  })
  it('is refused exactly where JSON.parse refuses it, one sign changed', () => {
    const signs = fc.constantFrom(...'{}[]",:\\ \n0-.eutnfl\u0001\u007F\u2028')
    const mended = fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(), signs, fc.boolean()).map(([text, at, sign, isMore]) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + sign + text.slice(isMore ? place : place + 1)
    })
    fc.assert(
      fc.property(mended, (text) => {
        const read = readJsonLines(text)
        const known = isJson(text)
        if ('wrong' in read) expect(known === null || read.wrong.includes('twice')).toBe(true)
        else expect(known).toEqual({ value: read.value })
      }),
      { numRuns: 2_000 },
    )
  })
  it.each([
    ['', 'line 1, column 1: unexpected end of the file'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: expected a string in double quotes'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: expected , or }'],
    ['[1, 2', 'line 1, column 6: unexpected end of the file'],
    ["{'a': 1}", 'line 1, column 2: expected a string in double quotes'],
    ['{"a" 1}', 'line 1, column 6: expected :'],
    ['{"a": tru}', 'line 1, column 7: a value is expected here'],
    ['{"a": 1, // one\n "b": 2}', 'line 1, column 10: expected a string in double quotes'],
    ['{} {}', 'line 1, column 4: unexpected text after the end'],
    ['{"a": {"b": 1,\n "b": 2}}', 'line 2, column 2: a.b stands there twice'],
    ['['.repeat(100_000), 'line 1, column 22: nested too deep'],
  ])('%j is none', (text, wrong) => expect(readJsonLines(text.slice(0, 200_000))).toEqual({ wrong }))
  it('may begin with the sign that some editors put there', () => expect(readJsonLines('\uFEFF[1]')).toMatchObject({ value: [1] }))
})

it('each part has its line; what is not there has that of what should have it', () => {
  const read = readJsonLines('{\n  "a": [\n    { "b": 1 },\n    2\n  ],\n  "c":\n    3\n}')
  if ('wrong' in read) throw new Error(read.wrong)
  expect(['', 'a', 'a.0', 'a.0.b', 'a.1', 'c', 'a.0.x.y', 'z'].map(read.lineOf)).toEqual([1, 2, 3, 3, 4, 7, 3, 1])
})
