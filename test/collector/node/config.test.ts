/** The process's settings: defaults, forms, and one line for each that is wrong. */
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../collector/node/config.ts'

describe('the environment', () => {
  it('may be empty', () => {
    expect(readConfig({})).toEqual({
      config: {
        port: 8787,
        host: '127.0.0.1',
        data: resolve('./data'),
        publicUrl: null,
        clickhouseUrl: null,
        clickhouseEngine: 'plain',
        controlKey: null,
        remote: null,
        dns: 'system',
        proxies: expect.objectContaining({ none: true }),
        sites: [],
        sample: { days: 396, visits: 75 },
      },
      warnings: [],
    })
  })
  it('is read as documented', () => {
    const result = readConfig({
      PORT: '0',
      HOST: '::1',
      FOOTFALL_DATA: '/var/lib/footfall',
      FOOTFALL_URL: 'https://stats.example.org',
      FOOTFALL_CLICKHOUSE_URL: 'http://localhost:8123',
      FOOTFALL_CLICKHOUSE_ENGINE: 'replicated',
      FOOTFALL_CONTROL_KEY: 'a-key-of-thirty-two-letters-or-more',
      FOOTFALL_DNS: '[::1]:5353',
      FOOTFALL_PROXIES: '10.0.0.1, 2001:db8::/32',
      FOOTFALL_SITES: 'Example.org,,other.org ',
      FOOTFALL_SAMPLE: 'off',
    })
    expect(result).toMatchObject({
      config: {
        port: 0,
        host: '::1',
        data: '/var/lib/footfall',
        dns: '[::1]:5353',
        sites: ['example.org', 'other.org'],
        sample: null,
      },
    })
  })
  it.each([
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['FOOTFALL_URL', 'stats.example.org'],
    ['FOOTFALL_CLICKHOUSE_URL', 'tcp://localhost:9000'],
    ['FOOTFALL_DNS', '127.0.0.1'],
    ['FOOTFALL_DNS', '127.0.0.1:0'],
    ['FOOTFALL_PROXIES', '10.0.0.1,proxy'],
    ['FOOTFALL_PROXIES', '10.0.0.0/33'],
    ['FOOTFALL_SITES', 'https://example.org'],
    ['FOOTFALL_SAMPLE', 'no'],
    ['FOOTFALL_CLICKHOUSE_ENGINE', 'Distributed'],
    ['FOOTFALL_CONTROL_KEY', 'too short'],
    ['FOOTFALL_CONTROL_KEY', 'long enough but with spaces in between'],
    ['FOOTFALL_REMOTE', 'stats.example.org'],
    ['FOOTFALL_REMOTE', 'http://stats.example.org'],
    ['FOOTFALL_REMOTE', 'http://127.0.0.1.example.org/stats'],
    ['FOOTFALL_REMOTE', 'https://me@stats.example.org'],
  ])('with %s=%s is refused by one line that names it', (name, value) => {
    const result = readConfig({ [name]: value })
    expect('problems' in result ? result.problems : []).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))])
  })
  it('never prints what is secret', () => {
    expect(JSON.stringify(readConfig({ FOOTFALL_CONTROL_KEY: 'too short' }))).not.toContain('too short')
  })
  it('warns of a name that is not a setting', () => {
    expect(readConfig({ FOOTFALL_SITE: 'example.org' })).toMatchObject({ warnings: ['FOOTFALL_SITE is not a setting of Footfall'] })
  })
})
