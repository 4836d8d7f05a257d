/** A setting is there in every home, or has a reason why not; docs/homes.md shows which. What each does is tried in each home. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { settingNames as onNode, readConfig } from '../../collector/node/config.ts'
import { settingNames as atTheEdge, type Env, readEnv } from '../../collector/worker/env.ts'
import { expectDocBlock } from '../kit/doc.ts'
import { controlKey } from '../kit/homes.ts'
import { table } from './table.ts'

/** Why a setting has no meaning at the edge. */
const notAtTheEdge: Record<string, string> = {
  PORT: 'the platform listens',
  HOST: 'the platform listens',
  FOOTFALL_DATA: 'the spool is in Durable Objects, the settings in D1',
  FOOTFALL_REMOTE: 'of the command line',
  FOOTFALL_DNS: 'the platform names the network',
  FOOTFALL_PROXIES: 'the platform names the address',
  FOOTFALL_SAMPLE: 'no sample site',
}
/** By shared setting, what of test/conformance/app.test.ts fails in a home where it has no effect. */
const triedBy: Record<string, string> = {
  FOOTFALL_URL: 'all of it below a path of the site’s own host',
  FOOTFALL_CLICKHOUSE_URL: 'goes on taking events while its store is away',
  FOOTFALL_CONTROL_KEY: 'its command line, over the network',
  FOOTFALL_SITES: 'takes events, and answers the same questions alike',
  // Read below; what it does to the tables is tried in test/conformance/parts.test.ts, over both clients.
  FOOTFALL_CLICKHOUSE_ENGINE: '',
}

it('docs/homes.md says which home has which setting, and why another has not', () => {
  const rows = [...new Set([...onNode, ...atTheEdge])].map((name) => {
    expect(onNode).toContain(name)
    // One that is missing at the edge for no reason fails here, and one that nothing tries.
    const why = notAtTheEdge[name]
    expect([name, atTheEdge.includes(name)]).toEqual([name, why === undefined])
    expect([name, name in triedBy]).toEqual([name, why === undefined])
    return [name, 'yes', why === undefined ? 'yes' : `no: ${why}`]
  })
  expectDocBlock('homes.md', 'settings', table(['', 'on Node', 'at the edge'], rows))
})

it('each shared setting is tried in every home', () => {
  const suite = readFileSync(new URL('app.test.ts', import.meta.url), 'utf8')
  for (const what of Object.values(triedBy)) if (what) expect(suite).toContain(`capability('${what}'`)
})

it('both homes read the shared settings alike', () => {
  const given = {
    FOOTFALL_URL: 'https://example.org/stats',
    FOOTFALL_CLICKHOUSE_URL: 'https://user:secret@db.example:8443/counts',
    FOOTFALL_CLICKHOUSE_ENGINE: 'replicated',
    FOOTFALL_CONTROL_KEY: controlKey,
    FOOTFALL_SITES: 'example.org, Town.example',
  }
  expect(Object.keys(given).sort()).toEqual([...atTheEdge].sort())
  const read = readConfig(given)
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const { publicUrl, clickhouseUrl, clickhouseEngine, sites, controlKey: key } = read.config
  const expected = { publicUrl, clickhouse: { url: clickhouseUrl, engine: clickhouseEngine }, sites, controlKey: key }
  expect(readEnv(given as unknown as Env)).toEqual(expected)
  expect(expected).toMatchObject({ clickhouse: { engine: 'replicated' }, sites: ['example.org', 'town.example'] })
  for (const [name, wrong] of Object.entries({
    FOOTFALL_URL: 'example.org',
    FOOTFALL_CLICKHOUSE_URL: 'db.example',
    FOOTFALL_CLICKHOUSE_ENGINE: 'cluster',
    FOOTFALL_CONTROL_KEY: 'short',
    FOOTFALL_SITES: 'not a domain',
  })) {
    expect('problems' in readConfig({ ...given, [name]: wrong }), name).toBe(true)
    expect(() => readEnv({ ...given, [name]: wrong } as unknown as Env), name).toThrow(name)
  }
})
