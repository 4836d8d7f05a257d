/** P1: once a day has been over for two more, nothing stored of it stands for a handful of people beside something else of theirs. */
import { expect, it } from 'vitest'
import type { ViewFact } from '../../collector/fact.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import { addDays, type Day, weekOf } from '../../contract/day.ts'
import { worldOf } from '../e2e/query.world.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { foldingOfFile } from '../kit/folding.ts'

const store = engineStoreOfFile()
const folding = foldingOfFile(store)
const sites = ['busy.org', 'quiet.org']
const from = '2026-08-20'
const days = 70
const now = addDays(from, days + 3)
const lastOver = addDays(now, -3)

/** Two sites until today, with what every value may be crossed with, and cohorts of some first days. */
const facts = sites.flatMap((site, index) =>
  worldOf({ site, seed: 31 + index, from, days: days + 4, browsers: index === 0 ? 900 : 50 }).facts.map((fact) => ({
    ...fact,
    ...cohortOf(fact),
  })),
)
const earned = {
  path: ['/', '/parks', '/permits', '/rare'],
  entry: ['/', '/parks', '/permits', '/rare'],
  source: ['google.com', 'news.org', '(direct)', 'rare.org'],
  browser: ['Firefox', 'Chrome', 'Lynx'],
  device: ['mobile', 'desktop'],
  country: ['US', 'FR'],
  host: sites,
}

function cohortOf({ recency, day, visit }: ViewFact): Partial<ViewFact> {
  if (recency === 'new') return { since: 0 }
  // Somebody who comes back in another week, as many weeks after the first as days since the last.
  return recency && visit === 1 && Number(recency) > 6 ? { since: Math.min(26, Math.floor(Number(recency) / 7), weeksBefore(day)) } : {}
}

function weeksBefore(day: Day): number {
  return Math.round((Date.parse(weekOf(day)) - Date.parse(weekOf(from))) / (7 * 86_400_000))
}

type Row = { site: string; day: Day; value: string; told: number }
const marginal = (dimension: string) =>
  store().select<Row>(
    `SELECT site, toString(day) AS day, valueB AS value, sum(\`count\`) AS told FROM cells
    WHERE grain = 'day' AND dimensionA = '' AND dimensionB = {dimension:String} AND site IN {sites:Array(String)}
    GROUP BY site, day, value HAVING told != 0`,
    { dimension, sites },
  )

it('no cross of a day is under five, no recency names a day that few can mean, no cohort has few; today and yesterday are whole', async () => {
  const inOrder = facts.toSorted((one, other) => (one.day < other.day ? -1 : 1))
  await folding().keep(inOrder, earned)
  await folding().stored()
  const before = { recency: await marginal('recency'), cohort: await marginal('cohort') }
  await folding().foldOn(now)

  const crosses = await store().select<{ day: Day; small: number; all: number }>(
    `SELECT toString(day) AS day, countIf(size < 5) AS small, count() AS all FROM (
      SELECT day, greatest(abs(sum(views)), abs(sum(visits)), abs(sum(secondViews)), abs(sum(firstInVisit)), abs(sum(\`count\`))) AS size
      FROM cells WHERE grain = 'day' AND dimensionA != '' AND site != '' GROUP BY site, day, dimensionA, valueA, dimensionB, valueB HAVING size != 0
    ) GROUP BY day ORDER BY day`,
  )
  expect(crosses.filter(({ day, small }) => day <= lastOver && small > 0)).toEqual([])
  expect(crosses.filter(({ day, all }) => day <= lastOver && all > 20).length).toBeGreaterThan(30)
  expect(crosses.filter(({ day, small }) => day > lastOver && small > 0).length).toBe(3)

  const recency = await marginal('recency')
  const sums = (rows: readonly Row[]) => {
    const found = new Map<string, number>()
    for (const { site, day, told } of rows) found.set(`${site} ${day}`, (found.get(`${site} ${day}`) ?? 0) + told)
    return Object.fromEntries([...found].sort())
  }
  expect(sums(recency)).toEqual(sums(before.recency))
  const seen = sums(recency)
  const named = recency.filter(({ day, value }) => day <= lastOver && !['new', '31', '(other)'].includes(value))
  for (const { site, day, value } of named) {
    expect(seen[`${site} ${day}`], `${site} ${day}`).toBeGreaterThanOrEqual(10)
    expect(seen[`${site} ${addDays(day, -Number(value))}`], `${site} ${day} ${value}`).toBeGreaterThanOrEqual(10)
  }
  expect(named.some(({ site }) => site === 'busy.org')).toBe(true)
  expect(recency.some(({ site, value }) => site === 'quiet.org' && value === '(other)')).toBe(true)

  const cohort = await marginal('cohort')
  expect(sums(cohort)).toEqual(sums(before.cohort))
  const newIn = new Map<string, number>()
  for (const { site, day, recency } of facts) {
    if (recency === 'new') newIn.set(`${site} ${weekOf(day)}`, (newIn.get(`${site} ${weekOf(day)}`) ?? 0) + 1)
  }
  const members = ({ site, day, value }: Row) => newIn.get(`${site} ${addDays(weekOf(day), -7 * Number(value))}`) ?? 0
  const told = cohort.filter(({ day, value }) => addDays(weekOf(day), 6) <= lastOver && value !== '(other)')
  expect(told.filter((row) => members(row) < 10)).toEqual([])
  expect(told.length).toBeGreaterThan(20)
  expect(before.cohort.filter((row) => addDays(weekOf(row.day), 6) <= lastOver && members(row) < 10).length).toBeGreaterThan(20)

  expect(await audit(store(), folding().ledger)).toMatchObject({ ok: true, pending: 0 })
})
