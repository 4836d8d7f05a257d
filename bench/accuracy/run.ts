/**
 * One simulated city counted by Footfall and by the rules that others publish: how far each is from the truth. Fails where Footfall is not
 * exact in what it says of those who agreed. Writes docs/accuracy.md and docs/accuracy.svg.
 * Usage: npm run bench:accuracy -- [--people 20000] (another number of people prints alone)
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compareAll } from './all.ts'
import { city } from './assumptions.ts'
import { chartOf } from './chart.ts'
import { assumptionsTable, between } from './doc.ts'
import { reportOf } from './report.ts'

const { values } = parseArgs({ options: { people: { type: 'string' } } })
const given = { ...city, people: Number(values.people ?? city.people) }
const fileOf = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url))

const results = await compareAll(given, (line) => process.stderr.write(`${line}\n`))
const report = reportOf(results, given)
process.stdout.write(`${report}\n`)
if (given.people === city.people) {
  const page = readFileSync(fileOf('accuracy.md'), 'utf8')
  writeFileSync(fileOf('accuracy.md'), between(between(page, 'assumptions', assumptionsTable(given)), 'results', report))
  writeFileSync(fileOf('accuracy.svg'), chartOf(results))
}
