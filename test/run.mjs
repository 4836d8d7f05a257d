/** `npm test`: installs, builds, checks and tests everything, and ends with a line of what passed, what failed and what was not tried. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leftOut, prepare, run } from './prelude.mjs'

prepare()
const failed = []
const check = (name, code) => code === 0 || failed.push(name)
const given = process.argv.slice(2)
// Whoever asks for some tests gets those alone.
if (given.length === 0) {
  check('biome', run('@biomejs/biome/bin/biome', ['check', '.']))
  check('types', run('typescript/bin/tsc', ['-b']))
}
const counts = tests(given)
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`)
if (counts.has('test/hostile/chromium.test.ts')) {
  process.stdout.write(
    'Not run: the frameworks of test/hostile/frameworks, since each needs a build: npm run proof builds and runs them.\n',
  )
}
const missing = leftOut().filter(({ file }) => counts.has(file))
const untried = missing.length > 0 ? `. Not tried: ${missing.map(({ what }) => what).join(', ')}, since this machine has none.` : ''
process.stdout.write(`${counts.passed} passed, ${counts.failed + failed.filter((name) => name !== 'tests').length} failed${untried}\n`)
process.exitCode = failed.length > 0 || counts.failed > 0 ? 1 : 0

function tests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-results-'))
  const file = join(folder, 'results.json')
  const projects = ['unit', 'engine', 'browser'].map((name) => `--project=${name}`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = run('vitest/vitest.mjs', ['run', ...projects, ...reporters, ...args], {
    // The engine's files go where the tests' do; nothing of the caller's settings reaches a test.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(FOOTFALL_|PORT$|HOST$)/.test(name))),
  })
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  rmSync(folder, { recursive: true, force: true })
  const files = (results.testResults ?? []).filter((each) => each.status === 'failed' && each.assertionResults.length === 0).length
  const counted = {
    passed: results.numPassedTests ?? 0,
    failed: (results.numFailedTests ?? 0) + files,
    /** Whether a file was among those that were run, or would have been. */
    has: (file) => (results.testResults ?? []).some(({ name }) => name.endsWith(file)),
  }
  // Errors outside of any test still fail the run.
  if (code !== 0 && counted.failed === 0) failed.push('vitest')
  return counted
}
