/** Whoever makes up thousands of values hides nothing that a site is known by: on the day, and on the next. On the real engine. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Fact, SeveralFact } from '../../collector/fact.ts'
import { createFreeze } from '../../collector/spool/freeze.ts'
import { unpack } from '../../collector/spool/pack.ts'
import { createDayStates } from '../../collector/spool/states.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { dimensionRow } from '../../contract/dimensions.ts'
import { freeToNewcomers } from '../../contract/rules.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { view } from '../kit/facts.ts'
import { ledgerIn } from '../kit/spool.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const store = engineStoreOfFile()
const site = 'flooded.org'
const first = '2026-11-10'
const pages = Array.from({ length: 40 }, (_, index) => `/page/${index}`)
const sources = ['news.org', 'blog.org']

/** Facts are frozen as the drain does it, and stored; the collector is a new one each time, as after a restart. */
function collector() {
  const folder = join(temporaryFolder(), 'spool')
  const ledger = ledgerIn(folder)
  let stored = 0
  return async (name: string, facts: Fact[]) => {
    const states = createDayStates({ ledger, store: store(), log: () => {}, patience: 10_000 })
    await createFreeze({ ledger, states })({ name, facts })
    while (stored < ledger.last()) {
      const batch = ledger.batch(++stored)!
      await store().insert({ ...batch, rows: await unpack(batch.rows) }, 1)
      ledger.inserted(stored)
    }
  }
}

/** Each page is seen by one browser from each source. */
const ordinary = (day: Day) =>
  pages.flatMap((path) => sources.map((source) => view({ site, day, path, visit: 1, first: 'visit', source, referrer: source })))

/** As many made-up values of every kind as there is room for, and more. */
const junk = (day: Day, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const name = `${day}-${index}`
    return view({
      site,
      day,
      path: `/junk/${name}`,
      visit: 1,
      first: 'visit',
      source: `s${name}.evil`,
      referrer: `r${name}.evil`,
      campaign: `c${name}`,
    })
  })

async function rowsOf(day: Day, dimension: string, values: readonly string[]): Promise<Record<string, number>> {
  const rows = await store().select<{ value: string; seen: number }>(
    `SELECT valueB AS value, sum(views) AS seen FROM cells WHERE site = {site:String} AND day = {day:Date} AND grain = 'day' AND dimensionA = ''
      AND valueA = '' AND dimensionB = {dimension:String} AND valueB IN {values:Array(String)} GROUP BY value`,
    { site, day, dimension, values },
  )
  return Object.fromEntries(rows.map(({ value, seen }) => [value, seen]))
}

it('after six ordinary days and a flood on each of two, every known page, source and referrer has its exact row on both and on the day after', async () => {
  const keep = collector()
  for (let day = 0; day < 6; day++) await keep(`day ${day}`, ordinary(addDays(first, day)))
  const most = dimensionRow('path').budget + 100
  for (const flooded of [6, 7].map((ago) => addDays(first, ago))) {
    await keep(`flood ${flooded}`, junk(flooded, most))
    await keep(`visitors ${flooded}`, ordinary(flooded))
  }
  // Flooded ahead of its time, too.
  const after = addDays(first, 8)
  await keep('flood ahead', junk(after, most))
  await keep('after', ordinary(after))
  for (const day of [6, 7, 8].map((ago) => addDays(first, ago))) {
    expect(await rowsOf(day, 'path', pages)).toEqual(Object.fromEntries(pages.map((path) => [path, sources.length])))
    for (const dimension of ['source', 'referrer'])
      expect(await rowsOf(day, dimension, sources)).toEqual(Object.fromEntries(sources.map((source) => [source, pages.length])))
    // What was made up has the half of the budget that is for whoever comes first.
    const made = junk(day, most).map(({ path }) => path!)
    expect(Object.keys(await rowsOf(day, 'path', made))).toHaveLength(dimensionRow('path').budget * freeToNewcomers)
  }
})

it('on a flooded day a page published that morning has its row once it is read out of several networks, before a restart and after it', async () => {
  const keep = collector()
  const day = addDays(first, 20)
  const { budget } = dimensionRow('path')
  const several = (path: string): SeveralFact => ({ type: 'several', site, day, dimension: 'path', value: path })
  const read = (path: string) => view({ site, day, path })
  await keep('flood', junk(day, budget))
  await keep('one network', [read('/made-up'), read('/published')])
  await keep('several', [read('/published'), several('/published')])
  await keep('later', [read('/published'), read('/made-up')])
  expect(await rowsOf(day, 'path', ['/published', '/made-up'])).toEqual({ '/published': 2 })
  // The other half is not without end either.
  const more = Array.from({ length: budget * freeToNewcomers }, (_, index) => `/more/${index}`)
  await keep(
    'more',
    more.flatMap((path) => [several(path), read(path)]),
  )
  expect(Object.keys(await rowsOf(day, 'path', more))).toHaveLength(budget * freeToNewcomers - 1)
})

it('a day that nobody floods gives a page its row with its first view', async () => {
  const keep = collector()
  const day = addDays(first, 22)
  await keep('ordinary', ordinary(day))
  await keep('published', [view({ site, day, path: '/published' })])
  expect(await rowsOf(day, 'path', ['/published'])).toEqual({ '/published': 1 })
})
