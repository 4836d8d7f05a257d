/** Runs vitest and counts what passed, what failed, and what did not run and why. Plain JavaScript. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './prelude.mjs'

/**
 * A test that this machine cannot run puts `{ what, why }` into its `meta.notRun`, and skips itself.
 * @param {string[]} args
 * @returns {{ code: number, passed: number, failed: number, notRun: { what: string, why: string }[], files: string[] }} `files` are those that were looked at
 */
export function results(args) {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-results-'))
  const file = join(folder, 'results.json')
  const code = run('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args], {
    // Nothing of the caller's settings reaches a test.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(FOOTFALL_|PORT$|HOST$)/.test(name))),
  })
  const {
    testResults = [],
    numPassedTests: passed = 0,
    numFailedTests = 0,
  } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  rmSync(folder, { recursive: true, force: true })
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length
  const notRun = testResults.flatMap(({ assertionResults }) => assertionResults.flatMap(({ meta }) => meta?.notRun ?? []))
  return { code, passed, failed: numFailedTests + broken, notRun, files: testResults.map(({ name }) => name) }
}

/** The last line of a run. */
export function lastLine({ passed, failed, notRun }) {
  // Node 20, which `npm test` may be begun by, has no `groupBy`.
  const reasons = [...new Set(notRun.map(({ why }) => why))].map((why) => {
    const left = new Set(notRun.filter((each) => each.why === why).map(({ what }) => what))
    return `${[...left].join(', ')} (${why})`
  })
  return `${passed} passed, ${failed} failed${reasons.length > 0 ? `, not run: ${reasons.join('; ')}` : ''}\n`
}
