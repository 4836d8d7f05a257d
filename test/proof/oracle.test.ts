/** The long run of test/oracle/oracle.test.ts. WORLDS, BROWSERS (at most in each) and SEED set it; SHRINK=1 makes a failing world small. */
import { describe, expect, it } from 'vitest'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { found } from '../oracle/found.ts'
import { type Proved, prove } from '../oracle/prove.ts'

const worlds = Number(process.env.WORLDS ?? 1_000)
const browsers = Number(process.env.BROWSERS ?? 30)
const first = Number(process.env.SEED ?? Date.now() % 100_000)
// So many share an engine: what is merged in the table of hundreds of worlds takes longer than to live them.
const atOnce = 25
const runs = Array.from({ length: Math.ceil(worlds / atOnce) }, (_, index) => ({
  seed: first + index,
  count: Math.min(atOnce, worlds - atOnce * index),
  examples: index === 0 ? found : [],
}))

describe.each(runs)('$count worlds (SEED=$seed)', ({ seed, count, examples }) => {
  const store = engineStoreOfFile(inMemory)

  it('every number is the truth, or its bounds hold', { timeout: 60 * 60_000 }, async () => {
    const proved: Proved = await prove(store(), { worlds: count, seed, examples, browsers, days: 60 })
    expect(proved.worlds).toBe(count)
    const told = [...proved.told].sort().map((each) => each.join(' '))
    process.stdout.write(`${count} worlds, SEED=${seed}, ${proved.views} views: ${told.join(', ')}\n`)
  })
})
