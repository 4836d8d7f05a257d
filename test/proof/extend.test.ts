/**
 * Tables that are the table (docs/architecture.md, Adding to a table): a dimension, a counter, a type of event, a setting and a card are each added by one
 * row. What a row lacks elsewhere the compiler names; with what it names, and nothing else, all of them work from the wire to the card, also over the data
 * folder of the program before. The rows are those of test/proof/extend/.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, localTime } from '../../contract/day.ts'
import type { Answer } from '../../contract/query.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { command, commandAt, type Footfall, startFootfall } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { eventually } from '../kit/temporary.ts'
import { editsOf } from './extend/addition.ts'
import { additions, allEdits } from './extend/additions.ts'
import { copyOfProject, type Tree } from './extend/tree.ts'

const folder = mkdtempSync(join(tmpdir(), 'footfall-extend-'))
let tree: Tree
beforeAll(async () => {
  tree = await copyOfProject(join(folder, 'project'))
  expect(await tree.missing()).toEqual([])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('one row, and what the compiler then names as missing', () => {
  beforeEach(() => tree.reset())

  it.each(additions)('$what', async ({ needs = [], row, asked }) => {
    tree.add([...needs.flatMap(editsOf), row])
    for (const round of asked) {
      expect(await tree.missing()).toEqual(Object.keys(round).sort())
      tree.add(Object.values(round).flat())
    }
    expect(await tree.missing()).toEqual([])
  })
})

const site = 'example.org'
const told = { v: 1, site, host: site, consent: true }
const view = { ...told, type: 'view', path: '/' }
const begins = { visit: 1, first: 'new', recency: 'new', since: 0 }
const toTheEnd = { ...told, type: 'leave', path: '/', seconds: 9, scroll: 10 }

describe('the program with all of them', () => {
  const env = { FOOTFALL_DATA: join(folder, 'data'), FOOTFALL_SITES: site }
  const today = localTime('UTC', Date.now()).day
  let footfall: Footfall
  let owner: Chromium
  let key = ''

  const post = (...events: object[]) =>
    fetch(`${footfall.url}/e`, { method: 'POST', headers: { 'user-agent': firefox }, body: JSON.stringify(events) })
  const take = async (...events: object[]) => expect((await post(...events)).status).toBe(202)
  const refusalOf = async (event: object) => {
    const answer = await post(event)
    return [answer.status, answer.headers.get('footfall-refused')]
  }
  const ask = async (question: object): Promise<Answer> => {
    const body = JSON.stringify({ site, from: addDays(today, -1), to: addDays(today, 1), ...question })
    const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body })
    expect(answer.status).toBe(200)
    return (await answer.json()) as Answer
  }
  const counted = (question: object, expected: object) =>
    eventually(`${JSON.stringify(question)} is ${JSON.stringify(expected)}`, async () => {
      const { rows, totals } = await ask(question)
      return JSON.stringify({ rows, totals }) === JSON.stringify(expected)
    })
  const run = async (...words: string[]) => {
    const { code, out, error } = await commandAt(tree.root, env, ...words)
    expect([code, error]).toEqual([0, ''])
    return out
  }

  beforeAll(async () => {
    tree.reset()
    tree.add(allEdits)
    expect(await tree.missing()).toEqual([])
    await tree.build()

    // The program before: it knows nothing of all this, and leaves a folder in which some is stored and some waits.
    footfall = await startFootfall({ env })
    key = (await command(env, 'key', 'create', '--site', site)).out.trim()
    await take({ ...view, ...begins }, toTheEnd)
    await counted({ measures: ['views', 'seconds'] }, { rows: [], totals: { views: 1, seconds: 9 } })
    expect(await refusalOf({ ...view, theme: 'dark' })).toEqual([400, 'unknown-field'])
    expect(await refusalOf({ ...told, type: 'download' })).toEqual([400, 'type'])
    await take({ ...view, ...begins })
    await footfall.stop('SIGKILL')

    footfall = await startFootfall({ env, root: tree.root })
  })
  afterAll(async () => {
    await owner?.close()
    await footfall?.stop()
  })

  it('goes on with what the program before has counted, and counts what waited', async () => {
    await counted(
      { measures: ['views', 'readings'], by: ['theme'] },
      { rows: [{ theme: null, views: 2, readings: 0 }], totals: { views: 2, readings: 0 } },
    )
  })

  it('takes neither the field nor the type without consent, and no value that the row does not have', async () => {
    expect(await refusalOf({ ...told, type: 'view', consent: false, theme: 'dark' })).toEqual([400, 'consent'])
    expect(await refusalOf({ ...told, type: 'download', consent: false })).toEqual([400, 'consent'])
    expect(await refusalOf({ ...view, theme: 'blue' })).toEqual([400, 'value'])
    expect(await refusalOf({ ...told, type: 'download', theme: 'dark' })).toEqual([400, 'unknown-field'])
  })

  it('has the setting on the command line and in the API, and goes by it', async () => {
    expect(await run('site', 'list')).not.toContain('themes')
    await take({ ...view, ...begins, theme: 'dark' })
    await counted({ measures: ['views'], by: ['theme'] }, { rows: [{ theme: null, views: 3 }], totals: { views: 3 } })
    expect(await run('help')).toContain('the colours that browsers ask for are counted')
    expect(await run('site', 'add', site, '--themes')).toContain('  themes')
    expect(await run('site', 'list')).toMatch(/^example\.org .* {2}themes$/m)
    const answer = await fetch(`${footfall.url}/api/sites`, { headers: { authorization: `Bearer ${key}` } })
    expect(await answer.json()).toMatchObject({ sites: [{ domain: site, themes: true }] })
  })

  it('counts by the dimension, with the counter, and the events of the type; rows and rest are the total', async () => {
    const dark = { ...view, ...begins, theme: 'dark' }
    await take(dark, dark, { ...view, ...begins, theme: 'light' }, { ...toTheEnd, theme: 'dark' }, toTheEnd)
    await take(...Array.from({ length: 3 }, () => ({ ...told, type: 'download' })))
    const rows = [
      { theme: 'dark', views: 2, readings: 1 },
      { theme: 'light', views: 1, readings: 0 },
      { theme: null, views: 3, readings: 1 },
    ]
    await counted({ measures: ['views', 'readings'], by: ['theme'] }, { rows, totals: { views: 6, readings: 2 } })
    const read = [
      { theme: 'dark', readings: 1 },
      { theme: null, readings: 1 },
    ]
    await counted({ measures: ['readings'], by: ['theme'] }, { rows: read, totals: { readings: 2 } })
    await counted(
      { measures: ['views', 'readings'], filters: [['is', 'theme', ['dark']]] },
      { rows: [], totals: { views: 2, readings: 1 } },
    )
    const kinds = [
      { event: 'view', count: 6 },
      { event: 'download', count: 3 },
      { event: 'leave', count: 3 },
    ]
    await counted({ measures: ['count'], by: ['event'] }, { rows: kinds, totals: { count: 12 } })
    expect(await run('audit')).toContain('ok')
  })

  it('describes the field, the type and the setting to whoever sends and asks', async () => {
    const { components } = (await (await fetch(`${footfall.url}/openapi.json`)).json()) as {
      components: { schemas: Record<string, { properties: object }> }
    }
    expect(components.schemas['event.view']?.properties).toHaveProperty('theme')
    expect(components.schemas['event.download']?.properties).toHaveProperty('type')
    expect(components.schemas.site?.properties).toHaveProperty('themes')
  })

  it('shows the card, with its numbers and a row that can be filtered by', async () => {
    owner = await launchChromium()
    const page = await owner.context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(/Sign in\s+(http\S+)/.exec(footfall.output())?.[1] ?? '')
    await page.goto(`${footfall.url}/?site=${site}&range=7d`)
    const table = page.getByRole('region', { name: 'Themes' }).getByRole('table')
    await table.waitFor()
    expect(await table.locator('thead th').allTextContents()).toEqual(['Theme', 'Visits', 'Views', 'Read to the end'])
    const rows = () => table.locator('tbody tr').allTextContents()
    expect(await rows()).toEqual(['dark221', 'light110', expect.stringMatching(/^Not sent.*331$/)])
    await table.getByRole('button', { name: 'dark' }).click()
    await eventually('the page is that of one colour', async () => (await rows()).join() === 'dark221')
    expect(page.url()).toContain('filter=is.theme.dark')
    expect(errors).toEqual([])
  })

  it('leaves a folder over which the program before goes on', async () => {
    expect(await footfall.stop()).toBe(0)
    footfall = await startFootfall({ env })
    await take({ ...view, ...begins })
    await counted({ measures: ['views'] }, { rows: [], totals: { views: 7 } })
    expect(await command(env, 'audit')).toMatchObject({ code: 0, error: '' })
  })
})
