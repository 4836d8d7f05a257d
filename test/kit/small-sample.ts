/** The collector with a sample site of few days and visits: FOOTFALL_TEST_SAMPLE names both, as `40 12`. */
import { readConfig } from '../../collector/node/config.ts'
import { greeting } from '../../collector/node/greeting.ts'
import { openServer } from '../../collector/node/server.ts'

const { FOOTFALL_TEST_SAMPLE = '', ...environment } = process.env
const [days = 0, visits = 0] = FOOTFALL_TEST_SAMPLE.split(' ').map(Number)
const read = readConfig(environment)
if ('problems' in read) throw new Error(read.problems.join('\n'))
const log = (line: string) => void process.stderr.write(`footfall: ${line}\n`)
const home = await openServer({ ...read.config, sample: { days, visits } }, { log, toTerminal: true })
for (const line of greeting(home)) process.stdout.write(`${line}\n`)
process.once('SIGINT', () => void home.close().then(() => process.exit(0)))
