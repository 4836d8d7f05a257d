import { beforeAll, describe, expect, it } from 'vitest'
import { renderSnippet, settingsToken } from '../../contract/snippet.ts'
import { brotliBytes, builtFiles } from '../kit/build.ts'

const budget = 3_000
let core = ''

beforeAll(async () => {
  const files = await builtFiles('snippet')
  expect([...files.keys()]).toEqual(['core.js'])
  core = files.get('core.js') ?? ''
})

describe('the built core', () => {
  it(`is at most ${budget} bytes as served for a site with default settings`, () => {
    const hosts = ['example.org', 'www.example.org']
    const served = renderSnippet(core, { site: 'example.org', hosts, baseline: 'domain', detail: 'page', zone: 'UTC' })
    expect(brotliBytes(served)).toBeLessThanOrEqual(budget)
  })
  it('has one place for settings', () => expect(core.split(settingsToken)).toHaveLength(2))
  it('leaves no name in the page', () => expect(core.trim()).toMatch(/^\(function\(\)\{[\s\S]*\}\)\(\);?$/))
  it.each([
    'cookie',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'eval(',
    'new Function',
    'innerHTML',
    'createElement',
    'sendBeacon',
    'import(',
  ])('does not name %s', (name) => expect(core).not.toContain(name))
})
