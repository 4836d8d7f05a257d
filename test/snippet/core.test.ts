import { runInThisContext } from 'node:vm'
import { parseAst } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleFile, bundleFiles, type CoreName, coreFiles, forEachBundle } from '../../contract/bundles.ts'
import { renderSnippet, type SnippetSettings, settingsToken } from '../../contract/snippet.ts'
import { brotliBytes, builtFiles } from '../kit/build.ts'

const bytesOf = (core: CoreName) => coreFiles.find(({ name }) => name === core)?.bytes ?? 0
const budget = bytesOf('core')
// With the banner and one language.
const asking = 6_500
let core = ''
let lazy: Map<string, string>

beforeAll(async () => {
  const files = await builtFiles('snippet')
  expect([...files.keys()].sort()).toEqual([...coreFiles, ...bundleFiles].map(({ name }) => `${name}.js`).sort())
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
    const served = renderSnippet(core, { ...settings, ...forEachBundle((name) => bundleFile(name, '3f9a01cd')), ...given })
    expect(brotliBytes(served)).toBeLessThanOrEqual(budget)
    // English is in the banner; every other language is a file of its own.
    expect(brotliBytes(served) + brotliBytes(lazy.get('banner.js')!)).toBeLessThanOrEqual(asking)
  })
  it(`is at most ${bytesOf('opted')} bytes where the site has opted for all that it may`, () => {
    const hosts = ['example.org', 'www.example.org']
    const opted = {
      hashRoutes: true,
      replaceViews: true,
      framedViews: true,
      queryPages: ['page', 'a'],
      returnHosts: ['pay.example'],
    } as const
    const bundles = forEachBundle((name) => bundleFile(name, '3f9a01cd'))
    const usual = {
      site: 'example.org',
      hosts,
      baseline: 'page',
      detail: 'domain',
      zone: 'UTC',
      policy: '1',
      suffix: '_1',
      ...bundles,
    } as const
    const settings = { ...usual, ...opted, queryPages: [...opted.queryPages], returnHosts: [...opted.returnHosts] }
    expect(brotliBytes(renderSnippet(lazy.get('opted.js') ?? '', settings))).toBeLessThanOrEqual(bytesOf('opted'))
  })
  it('has one place for settings', () => expect(core.split(settingsToken)).toHaveLength(2))
  it.each(['core', 'opted'])('%s leaves no name in the page: it is one block, with nothing in it that its end does not end', (name) => {
    const code = lazy.get(`${name}.js`)!
    expect(parseAst(code).body.map(({ type }) => type)).toEqual(['BlockStatement'])
    expect(code).not.toMatch(/\b(var|function)\b/)
    const before = Object.getOwnPropertyNames(globalThis)
    // Its first line throws, where there is no document: by then its names are declared.
    expect(() => runInThisContext(renderSnippet(code, { hosts: [] } as unknown as SnippetSettings))).toThrow('document')
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(before)
  })
  it('has nothing of what sites may opt for, which another core has', () => {
    for (const option of ['hashRoutes', 'queryPages', 'replaceViews', 'framedViews', 'returnHosts', 'suffix', 'baseline', 'detail']) {
      expect(core).not.toContain(option)
      expect(lazy.get('opted.js')).toContain(option)
    }
    expect(brotliBytes(lazy.get('opted.js')!) - brotliBytes(core)).toBeLessThanOrEqual(410)
  })
  it.each(['localStorage', 'indexedDB', 'eval(', 'new Function', 'innerHTML', 'createElement', 'sendBeacon'])('does not name %s', (name) =>
    expect(core).not.toContain(name),
  )
  it('reaches its other bundles from one place', () => expect(core.split('import(')).toHaveLength(2))
})

it.each(bundleFiles.map(({ name, bytes }) => [name, bytes] as const))(
  '%s, loaded only where it is needed, is at most %i bytes',
  (name, bytes) => {
    expect(brotliBytes(lazy.get(`${name}.js`)!)).toBeLessThanOrEqual(bytes)
  },
)
