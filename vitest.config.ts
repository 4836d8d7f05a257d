import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Projects by what they need: nothing, the real engine, a real browser; and the long ones, which npm run proof runs.
const project = (name: string, include: string[], exclude: string[] = [], timeout = 60_000) => ({
  test: { name, include, exclude: ['**/node_modules/**', ...exclude], testTimeout: timeout, hookTimeout: timeout },
})

const engine = ['test/conformance/**/*.test.ts', 'test/promises/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/oracle/**/*.test.ts']
const browser = ['test/browser/**/*.test.ts', 'test/hostile/**/*.test.ts']

// The longest first, so that none of them is left alone at the end.
const longest = ['hostile/chromium', 'oracle/oracle', 'hostile/firefox', 'e2e/sample', 'browser/dashboard', 'conformance/', 'e2e/']
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.includes(`/test/${name}`))
      return index === -1 ? longest.length : index
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  test: {
    // Each engine takes a few hundred MB; two at a time fit a small machine. With three on two cores, tests end past their time.
    maxWorkers: 2,
    // Of the tests that run beside each other in one file: the rows of the hostile table.
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', ['test/**/*.test.ts'], [...engine, ...browser, 'test/proof/**']),
      project('engine', engine),
      project('browser', browser),
      project('proof', ['test/proof/**/*.test.ts'], [], 60 * 60_000),
    ],
  },
})
