/** The Store port, over each of its homes: the in-process engine behind its socket, and a ClickHouse server by its address. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Batch, type Cell, markerOf } from '../../collector/cells/cell.ts'
import { engineStore, migrateEngine } from '../../collector/node/engine/client.ts'
import { type Engine, openEngine } from '../../collector/node/engine/supervisor.ts'
import { migrateServer, serverStore } from '../../collector/node/store/server-store.ts'
import { type SelectLimits, type Store, StoreAway, StoreError, type TooMuch } from '../../collector/ports.ts'
import { migrations } from '../../collector/store/migrations/index.ts'
import { migrateServer as migrateBy, type ServerOptions, serverStore as storeBy } from '../../collector/store/server-store.ts'
import { hasMarker } from '../../collector/store/store.ts'
import { webClient } from '../../collector/worker/clickhouse.ts'
import { bounds } from '../../contract/bounds.ts'
import { batchOf, cell } from '../kit/batches.ts'
import { type ClickHouseFront, startClickHouseFront } from '../kit/clickhouse-front.ts'
import { eventually } from '../kit/temporary.ts'

/** One place where the store can live, as the suite uses it. */
interface Home {
  open(folder: string): Promise<void>
  /** A Store whose requests may take so long. */
  store(requestMilliseconds?: number): Store
  migrate(): Promise<number>
  /** Kills the engine's process; it is away until `revive`. */
  kill(): Promise<void>
  revive(): Promise<void>
  close(): Promise<void>
}

let engine: Engine
let front: ClickHouseFront

const homes: [string, Home][] = [
  [
    'the in-process engine',
    {
      open: async (folder) => {
        engine = await openEngine({ folder, log: () => {} })
      },
      store: (requestMilliseconds) => engineStore(engine.socketPath, { requestMilliseconds }),
      migrate: () => migrateEngine(engine.socketPath),
      kill: async () => process.kill(engine.pid()!, 'SIGKILL') as unknown as undefined,
      revive: () => eventually('a new engine', () => engine.pid() !== undefined).then(() => {}),
      close: () => engine.close(),
    },
  ],
  [
    'a server by its address',
    {
      open: async (folder) => {
        front = await startClickHouseFront(folder)
      },
      store: (requestMilliseconds) => serverStore(front.url, { requestMilliseconds }),
      migrate: () => migrateServer(front.url),
      kill: () => front.kill(),
      revive: () => front.start(),
      close: () => front.close(),
    },
  ],
  [
    'a server by its address, from the edge',
    {
      open: async (folder) => {
        front = await startClickHouseFront(folder)
      },
      store: (requestMilliseconds) => storeBy(webClient, front.url, { requestMilliseconds }),
      migrate: () => migrateBy(webClient, front.url),
      kill: () => front.kill(),
      revive: () => front.start(),
      close: () => front.close(),
    },
  ],
]

// Each test counts in a month of its own, so that its parts and sums are its own.
let months = 0
const nextMonth = () => {
  months += 1
  return `${2000 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`
}
const paths = (month: string, count: number, given: Partial<Cell> = {}) =>
  Array.from({ length: count }, (_, index) => cell({ day: month, valueB: `/page/${index}`, ...given }))

/** Years of work for any machine. */
const endless = 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000000)'

async function views(store: Store, month: string): Promise<number> {
  const [row] = await store.select<{ views: number }>('SELECT sum(views) AS views FROM cells WHERE day = {month:Date}', { month })
  return row!.views
}

async function parts(store: Store, month: string): Promise<{ rows: number }[]> {
  const partition = month.slice(0, 7).replace('-', '')
  const sql = `SELECT rows FROM system.parts WHERE active AND database = currentDatabase() AND table = 'cells' AND partition = {partition:String}`
  return await store.select(sql, { partition })
}

/** Inserts as the spool does: again, with a higher attempt, for as long as the store is away. */
async function insertUntilStored(store: Store, batch: Batch): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      await store.insert(batch, attempt)
      return attempt
    } catch (error) {
      if (!(error instanceof StoreAway) || attempt > 2_000) throw error
    }
  }
}

describe.each(homes)('%s', (_name, home) => {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-store-'))
  let store: Store
  beforeAll(async () => {
    await home.open(folder)
    store = home.store()
  })
  afterAll(async () => {
    await store.close()
    await home.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('migrates once however often it is asked', async () => {
    const versions = await Promise.all([home.migrate(), home.migrate()])
    const last = migrations.length
    expect([...versions, await home.migrate()]).toEqual([last, last, last])
    const sql = 'SELECT DISTINCT version, name FROM migrations ORDER BY version'
    expect(await store.select(sql)).toEqual(migrations.map(({ version, name }) => ({ version, name })))
  })

  it('inserts a batch as one part that holds its marker', async () => {
    const month = nextMonth()
    const batch = batchOf(month, paths(month, 5))
    expect(await hasMarker(store.select, batch)).toBe(false)
    await store.insert(batch, 1)
    expect(await parts(store, month)).toEqual([{ rows: 6 }])
    expect(await hasMarker(store.select, batch)).toBe(true)
    expect(
      await store.select('SELECT valueB FROM cells WHERE dimensionB = {d:String} AND day = {month:Date}', { d: '(batch)', month }),
    ).toEqual([{ valueB: markerOf(batch) }])
  })

  it('inserts the largest batch as one part', async () => {
    const month = nextMonth()
    const count = bounds.batchRows.max - 1
    const batch = batchOf(month, paths(month, count))
    await store.insert(batch, 1)
    expect(await parts(store, month)).toEqual([{ rows: bounds.batchRows.max }])
    expect(await views(store, month)).toBe(count)
  })

  it('counts a batch once that comes again', async () => {
    const month = nextMonth()
    const batch = batchOf(month, paths(month, 7))
    for (const attempt of [1, 2, 3]) await store.insert(batch, attempt)
    expect(await views(store, month)).toBe(7)
  })

  it('refuses rows that the table does not take, and stores none of them', async () => {
    const month = nextMonth()
    const good = batchOf(month, paths(month, 3))
    const rows = new TextEncoder().encode(`${new TextDecoder().decode(good.rows)}["example.org","day"]\n`)
    await expect(store.insert({ ...good, rows }, 1)).rejects.toThrow(StoreError)
    expect(await views(store, month)).toBe(0)
    await store.insert(good, 2)
    expect(await views(store, month)).toBe(3)
  })

  it('takes any text as a parameter and gives it back unchanged', async () => {
    const texts = [
      "it's",
      '\\',
      "\\'",
      'a\nb\tc\r',
      '"; DROP TABLE cells; --',
      "'); SELECT 1; --",
      '{x:String}',
      '',
      'ü 漢 🙂',
      '\\N',
      '%_*',
      'a'.repeat(9_000),
    ]
    for (const text of texts) expect(await store.select('SELECT {text:String} AS text', { text })).toEqual([{ text }])
    expect(await store.select('SELECT {texts:Array(String)} AS texts', { texts })).toEqual([{ texts }])
    expect(await store.select('SELECT {none:Nullable(String)} AS none', { none: null })).toEqual([{ none: null }])
    expect(await store.select('SELECT {day:Date} AS day, {many:UInt32} AS many', { day: '2026-11-24', many: 7 })).toEqual([
      { day: '2026-11-24', many: 7 },
    ])
  })

  it('finds what a batch stored under such texts', async () => {
    const month = nextMonth()
    const valueB = '/it\'s \\ a\n"path"'
    await store.insert(batchOf(month, [cell({ day: month, valueB })]), 1)
    const sql = 'SELECT valueB, sum(views) AS views FROM cells WHERE valueB = {valueB:String} GROUP BY valueB'
    expect(await store.select(sql, { valueB })).toEqual([{ valueB, views: 1 }])
  })

  it('answers many questions with different parameters at once, each its own', async () => {
    const asked = Array.from({ length: 60 }, (_, index) => store.select('SELECT {x:String} AS x', { x: `'${index}\\` }))
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 60 }, (_, index) => [{ x: `'${index}\\` }]))
  })

  it('gives sums of 64 bits as numbers', async () => {
    const month = nextMonth()
    await store.insert(batchOf(month, [cell({ day: month, counts: { views: 4_000_000_000, seconds: 3 } })]), 1)
    const [row] = await store.select<Record<string, unknown>>(
      'SELECT sum(views) AS views, count() AS rows, sum(seconds) AS seconds FROM cells WHERE day = {month:Date} AND site = {s:String}',
      { month, s: 'example.org' },
    )
    expect(row).toEqual({ views: 4_000_000_000, rows: 1, seconds: 3 })
  })

  it('adds up negative counters, to nothing where they cancel', async () => {
    const month = nextMonth()
    const first = [cell({ day: month, counts: { views: 5, visits: 1 } }), cell({ day: month, valueB: '/other', counts: { views: 1 } })]
    const second = [cell({ day: month, counts: { views: -5, visits: -1 } })]
    for (const cells of [first, second]) await store.insert(batchOf(month, cells), 1)
    const sql =
      'SELECT valueB, sum(views) AS views, sum(visits) AS visits FROM cells WHERE day = {month:Date} AND dimensionB = {d:String} GROUP BY valueB HAVING views != 0 OR visits != 0'
    expect(await store.select(sql, { month, d: 'path' })).toEqual([{ valueB: '/other', views: 1, visits: 0 }])
  })

  it('merges a month: what was taken back lies there no more, neither it nor its reversal, and markers and other months stay', async () => {
    const month = '2025-03-01'
    const of = (count: number, day: string) =>
      cell({ site: 'merged.org', day, dimensionA: 'path', valueA: '/', dimensionB: 'source', valueB: 'x', counts: { views: count } })
    const batches = [
      batchOf(month, [of(3, '2025-03-04'), of(7, '2025-03-05')]),
      batchOf(month, [of(-3, '2025-03-04')]),
      batchOf('2025-04-01', [of(2, '2025-04-01')]),
    ]
    for (const batch of batches) await store.insert(batch, 1)
    await store.merge(month)
    const rows = await store.select("SELECT toString(day) AS day, views FROM cells WHERE site = 'merged.org' ORDER BY day")
    expect(rows).toEqual([
      { day: '2025-03-05', views: 7 },
      { day: '2025-04-01', views: 2 },
    ])
    for (const batch of batches) expect(await hasMarker(store.select, batch)).toBe(true)
    await expect(store.merge("2025-03' FINAL")).rejects.toBeInstanceOf(StoreError)
  })

  it('disposes of a site at every grain, of no other, and leaves the markers', async () => {
    const month = nextMonth()
    const site = `it's-${months}.org`
    const months2 = [month, nextMonth()]
    const batches = months2.map((each) =>
      batchOf(each, [
        ...paths(each, 3, { site }),
        cell({ site, day: each, grain: 'month' }),
        cell({ site, day: each, dimensionA: 'path', dimensionB: 'device', valueA: '/', valueB: 'mobile' }),
        ...paths(each, 4),
      ]),
    )
    for (const batch of batches) await store.insert(batch, 1)
    const rows = async (of: string) =>
      (await store.select<{ n: number }>('SELECT count() AS n FROM cells WHERE site = {of:String}', { of }))[0]!.n
    const others = await rows('example.org')
    expect(await store.dispose(site)).toBe(10)
    expect([await rows(site), await rows('example.org')]).toEqual([0, others])
    expect(await Promise.all(batches.map((batch) => hasMarker(store.select, batch)))).toEqual([true, true])
    // Again, and of one that was never there.
    expect([await store.dispose(site), await store.dispose('nowhere.org')]).toEqual([0, 0])
    // A batch that comes again after it counts nothing anew: its marker is there.
    await store.insert(batches[0]!, 2)
    expect(await rows(site)).toBe(0)
    await expect(store.dispose('')).rejects.toThrow(StoreError)
  })

  it('disposes of a site for good though the engine is killed in the middle', async () => {
    const month = nextMonth()
    const site = 'killed.org'
    await store.insert(batchOf(month, paths(month, 50_000, { site })), 1)
    const disposing = store.dispose(site).catch((error) => error)
    await home.kill()
    expect([0, 50_000]).toContain(await disposing.then((result) => (result instanceof StoreAway ? 0 : result)))
    await home.revive()
    await eventually('the store answers', () => store.ping())
    await eventually('it is done', () =>
      store.dispose(site).then(
        (rows) => rows === 0,
        () => false,
      ),
    )
    expect(await store.select('SELECT count() AS n FROM cells WHERE site = {site:String}', { site })).toEqual([{ n: 0 }])
  })

  it('rejects a question that is wrong with StoreError and answers the next', async () => {
    for (const sql of [
      'SELECT nothing FROM cells',
      'SELEC 1',
      'SELECT {missing:String}',
      'SELECT throwIf(number = 3) FROM numbers(10)',
      'SELECT 1 FROM nowhere',
    ]) {
      await expect(store.select(sql), sql).rejects.toThrow(StoreError)
      expect(await store.select('SELECT 1 AS one')).toEqual([{ one: 1 }])
    }
  })

  it.each<[string, string, SelectLimits, Partial<TooMuch>]>([
    ['rows', 'SELECT number FROM numbers(1001)', { rows: 1_000 }, { name: 'TooMuch', what: 'rows' }],
    ['bytes', "SELECT number, repeat('x', 1000) FROM numbers(5000)", { bytes: 1_000_000 }, { name: 'TooMuch', what: 'rows' }],
    [
      'memory',
      'SELECT count() FROM (SELECT number FROM numbers(20000000) GROUP BY number)',
      { memoryBytes: 50_000_000 },
      { name: 'TooMuch', what: 'memory' },
    ],
    ['time', endless, { seconds: 1 }, { name: 'TooSlow' }],
  ])('ends a question past its limit of %s, and answers the next', async (_what, sql, limits, failure) => {
    await expect(store.select(sql, {}, limits)).rejects.toMatchObject(failure)
    expect(await store.select('SELECT number FROM numbers(1000)', {}, { rows: 1_000 })).toHaveLength(1_000)
  })

  it('ends a question in the engine once nobody waits for it', async () => {
    const leaving = new AbortController()
    const most = bounds.engineAskConnections.max
    const limits = { seconds: 60, signal: leaving.signal }
    const asked = Array.from({ length: most - 1 }, () => store.select(endless, {}, limits))
    const underWay = 'SELECT count() AS n FROM system.processes'
    await eventually('they run', async () => (await store.select<{ n: number }>(underWay))[0]?.n === most)
    const settled = Promise.allSettled(asked)
    leaving.abort()
    expect((await settled).map(({ status }) => status)).toEqual(asked.map(() => 'rejected'))
    await eventually('nothing runs', async () => (await store.select<{ n: number }>(underWay))[0]?.n === 1, 2_000)
    // Each connection answers, as fast as ever.
    expect(await Promise.all(Array.from({ length: most }, () => store.select('SELECT 1 AS one')))).toEqual(Array(most).fill([{ one: 1 }]))
  })

  it('lets no question write', async () => {
    const month = nextMonth()
    await store.insert(batchOf(month, paths(month, 2)), 1)
    for (const sql of ['DROP TABLE cells', 'SELECT 1; DROP TABLE cells', 'INSERT INTO cells (site) SELECT 1', 'SET max_execution_time = 1'])
      await expect(store.select(sql), sql).rejects.toThrow(StoreError)
    expect(await views(store, month)).toBe(2)
  })

  it('leaves no setting behind for the next request', async () => {
    await store.select('SELECT 1')
    const sql =
      "SELECT name FROM system.settings WHERE changed AND name IN ('max_execution_time', 'max_threads', 'async_insert', 'insert_deduplicate', 'output_format_json_quote_64bit_integers', 'max_insert_block_size')"
    const after = await Promise.all(Array.from({ length: 8 }, () => store.select<{ name: string }>(sql)))
    // Each request brings these two of its own.
    for (const rows of after)
      expect(
        rows.map((row) => row.name).filter((name) => !['max_execution_time', 'output_format_json_quote_64bit_integers'].includes(name)),
      ).toEqual([])
  })

  it('settles a batch whose answer did not come in time', async () => {
    const month = nextMonth()
    const count = bounds.batchRows.max - 1
    const batch = batchOf(month, paths(month, count))
    const hasty = home.store(250)
    try {
      await insertUntilStored(hasty, batch)
    } finally {
      await hasty.close()
    }
    expect(await views(store, month)).toBe(count)
    expect(
      await store.select('SELECT sum(`count`) AS found FROM cells WHERE valueB = {marker:String}', { marker: markerOf(batch) }),
    ).toEqual([{ found: 1 }])
  })

  it('rejects with StoreAway while the engine is dead, and works again once it is back', async () => {
    const month = nextMonth()
    await home.kill()
    const batch = batchOf(month, paths(month, 1))
    const away = (call: Promise<unknown>) => expect(call).rejects.toThrow(StoreAway)
    await Promise.all([away(store.select('SELECT 1')), away(store.insert(batch, 1)), expect(store.ping()).resolves.toBe(false)])
    await home.revive()
    await eventually('the store answers', () => store.ping())
    await store.insert(batch, 2)
    expect(await views(store, month)).toBe(1)
  })

  it('stores every batch exactly once while the engine is killed again and again', async () => {
    const month = nextMonth()
    const batches = Array.from({ length: 12 }, () => batchOf(month, paths(month, 400)))
    let done = false
    const inserting = (async () => {
      for (const batch of batches) await insertUntilStored(store, batch)
    })().finally(() => {
      done = true
    })
    for (let kill = 0; kill < 5 && !done; kill++) {
      const before = await found(batches)
      // Somewhere inside an insert, a different place each time.
      await eventually('another batch', async () => done || (await found(batches)) > before)
      await new Promise((resolve) => setTimeout(resolve, kill * 7))
      await home.kill()
      await home.revive()
      await eventually('the store answers', () => store.ping())
    }
    await inserting
    expect(await views(store, month)).toBe(12 * 400)
    expect(await found(batches)).toBe(12)
  })

  async function found(batches: readonly Batch[]): Promise<number> {
    const sql = 'SELECT sum(`count`) AS found FROM cells WHERE valueB IN {markers:Array(String)}'
    const [row] = await store.select<{ found: number }>(sql, { markers: batches.map(markerOf) }).catch(() => [])
    return row?.found ?? 0
  }
})

describe.each([
  ['on Node', serverStore],
  ['at the edge', (url: URL | string, options?: ServerOptions) => storeBy(webClient, url, options)],
] as const)('faults between the collector %s and a server', (_where, openStore) => {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-store-'))
  beforeAll(async () => {
    front = await startClickHouseFront(folder)
  })
  afterAll(async () => {
    await front.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    ['cut off before it ran', 'dropBefore', 0],
    ['cut off after it was stored', 'dropAfter', 20],
    ['stored and never answered', 'lateAnswer', 20],
    ['begun only after its sender had gone', 'lateStart', 0],
    ['answered by a proxy in its way', 'unavailable', 0],
  ] as const)('an insert %s counts once after the retry', async (_how, fault, storedAtOnce) => {
    const month = nextMonth()
    const batch = batchOf(month, paths(month, 20))
    const store = openStore(front.url, { requestMilliseconds: 1_000 })
    await store.select('SELECT 1')
    await front.fault(fault)
    const first = await store.insert(batch, 1).then(
      () => 'stored',
      (error) => error,
    )
    if (storedAtOnce > 0) expect(first).toBe('stored')
    else expect(first).toBeInstanceOf(StoreAway)
    expect(await views(store, month)).toBe(storedAtOnce)
    await store.insert(batch, 2)
    expect(await views(store, month)).toBe(20)
    await store.close()
  })

  it('a wrong password is refused in words that name it', async () => {
    const url = new URL(front.url)
    url.password = 'wrong'
    const store = openStore(url)
    await expect(store.select('SELECT 1')).rejects.toThrow(/Authentication failed/)
    await store.close()
  })
})
