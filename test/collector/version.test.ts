import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { version } from '../../collector/version.ts'

it('the program says the version that package.json has', () => {
  expect(version).toBe(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version)
})
