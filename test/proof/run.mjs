/** `npm run proof`: the long tests. `npm run proof -- --kills 100` sets a count; any other argument goes to vitest. */
import { prepare, run } from '../prelude.mjs'

// Each long test reads its own from the environment by this name: KILLS, EVENTS, …
const counts = ['kills', 'events', 'seed', 'requests', 'worlds', 'runs', 'views', 'browsers']

prepare()
const rest = []
const given = process.argv.slice(2)
for (let index = 0; index < given.length; index++) {
  const [, name, value] = /^--([a-z]+)(?:=(\d+))?$/.exec(given[index]) ?? []
  if (counts.includes(name)) process.env[name.toUpperCase()] = value ?? given[++index]
  else rest.push(given[index])
}
process.exitCode = run('vitest/vitest.mjs', ['run', '--project=proof', ...rest])
