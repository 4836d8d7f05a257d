import { beforeAll, describe, expect, it } from 'vitest'
import { renderSnippet, settingsToken } from '../../contract/snippet.ts'
import { brotliBytes, builtFiles } from '../kit/build.ts'

const budget = 3_000
let core = ''
let lazy: Map<string, string>

beforeAll(async () => {
  const files = await builtFiles('snippet')
  expect([...files.keys()].sort()).toEqual(['banner.js', 'core.js', 'vitals.js'])
  core = files.get('core.js') ?? ''
  lazy = files
})

describe('the built core', () => {
  it.each([
    ['example.org', {}],
    ['cityofspringfield.gov', {}],
    ['example.org', { zone: 'America/Chicago', base: 'https://stats.example.org/' }],
    ['demo.localhost', { hosts: ['localhost', '127.0.0.1', '[::1]'] }],
  ])(`is at most ${budget} bytes as served for %s with default settings and %j`, (site, given) => {
    const hosts = [site, `www.${site}`]
    const settings = { site, hosts, baseline: 'domain', detail: 'page', zone: 'UTC', policy: '1' } as const
    const served = renderSnippet(core, { ...settings, banner: 'banner-3f9a01cd.js', vitals: 'vitals-3f9a01cd.js', ...given })
    expect(brotliBytes(served)).toBeLessThanOrEqual(budget)
  })
  it('has one place for settings', () => expect(core.split(settingsToken)).toHaveLength(2))
  it('leaves no name in the page', () => expect(core.trim()).toMatch(/^!function\(\)\{[\s\S]*\}\(\);?$/))
  it.each(['localStorage', 'indexedDB', 'eval(', 'new Function', 'innerHTML', 'createElement', 'sendBeacon'])('does not name %s', (name) =>
    expect(core).not.toContain(name),
  )
  it('reaches its other bundles from one place', () => expect(core.split('import(')).toHaveLength(2))
})

it.each([
  ['banner.js', 3_600],
  ['vitals.js', 4_200],
])('%s, loaded only where it is needed, is at most %i bytes', (name, most) => {
  expect(brotliBytes(lazy.get(name)!)).toBeLessThanOrEqual(most)
})
