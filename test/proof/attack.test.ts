/** The long run of test/promises/attack.test.ts: BROWSERS and SEED set the world. Prints the table of docs/attack.md. */
import { expect, it } from 'vitest'
import { tableOf, verdictsOf } from '../promises/attack/verdict.ts'
import { worldOf } from '../promises/attack/world.ts'

const browsers = Number(process.env.BROWSERS ?? 10_000)
const seed = Number(process.env.SEED ?? 1)

it(`an attack on ${browsers} browsers over six weeks (SEED=${seed})`, () => {
  const verdicts = verdictsOf(worldOf({ seed, browsers, days: 42 }))
  process.stdout.write(`${tableOf(verdicts)}\n`)
  expect(verdicts['rows under an id']).toMatchObject({ right: verdicts['rows under an id']?.pairs })
  for (const [name, { certain, certainRight }] of Object.entries(verdicts))
    if (name.startsWith('Footfall')) expect(certainRight).toBe(certain)
  expect(verdicts['Footfall, folded for good']?.certain).toBe(0)
})
