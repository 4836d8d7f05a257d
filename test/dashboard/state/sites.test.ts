/** Which site is shown: the one that the address names and no other, or a first one where it names none. */
import { expect, it } from 'vitest'
import { firstOf, namedIn } from '../../../dashboard/state/sites.ts'

const site = (domain: string, sample?: true) => ({
  domain,
  hosts: [domain],
  zone: 'UTC',
  baseline: 'domain' as const,
  ...(sample && { sample }),
})
const [demo, sample, book, own] = [
  site('demo.localhost'),
  site('riverton.example', true),
  site('xn--bcher-kva.example'),
  site('example.org'),
]

it.each([
  ['example.org', own],
  ['www.example.org', own],
  ['xn--bcher-kva.example', book],
  ['bücher.example', book],
  ['www.bücher.example', book],
  ['demo.localhost', demo],
  ['exmple.org', undefined],
  ['', undefined],
])('%s is that site, or none', (name, found) => expect(namedIn([demo, sample, book, own], name)).toBe(found))

it('is one with a name of its own before one that begins with www. only by chance', () => {
  const both = [site('www.example.org'), own]
  expect(namedIn(both, 'www.example.org')).toBe(both[0])
})

it('is the owner’s own where none is named, else the sample, else the demo', () => {
  expect(firstOf([demo, sample, own])).toBe(own)
  expect(firstOf([demo, sample])).toBe(sample)
  expect(firstOf([demo])).toBe(demo)
  expect(firstOf([])).toBeUndefined()
})
