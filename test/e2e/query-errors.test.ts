/** Of an array of questions the first error is all that is told; with `?errors=each` it stands in the place of that answer. On the real engine. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Store, StoreAway } from '../../collector/ports.ts'
import { createQuery, type ErrorsTold } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { bounds } from '../../contract/bounds.ts'
import { batchOf, cell } from '../kit/batches.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'

const month = '2026-11-01'
const site = 'example.org'
const views = { site, from: month, to: month, measures: ['views'] }
const byPath = { ...views, by: ['path'] }
const wrong = { ...views, by: ['nose'] }
const foreign = { ...views, site: ['other.org'] }
const malformed = { code: 'malformed', message: expect.any(String) }

describe('over HTTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-test-'))
  let footfall: Footfall
  let key = ''
  beforeAll(async () => {
    const env = { FOOTFALL_DATA: folder, FOOTFALL_SITES: site }
    footfall = await startFootfall({ env })
    key = (await command(env, 'key', 'create', '--site', site)).out.trim()
  })
  afterAll(async () => {
    await footfall.stop('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const ask = async (search: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}` }
    const response = await fetch(`${footfall.url}/api/query${search}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return [response.status, await response.json()]
  }

  it('each answer or error stands in the place of its question, with the field that is wrong in it', async () => {
    const [status, given] = await ask('?errors=each', [wrong, views, foreign, byPath])
    expect(status).toBe(200)
    expect(given).toEqual([
      { error: { ...malformed, field: 'by[0]' } },
      expect.objectContaining({ totals: { views: 0 } }),
      { error: { code: 'siteNotAllowed', message: expect.any(String), field: 'site[0]' } },
      expect.objectContaining({ rows: [] }),
    ])
  })

  it('is told only where it is asked for: else one that is wrong is all that is said, and where', async () => {
    for (const search of ['', '?errors=first', '?errors'])
      expect(await ask(search, [views, foreign, wrong])).toEqual([400, { error: { ...malformed, field: '[2].by[0]' } }])
    expect(await ask('', [views, foreign])).toMatchObject([403, { error: { code: 'siteNotAllowed', field: '[1].site[0]' } }])
  })

  it('one question, and a body that cannot be taken as a whole, are answered as without it', async () => {
    expect(await ask('?errors=each', wrong)).toEqual([400, { error: { ...malformed, field: 'by[0]' } }])
    expect(await ask('?errors=each', views)).toMatchObject([200, { totals: { views: 0 } }])
    const tooMany = Array.from({ length: bounds.queryQuestions.max + 1 }, () => views)
    expect(await ask('?errors=each', tooMany)).toMatchObject([400, { error: { code: 'tooMany' } }])
  })
})

describe('of what the store cannot do', () => {
  const store = engineStoreOfFile()
  beforeAll(async () => {
    await store().insert(
      batchOf(
        month,
        ['/a', '/b'].map((valueB) => cell({ site, day: month, valueB })),
      ),
      1,
    )
  })
  const asked = async (select: Store['select'], errors: ErrorsTold) => {
    const query = createQuery({ store: { select }, sites: { get: defaultSite }, clock: { now: () => Date.parse(month) } })
    const { status, body } = await query([byPath, views, byPath], () => true, undefined, errors)
    return [status, body]
  }

  it('a question that reads too much has its error, and the others their answers', async () => {
    // A row is all that a statement may read: the engine ends those that list pages.
    const select: Store['select'] = (sql, params, limits) => store().select(sql, params, { ...limits, rows: 1 })
    const tooMany = { error: { code: 'tooManyRows', message: expect.any(String), field: 'by' } }
    expect(await asked(select, 'each')).toEqual([
      200,
      [tooMany, expect.objectContaining({ totals: { views: expect.any(Number) } }), tooMany],
    ])
    expect(await asked(select, 'first')).toEqual([400, { error: { ...tooMany.error, field: '[0].by' } }])
  })

  it('a question that takes too long has its error, and the others their answers', async () => {
    const endless = 'SELECT sum(number) FROM numbers(1000000000000)'
    let isFirst = true
    const select: Store['select'] = (sql, params, limits) => {
      const isSlow = isFirst
      isFirst = false
      return isSlow ? store().select(endless, {}, { ...limits, seconds: 1 }) : store().select(sql, params, limits)
    }
    const [status, given] = await asked(select, 'each')
    expect(status).toBe(200)
    // The third asks the same statements as the first.
    const tooSlow = { error: { code: 'tooSlow', message: expect.any(String) } }
    expect(given).toEqual([tooSlow, expect.objectContaining({ totals: { views: expect.any(Number) } }), tooSlow])
  })

  it('a store that is away answers nothing, and is told once', async () => {
    const away: Store['select'] = () => Promise.reject(new StoreAway('gone'))
    for (const errors of ['each', 'first'] as const)
      expect(await asked(away, errors)).toMatchObject([503, { error: { code: 'storeAway' } }])
  })
})
