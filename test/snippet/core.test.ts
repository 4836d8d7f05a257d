import { beforeAll, describe, expect, it } from 'vitest'
import { renderSnippet, settingsToken } from '../../contract/snippet.ts'
import { brotliBytes, builtFiles } from '../kit/build.ts'

const budget = 3_400
// With the banner and one language.
const asking = 6_900
let core = ''
let lazy: Map<string, string>

beforeAll(async () => {
  const files = await builtFiles('snippet')
  expect([...files.keys()].sort()).toEqual([
    'banner-ar.js',
    'banner-es.js',
    'banner-pl.js',
    'banner.js',
    'core.js',
    'opted.js',
    'vitals.js',
  ])
  core = files.get('core.js') ?? ''
  lazy = files
})

describe('the built core', () => {
  it.each([
    ['example.org', {}],
    ['cityofspringfield.gov', {}],
    ['example.org', { zone: 'America/Chicago', base: 'https://stats.example.org/' }],
    ['cityofspringfield.gov', { zone: 'America/Chicago', base: 'https://stats.cityofspringfield.gov/' }],
    ['demo.localhost', { hosts: ['localhost', '127.0.0.1', '[::1]'] }],
  ])(`is at most ${budget} bytes as served for %s with default settings and %j`, (site, given) => {
    const hosts = [site, `www.${site}`]
    const settings = { site, hosts, baseline: 'domain', detail: 'page', zone: 'UTC', policy: '1' } as const
    const served = renderSnippet(core, { ...settings, banner: 'banner-3f9a01cd.js', vitals: 'vitals-3f9a01cd.js', ...given })
    expect(brotliBytes(served)).toBeLessThanOrEqual(budget)
    // English is in the banner; every other language is a file of its own.
    expect(brotliBytes(served) + brotliBytes(lazy.get('banner.js')!)).toBeLessThanOrEqual(asking)
  })
  it('has one place for settings', () => expect(core.split(settingsToken)).toHaveLength(2))
  it('leaves no name in the page', () => expect(core.trim()).toMatch(/^!function\(\)\{[\s\S]*\}\(\);?$/))
  it('has nothing of what sites may opt for, which another core has', () => {
    for (const option of ['hashRoutes', 'queryPages', 'replaceViews', 'framedViews', 'returnHosts']) {
      expect(core).not.toContain(option)
      expect(lazy.get('opted.js')).toContain(option)
    }
    expect(brotliBytes(lazy.get('opted.js')!) - brotliBytes(core)).toBeLessThanOrEqual(330)
  })
  it.each(['localStorage', 'indexedDB', 'eval(', 'new Function', 'innerHTML', 'createElement', 'sendBeacon'])('does not name %s', (name) =>
    expect(core).not.toContain(name),
  )
  it('reaches its other bundles from one place', () => expect(core.split('import(')).toHaveLength(2))
})

it.each([
  ['banner.js', 3_550],
  ['banner-ar.js', 600],
  ['banner-es.js', 600],
  ['banner-pl.js', 600],
  ['vitals.js', 4_800],
])('%s, loaded only where it is needed, is at most %i bytes', (name, most) => {
  expect(brotliBytes(lazy.get(name)!)).toBeLessThanOrEqual(most)
})
