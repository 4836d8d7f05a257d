/** Any two browsers with the same visible present send the same bytes and hold the same jar, whatever their pasts. With the built tag. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assertAlike, jarOf } from '../kit/alike.ts'
import { lived } from '../kit/lives.ts'
import { type Past, type Present, past } from '../kit/pasts.ts'

it('two pasts, one present: the same requests, cookies and storage from then on', () => assertAlike(60))

it.each(['seen', 'since', 'answered'] as const)('control: where the present differs by `%s` it shows', async (name) => {
  const [[one, other]] = fc.sample(fc.tuple(past, past), { numRuns: 1, seed: 1 }) as [[Past, Past]]
  const now: Present = { kind: 'returning', seen: 20_770, since: 20_738, answered: 20_759, views: 0 }
  const first = await lived(now, one)
  const second = await lived({ ...now, [name]: now[name] - 7 }, other)
  expect(jarOf(second)).not.toEqual(jarOf(first))
})
