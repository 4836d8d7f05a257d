/** Errands of the drain's thread: all others break off a fold, wait for its step to end, and then have the store to themselves. */
import { expect, it } from 'vitest'
import { createErrandRunner } from '../../../../collector/node/drain/errand-runner.ts'
import type { Errand, ErrandAnswer } from '../../../../collector/node/drain/errands.ts'
import type { Segments } from '../../../../collector/spool/segments.ts'
import { addDays, monthOf } from '../../../../contract/day.ts'
import { site, today } from '../../../kit/facts.ts'
import { ledgerIn, memoryStore } from '../../../kit/spool.ts'
import { eventually, temporaryFolder } from '../../../kit/temporary.ts'

function place() {
  const ledger = ledgerIn(temporaryFolder())
  ledger.freeze({ source: 'x', batches: [], accepted: [], admitted: [], earned: [], days: [{ site, day: today }] })
  const store = memoryStore()
  const told: (ErrandAnswer | string)[] = []
  store.dispose = async () => {
    told.push('disposing')
    return 7
  }
  const settled = async () => {}
  const drain = { run: settled, wake: () => {}, drained: settled, inserted: settled, stop: () => {}, backlog: () => ({}) as never }
  const none = async () => []
  const segments: Segments = {
    ...{ names: none, all: none, uncounted: none, keepDamage: settled, remove: settled },
    read: async () => ({ facts: [], damage: null }),
  }
  const clock = { now: () => Date.parse(`${addDays(today, 3)}T15:00:00Z`) }
  const runner = createErrandRunner({
    ledger,
    store,
    drain,
    segments,
    clock,
    log: (line) => told.push(line),
    tell: (answer) => told.push(answer),
  })
  return { ledger, store, told, runner }
}

it.each<[string, Errand, unknown[]]>([
  ['disposal', { dispose: site }, ['disposing', { done: 'dispose', count: 7 }]],
  [
    'removal',
    { forget: { id: 'x', site, day: today, named: ['all'] } },
    [{ done: 'forget', forgot: { refused: `${site} has counted nothing on ${today}` } }],
  ],
  [
    'preview',
    { preview: { id: 'x', site, day: today, named: ['all'] } },
    [{ done: 'preview', found: { refused: `${site} has counted nothing on ${today}` } }],
  ],
  ['fill', { fill: { seed: 1, end: today, days: 0, visits: 0 } }, [{ done: 'fill', count: 1 }]],
])('a %s waits for the step of a fold that it breaks off', async (_, errand, after) => {
  const { ledger, store, told, runner } = place()
  const asked = Promise.withResolvers<unknown[]>()
  store.answer = () => asked.promise
  runner.run({ fold: [] })
  await eventually('the fold asks', () => store.selects.length > 0)
  runner.run(errand)
  expect(told).toEqual([])
  asked.resolve([])
  await eventually('the errand is done', () => told.length === after.length + 1)
  expect(told).toEqual([{ done: 'fold', count: 0 }, ...after])
  expect(ledger.sitesToFold(today)).toEqual('dispose' in errand ? [] : [site])
})

it('folds what is over, but for the sites that it is told to leave', async () => {
  const { ledger, told, runner } = place()
  runner.run({ fold: [site] })
  await eventually('the first is done', () => told.length === 1)
  expect(ledger.sitesToFold(today)).toEqual([site])
  runner.run({ fold: [] })
  await eventually('the second is done', () => told.length === 2)
  expect(ledger.sitesToFold(today)).toEqual([])
  await runner.stop()
})

it('goes on with the removals that were begun, the oldest first, and says of one that has to wait why', async () => {
  const { ledger, told, runner } = place()
  ledger.beginDisposal({ id: 'later', site, day: today, named: ['stray=b.evil'] }, 2)
  ledger.beginDisposal({ id: 'first', site, day: today, named: ['stray=a.evil'] }, 1)
  runner.goOn()
  await eventually('both are done', () => told.length === 2)
  expect(told.map((answer) => (answer as { forgot: { disposal: { id: string; done: boolean } } }).forgot.disposal)).toMatchObject([
    { id: 'first', done: true },
    { id: 'later', done: true },
  ])
  ledger.beginDisposal({ id: 'stuck', site, day: today, named: ['all'] }, 3)
  const rows = new Uint8Array([1])
  ledger.freeze({
    source: 'y',
    batches: [{ collector: '', number: 1, month: monthOf(today), rows }],
    accepted: [],
    admitted: [],
    earned: [],
    days: [],
  })
  ledger.setAside(1)
  runner.goOn()
  await eventually('it is said', () => told.length === 4)
  expect(told[2]).toMatch(/^a removal of example\.org waits: a batch of 2026-11 is set aside/)
  expect(ledger.openDisposals()).toHaveLength(1)
  await runner.stop()
})
