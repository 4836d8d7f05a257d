/** The long run of test/oracle/oracle.test.ts. WORLDS, BROWSERS (at most in each) and SEED set it; SHRINK=1 makes a failing world small. */
import { expect, it } from 'vitest'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { found } from '../oracle/found.ts'
import { type Proved, prove } from '../oracle/prove.ts'

const store = engineStoreOfFile(inMemory)
const worlds = Number(process.env.WORLDS ?? 1_000)
const browsers = Number(process.env.BROWSERS ?? 30)
const seed = Number(process.env.SEED ?? Date.now() % 100_000)

it(`${worlds} worlds (SEED=${seed}): every number is the truth, or its bounds hold`, { timeout: 6 * 60 * 60_000 }, async () => {
  const at = (proved: Proved) => {
    if (proved.worlds % 25 === 0) process.stdout.write(`${proved.worlds} of ${worlds} worlds, ${proved.views} views\n`)
  }
  const proved = await prove(store(), { worlds, seed, examples: found, at, browsers, days: 60 })
  expect(proved.worlds).toBe(worlds)
  process.stdout.write(
    `${worlds} worlds, SEED=${seed}, ${proved.views} views: ${[...proved.told]
      .sort()
      .map((each) => each.join(' '))
      .join(', ')}\n`,
  )
})
