/** The long run of test/promises/indistinguishable.test.ts; RUNS pairs of pasts. */
import { it } from 'vitest'
import { assertAlike } from '../kit/alike.ts'

const runs = Number(process.env.RUNS ?? 3_000)

it(`${runs} pairs of pasts cannot be told apart`, () => assertAlike(runs))
