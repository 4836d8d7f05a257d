import { expect } from 'vitest'
import { createPreviewPaths } from '../../collector/query/path-preview.ts'
import { createQuery } from '../../collector/query/query.ts'
import { createRead } from '../../collector/query/read.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { addDays } from '../../contract/day.ts'

const from = '2026-11-01'
const good = { site: 'example.org', from, to: from, measures: ['views'] }
const query = createQuery({ store: { select: async () => [] }, sites: { get: defaultSite }, clock: { now: () => 0 } })
const status = async (body: unknown) => (await query(body, () => true)).status

/** Taken at the bound, refused one past it. */
async function bounded(name: BoundName, bodyOf: (size: number) => unknown): Promise<void> {
  expect(await status(bodyOf(bounds[name].max))).toBe(200)
  expect(await status(bodyOf(bounds[name].max + 1))).toBe(400)
}

const many = <Value>(size: number, value: (index: number) => Value) => Array.from({ length: size }, (_, index) => value(index))
const filtered = (values: string[]) => ({ ...good, filters: [['is', 'path', values]] })

export const probes: Partial<Record<BoundName, () => Promise<void>>> = {
  queryQuestions: () => bounded('queryQuestions', (size) => many(size, () => good)),
  querySites: () => bounded('querySites', (size) => ({ ...good, site: many(size, (index) => `site${index}.org`) })),
  queryFilters: () => bounded('queryFilters', (size) => ({ ...good, filters: many(size, () => ['is', 'path', ['/']]) })),
  filterValues: () => bounded('filterValues', (size) => filtered(many(size, String))),
  filterCharacters: () => bounded('filterCharacters', (size) => filtered(['x'.repeat(size)])),
  queryRows: () => bounded('queryRows', (limit) => ({ ...good, limit })),
  queryOffset: () => bounded('queryOffset', (offset) => ({ ...good, offset })),
  queryDays: () => bounded('queryDays', (days) => ({ ...good, to: addDays(from, days - 1) })),
  queryRead: async () => {
    const read = (rows: number) => createRead({ select: async <Row>() => new Array<Row>(rows) })({ sql: '', params: {} })
    expect(await read(bounds.queryRead.max)).toHaveLength(bounds.queryRead.max)
    await expect(read(bounds.queryRead.max + 1)).rejects.toThrow()
  },
  previewPaths: async () => {
    const asked: unknown[] = []
    const select = async <Row>(_sql: string, params?: Record<string, unknown>) => {
      asked.push(params?.most)
      return [] as Row[]
    }
    await createPreviewPaths({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 } })('example.org', [])
    expect(asked).toEqual([bounds.previewPaths.max])
  },
  previewRows: async () => {
    const preview = (size: number) => {
      const select = async <Row>() => many(size, (index) => ({ path: `/a/${index}`, seen: 1 })) as Row[]
      return createPreviewPaths({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 } })('example.org', ['/a/*'])
    }
    expect((await preview(bounds.previewRows.max)).rows).toHaveLength(bounds.previewRows.max)
    const more = await preview(bounds.previewRows.max + 1)
    expect([more.rows.length, more.rules[0]?.paths]).toEqual([bounds.previewRows.max, bounds.previewRows.max + 1])
  },
  queryStatements: async () => {
    const most = bounds.queryStatements.max
    const finish: (() => void)[] = []
    const read = createRead({ select: <Row>() => new Promise<Row[]>((resolve) => finish.push(() => resolve([]))) })
    const answers = many(most + 1, (index) => read({ sql: String(index), params: {} }))
    await Promise.resolve()
    expect(finish).toHaveLength(most)
    finish[0]?.()
    await answers[0]
    await Promise.resolve()
    expect(finish).toHaveLength(most + 1)
    for (const each of finish) each()
    await Promise.all(answers)
  },
}
