/** The thread that answers questions: beside the intake's, over the real engine, and started again where it ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { Principal } from '../../collector/accounts/principal.ts'
import { type Engine, openEngine } from '../../collector/node/engine/supervisor.ts'
import { type Queries, startQueries } from '../../collector/node/queries/queries.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { bounds } from '../../contract/bounds.ts'
import { batchOf, cell } from '../kit/batches.ts'
import { eventually } from '../kit/temporary.ts'

const month = '2026-11-01'
const sites = {
  get: (domain: string) => (domain === 'away.org' ? undefined : defaultSite(domain)),
  all: () => [defaultSite('example.org')],
}
const never = new AbortController().signal
const reader = (id: string): Principal => ({ kind: 'readKey', id, role: 'reader', sites: ['example.org'] })
const bytes = (body: unknown) => new TextEncoder().encode(JSON.stringify(body))
const question = { site: 'example.org', from: month, to: month, measures: ['views'], by: ['path'] }
const textOf = (body: string | Uint8Array) => (typeof body === 'string' ? body : new TextDecoder().decode(body))

let folder: string
let engine: Engine
const opened = (store: Parameters<typeof startQueries>[0]['store'], logged: string[] = []): Queries => {
  const queries = startQueries({ store, sites, log: (line) => logged.push(line) })
  onTestFinished(queries.close)
  return queries
}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footfall-queries-'))
  engine = await openEngine({ folder, log: () => {} })
  const store = engine.store()
  const cells = ['/a', '/b'].map((valueB) => cell({ site: 'example.org', day: month, valueB }))
  await store.insert(batchOf(month, cells), 1)
  await store.close()
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

it('answers as the collector does, and only of what its asker may read', async () => {
  const { answer } = opened({ socketPath: engine.socketPath })
  const { status, body } = await answer(bytes(question), reader('a'), never)
  expect([status, JSON.parse(textOf(body)).rows.map(({ path }: { path: string }) => path)]).toEqual([200, ['/a', '/b']])
  const codeOf = async (body: Uint8Array<ArrayBuffer>) => JSON.parse(textOf((await answer(body, reader('a'), never)).body)).error.code
  expect(await codeOf(bytes({ ...question, site: 'other.org' }))).toBe('siteNotAllowed')
  expect(await codeOf(new TextEncoder().encode('{'))).toBe('malformed')
  expect(await codeOf(new Uint8Array([0xff]))).toBe('malformed')
})

it('one asker with a full line is told to come again, another is answered, and who leaves makes room', async () => {
  const { answer } = opened({ socketPath: engine.socketPath })
  const leaving = new AbortController()
  const many = bounds.queryOfOne.max + bounds.queryWaitingOfOne.max + 1
  const asked = Array.from({ length: many }, () => answer(bytes(question), reader('a'), leaving.signal))
  const late = await asked.at(-1)
  expect([late?.status, late?.retryAfterSeconds, JSON.parse(textOf(late?.body ?? '')).error.code]).toEqual([503, 2, 'busy'])
  const other = answer(bytes(question), reader('b'), never)
  const settled = Promise.allSettled(asked)
  leaving.abort()
  expect((await other).status).toBe(200)
  const left = await settled
  // One was under way; the others never began.
  expect(left.filter(({ status }) => status === 'rejected')).toHaveLength(bounds.queryWaitingOfOne.max)
  expect((await answer(bytes(question), reader('a'), never)).status).toBe(200)
})

it('tries path rules in the same thread', async () => {
  const { previewPaths } = opened({ socketPath: engine.socketPath })
  expect(await previewPaths('example.org', ['/*'])).toMatchObject({ rules: [{ rule: '/*' }] })
  await expect(previewPaths('away.org', [])).rejects.toThrow('no site')
})

it('says that it cannot while the thread ends again and again, and tells the operator', async () => {
  const logged: string[] = []
  // No place at all: the thread ends at its start.
  const { answer } = opened(null as never, logged)
  expect((await answer(bytes(question), reader('a'), never)).status).toBe(503)
  await eventually('it is tried again', () => logged.length > 1)
  expect(logged[0]).toContain('answering questions failed and is started again')
})
