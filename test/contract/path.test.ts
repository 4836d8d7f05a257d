/** One spelling for one page, whoever wrote its address, and the same by the tag as by the collector. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathBytes, pathCharacters } from '../../contract/limits.ts'
import { cutPath, readablePath, sentPath } from '../../contract/path.ts'
import { newcomer } from '../kit/simulated/site.ts'

const part = fc.oneof(
  fc.constantFrom(
    '%C3%A9',
    '%c3%a9',
    '%E9',
    '%ff',
    '%2F',
    '%2f',
    '%20',
    '%25',
    '%',
    '%2',
    '%E2%80%AE',
    '%00',
    '/',
    'é',
    '市',
    '🎪',
    '.',
    '%F0%9F%8E%AA',
  ),
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
/** Paths as a browser has them: `location.pathname`. */
const pathname = fc
  .array(part, { maxLength: 60 })
  .map((parts) => new URL(`https://example.org/${parts.join('').replace(/[?#\\]/g, '')}`).pathname)

describe('a path', () => {
  it.each([
    ['/caf%C3%A9', '/café'],
    ['/caf%c3%a9', '/café'],
    ['/café', '/café'],
    ['/caf%e9', '/caf%E9'],
    ['/a%2fb', '/a%2Fb'],
    ['/a%20b', '/a%20b'],
    ['/100%25', '/100%25'],
    ['/%E2%80%AEcba', '/%E2%80%AEcba'],
    ['/a\u200fb', '/a%E2%80%8Fb'],
    ['/%E3%80%80', '/%E3%80%80'],
    ['/%F0%9F%8E%AA', '/🎪'],
    ['/Caf%C3%A9', '/Café'],
    ['/%', '/%'],
  ])('%s is %s', (sent, read) => expect(readablePath(sent)).toBe(read))

  it('is read once and for all, and names the same address as before', () => {
    fc.assert(
      fc.property(pathname, (path) => {
        const read = readablePath(path)
        expect(readablePath(read)).toBe(read)
        expect(read).not.toMatch(/[\p{C}\p{Z}]/u)
        expect(new URL(`https://example.org${read}`).href.toLowerCase()).toBe(`https://example.org${path}`.toLowerCase())
      }),
      { numRuns: 2_000 },
    )
  })

  it('is cut at a whole character and a whole escape, within both bounds', () => {
    fc.assert(
      fc.property(pathname, fc.integer({ min: 1, max: 200 }), (path, times) => {
        const read = readablePath(path.repeat(times))
        const cut = cutPath(read)
        expect(read.startsWith(cut)).toBe(true)
        expect(cut.length).toBeLessThanOrEqual(pathCharacters)
        expect(encodeURIComponent(cut).length).toBeLessThanOrEqual(pathBytes)
        expect(cut.isWellFormed()).toBe(true)
        expect(readablePath(cut)).toBe(cut)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is the same page by the tag, which reads what it can before it cuts', async () => {
    await fc.assert(
      fc.asyncProperty(pathname, async (path) => {
        const browser = await newcomer({}, { baseline: 'page' })
        await browser.tab().load(`https://example.org${path}`)
        const sent = String(browser.sent.find(({ type }) => type === 'view')?.path)
        expect(sent).toMatch(sentPath)
        const [stored, whole] = [readablePath(sent), readablePath(path)]
        // A path with bytes that are no text is sent as it was escaped: a bound may fall between the escapes of one letter.
        const letters = path.length < pathCharacters ? stored : stored.replace(/(?:%[89A-F][\dA-F])+$/, '')
        expect(whole.startsWith(letters)).toBe(true)
        expect(cutPath(stored)).toBe(stored)
        // Nothing is cut off but what is past a bound.
        if (path.length < pathCharacters) expect(stored).toBe(whole)
      }),
      { numRuns: 300 },
    )
  })
})
