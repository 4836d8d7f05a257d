import { defineConfig } from 'vitest/config'

// Projects by what they need: nothing, the real engine, a real browser; and the long ones, which npm run proof runs.
const project = (name: string, include: string[], exclude: string[] = [], timeout = 60_000) => ({
  test: { name, include, exclude: ['**/node_modules/**', ...exclude], testTimeout: timeout, hookTimeout: timeout },
})

const engine = ['test/conformance/**/*.test.ts', 'test/promises/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/oracle/**/*.test.ts']
const browser = ['test/browser/**/*.test.ts', 'test/hostile/**/*.test.ts']

export default defineConfig({
  test: {
    // Each engine takes a few hundred MB; two at a time fit a small machine.
    maxWorkers: 2,
    projects: [
      project('unit', ['test/**/*.test.ts'], [...engine, ...browser, 'test/proof/**']),
      project('engine', engine),
      project('browser', browser),
      project('proof', ['test/proof/**/*.test.ts'], [], 60 * 60_000),
    ],
  },
})
