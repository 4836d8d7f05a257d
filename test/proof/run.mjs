/**
 * `npm run proof`: the long tests. `npm run proof -- --kills 100` sets a count; any other argument goes to vitest. The last line says what
 * passed and failed, and what this machine could not run.
 */
import { prepare } from '../prelude.mjs'
import { lastLine, results } from '../results.mjs'

// Each long test reads its own from the environment by this name: KILLS, EVENTS, …
const counts = ['kills', 'events', 'seed', 'requests', 'worlds', 'runs', 'views', 'browsers', 'times']

prepare()
const rest = []
const given = process.argv.slice(2)
for (let index = 0; index < given.length; index++) {
  const [, name, value] = /^--([a-z]+)(?:=(\d+))?$/.exec(given[index]) ?? []
  if (counts.includes(name)) process.env[name.toUpperCase()] = value ?? given[++index]
  else rest.push(given[index])
}
const counted = results(['--project=proof', ...rest])
process.stdout.write(lastLine(counted))
process.exitCode = counted.code
