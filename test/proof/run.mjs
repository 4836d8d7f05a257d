/** `npm run proof`: the long tests. `npm run proof -- --kills 100` sets a count; any other argument goes to vitest. */
import { prepare, run } from '../prelude.mjs'

prepare()
const rest = []
const given = process.argv.slice(2)
for (let index = 0; index < given.length; index++) {
  const [, name, value] = /^--([a-z]+)(?:=(\d+))?$/.exec(given[index]) ?? []
  const count = value ?? (name && /^\d+$/.test(given[index + 1] ?? '') ? given[++index] : undefined)
  // Each long test reads its own count: PROOF_KILLS, PROOF_EVENTS, …
  if (name && count) process.env[`PROOF_${name.toUpperCase()}`] = count
  else rest.push(given[index])
}
process.exitCode = run('vitest/vitest.mjs', ['run', '--project=proof', ...rest])
