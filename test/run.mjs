/** `npm test`: installs, builds, checks and tests everything, and ends with a line of what passed, what failed and what was not run. */
import { existsSync, statfsSync } from 'node:fs'
import { leftOut, prepare, run } from './prelude.mjs'
import { lastLine, results } from './results.mjs'

// Tests sync thousands of times to folders that outlive nothing: in memory, where there is room, they wait for no disk. What a cut of power leaves
// no test of a live machine sees; the proofs run on the disk.
const memory = '/dev/shm'
if (!process.env.TMPDIR && existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > 6e9) process.env.TMPDIR = memory

prepare()
const failed = []
const check = (name, code) => code === 0 || failed.push(name)
const given = process.argv.slice(2)
// Whoever asks for some tests gets those alone.
if (given.length === 0) {
  check('biome', run('@biomejs/biome/bin/biome', ['check', '.']))
  check('types', run('typescript/bin/tsc', ['-b']))
}
const tests = results([...['unit', 'engine', 'browser'].map((name) => `--project=${name}`), ...given])
// Errors outside of any test still fail the run.
if (tests.code !== 0 && tests.failed === 0) failed.push('vitest')
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`)

const forTime = 'for their time: npm run proof'
const longer = [
  { file: 'test/hostile/chromium.test.ts', what: 'the apps of test/hostile/frameworks', why: 'each is built first: npm run proof' },
  ...(process.env.CHROMIUM_SHELL
    ? [{ file: 'test/hostile/chromium.test.ts', what: 'the hostile table in Chromium with windows', why: forTime }]
    : []),
  { file: 'test/hostile/firefox.test.ts', what: 'in Firefox all rows but those where engines differ of themselves', why: forTime },
  { file: 'test/browser/install.test.ts', what: 'policies, tracing libraries and words of docs/install.md', why: forTime },
]
const untried = [...leftOut(), ...longer].filter(({ file }) => tests.files.some((name) => name.endsWith(file)))
const all = { ...tests, failed: tests.failed + failed.length, notRun: [...tests.notRun, ...untried] }
process.stdout.write(lastLine(all))
process.exitCode = all.failed > 0 ? 1 : 0
