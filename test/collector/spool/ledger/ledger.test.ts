import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../../../collector/node/data/sqlite.ts'
import { spoolLayout } from '../../../../collector/node/spool/folder.ts'
import type { Frozen } from '../../../../collector/spool/ledger/ledger.ts'
import { addDays } from '../../../../contract/day.ts'
import { acceptedBy, ledgerIn } from '../../../kit/spool.ts'
import { temporaryFolder } from '../../../kit/temporary.ts'

const month = '2026-11-01'
const day = '2026-11-24'
const site = 'example.org'

function frozen(source: string, numbers: number[], more: Partial<Frozen> = {}): Frozen {
  const batches = numbers.map((number) => ({ collector: 'x', number, month, rows: new Uint8Array([number]) }))
  return { source, batches, accepted: [{ site, day, event: 'view', count: 2 }], admitted: [], earned: [], days: [], ...more }
}

describe('the ledger', () => {
  it('names its collector once, by ten letters and digits', () => {
    const folder = temporaryFolder()
    const { collector } = ledgerIn(folder)
    expect(collector).toMatch(/^[a-z0-9]{10}$/)
    expect(ledgerIn(folder).collector).toBe(collector)
    expect(ledgerIn(temporaryFolder()).collector).not.toBe(collector)
  })

  it('is a file of its owner alone', () => {
    const folder = join(temporaryFolder(), 'spool')
    ledgerIn(folder)
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(spoolLayout(folder).ledger + suffix).mode & 0o777).toBe(0o600)
  })

  it('holds no byte of a batch that is stored', () => {
    const folder = join(temporaryFolder(), 'spool')
    const ledger = ledgerIn(folder)
    const isHeld = (text: string) =>
      ['', '-wal'].some((suffix) => readFileSync(spoolLayout(folder).ledger + suffix).includes(Buffer.from(text)))
    // Several pages long, and some that are put in while another waits.
    const rows = (number: number) => new TextEncoder().encode(`needle-${number} `.repeat(900))
    for (const number of [1, 2, 3]) {
      ledger.freeze({ ...frozen(`segment/${number}`, [number]), batches: [{ collector: 'x', number, month, rows: rows(number) }] })
      expect(isHeld(`needle-${number}`)).toBe(true)
    }
    for (const number of [1, 2, 3]) ledger.inserted(number)
    for (const number of [1, 2, 3]) expect(isHeld(`needle-${number}`)).toBe(false)
  })

  it('freezes a source once: again changes nothing', () => {
    const ledger = ledgerIn(temporaryFolder())
    expect(ledger.freeze(frozen('segment/a', [1, 2]))).toBe('frozen')
    expect(ledger.freeze(frozen('segment/a', [3]))).toBe('known')
    expect(ledger.last()).toBe(2)
    expect(acceptedBy(ledger)).toEqual([{ site, day, event: 'view', count: 2 }])
    expect([ledger.hasAccepted(site), ledger.hasAccepted('other.org')]).toEqual([true, false])
  })

  it('gives no number twice and leaves none out', () => {
    const ledger = ledgerIn(temporaryFolder())
    ledger.freeze(frozen('segment/a', [1]))
    for (const numbers of [[1], [3], [2, 4]]) expect(ledger.freeze(frozen('segment/b', numbers))).toBe('overtaken')
    expect(ledger.isFrozen('segment/b')).toBe(false)
    expect(ledger.freeze(frozen('segment/b', [2, 3]))).toBe('frozen')
    expect(ledger.unsettled().map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('adds up what was accepted', () => {
    const ledger = ledgerIn(temporaryFolder())
    ledger.freeze(frozen('segment/a', [1]))
    ledger.freeze(frozen('segment/b', [2]))
    expect(acceptedBy(ledger)).toEqual([{ site, day, event: 'view', count: 4 }])
  })

  it('keeps nothing of a freeze that fails halfway', () => {
    const ledger = ledgerIn(temporaryFolder())
    const broken = { site, day, event: 'view', count: null as unknown as number }
    expect(() => ledger.freeze(frozen('segment/a', [1], { accepted: [broken] }))).toThrow()
    expect([ledger.last(), ledger.isFrozen('segment/a'), ledger.unsettled()]).toEqual([0, false, []])
  })

  it('hands batches out in order, until each is inserted or set aside; those set aside wait again when told', () => {
    const ledger = ledgerIn(temporaryFolder())
    ledger.freeze(frozen('segment/a', [1, 2, 3]))
    expect(ledger.firstWaiting()).toEqual({ collector: ledger.collector, number: 1, month, rows: new Uint8Array([1]) })
    ledger.inserted(1)
    ledger.setAside(2)
    expect(ledger.waitsFrom()).toBe(3)
    ledger.inserted(3)
    expect([ledger.waitsFrom(), ledger.last(), ledger.backlog()]).toEqual([null, 3, { bytes: 1, batches: 1, stuck: 1 }])
    ledger.retryStuck()
    expect(ledger.waitsFrom()).toBe(2)
  })

  it('decides a day once: a later earned set changes nothing, admitted values are added', () => {
    const ledger = ledgerIn(temporaryFolder())
    const value = (name: string) => ({ site, day, vocabulary: 'path', value: name })
    expect(ledger.dayOf(site, day)).toEqual({ earned: null, admitted: [] })
    ledger.freeze(frozen('segment/a', [1], { earned: [{ site, day, earned: { path: ['/'] } }], admitted: [value('/')] }))
    ledger.freeze(frozen('segment/b', [2], { earned: [{ site, day, earned: {} }], admitted: [value('/'), value('/b')] }))
    const admitted = ['/', '/b'].map((name) => ({ vocabulary: 'path', value: name }))
    expect(ledger.dayOf(site, day)).toEqual({ earned: { path: ['/'] }, admitted })
  })

  it('forgets the days that no event names any more, and no other', () => {
    const ledger = ledgerIn(temporaryFolder())
    const days = ['2026-11-18', '2026-11-19']
    const admitted = days.map((each) => ({ site, day: each, vocabulary: 'path', value: '/' }))
    ledger.freeze(frozen('segment/a', [1], { admitted, earned: days.map((each) => ({ site, day: each, earned: {} })) }))
    ledger.prune(day, 5)
    expect(ledger.dayOf(site, '2026-11-18')).toEqual({ earned: null, admitted: [] })
    expect(ledger.dayOf(site, '2026-11-19')).toEqual({ earned: {}, admitted: [{ vocabulary: 'path', value: '/' }] })
  })

  it('keeps one sum for each site and type of days that are long over, with what came in of them later', () => {
    const ledger = ledgerIn(temporaryFolder())
    const of = (accepted: [string, string, string, number][]) =>
      accepted.map(([name, on, event, count]) => ({ site: name, day: on, event, count }))
    const old = of([
      [site, '2026-06-30', 'view', 3],
      [site, '2026-07-31', 'view', 4],
      [site, '2026-07-31', 'leave', 1],
      ['old.org', '2025-01-01', 'view', 9],
      [site, '2026-08-01', 'view', 5],
    ])
    ledger.freeze(frozen('segment/a', [1], { accepted: old }))
    // Of 24 November the month that held the day three months before goes on.
    ledger.prune(day, 5)
    expect(acceptedBy(ledger)).toEqual(old.slice(4))
    expect(ledger.acceptedSpan()).toEqual({ closed: '2026-08-01', first: '2026-08-01', last: '2026-08-01' })
    expect(ledger.acceptedSites('', 9)).toEqual([site, 'old.org'])
    expect([ledger.acceptedSites('', 1), ledger.acceptedSites(site, 9)]).toEqual([[site], ['old.org']])
    ledger.freeze(frozen('backfill/x', [2], { accepted: of([[site, '2026-07-02', 'view', 2]]) }))
    const sums = () => ledger.acceptedIn({ sites: [site, 'old.org'], from: null, to: '2026-07-31' })
    const told = of([
      [site, '', 'leave', 1],
      [site, '', 'view', 9],
      ['old.org', '', 'view', 9],
    ])
    expect(sums()).toEqual(told)
    ledger.prune(addDays(day, 1), 5)
    expect(sums()).toEqual(told)
    // In December August is closed, with what had come late.
    ledger.prune('2026-12-31', 5)
    expect(ledger.acceptedSpan()).toEqual({ closed: '2026-09-01', first: null, last: null })
    expect(ledger.acceptedIn({ sites: [site], from: null, to: '2026-08-31' }).map(({ count }) => count)).toEqual([1, 14])
    ledger.forgetSite(site)
    expect([ledger.hasAccepted(site), ledger.hasAccepted('old.org'), ledger.acceptedSites('', 9)]).toEqual([false, true, ['old.org']])
  })

  it('forgets segments that are gone, never history', () => {
    const ledger = ledgerIn(temporaryFolder())
    for (const [index, source] of ['segment/a', 'segment/b', 'backfill/x/1'].entries()) ledger.freeze(frozen(source, [index + 1]))
    ledger.forgetAllBut('segment/', new Set(['segment/b']))
    ledger.freeze(frozen('segment/c', [4], { gone: ['segment/b'] }))
    const known = ['segment/a', 'segment/b', 'segment/c', 'backfill/x/1'].filter(ledger.isFrozen)
    expect(known).toEqual(['segment/c', 'backfill/x/1'])
  })

  it('keeps what is to be folded until it is folded as it was read, and no longer', () => {
    const ledger = ledgerIn(temporaryFolder())
    const days = [{ site, day }]
    ledger.freeze(frozen('segment/a', [1], { days }))
    const asked = ledger.periodsToFold(site, '2026-12-31')
    expect(asked.map(({ grain, first }) => `${grain} ${first}`)).toEqual([
      'month 2026-11-01',
      'week 2026-11-23',
      'day 2026-11-24',
      'value 2026-11-24',
    ])
    expect(ledger.periodsToFold(site, day).map(({ grain }) => grain)).toEqual(['day'])
    const fold = (read: number, numbers: number[]) => {
      const { batches } = frozen('', numbers)
      return ledger.fold({ site, asked, finished: asked.slice(0, 2), read, meant: new Map([[day, ['1']]]), batches })
    }
    ledger.freeze(frozen('segment/b', [2], { days }))
    expect(fold(1, [3])).toBe('changed')
    expect(fold(2, [2])).toBe('overtaken')
    expect([ledger.last(), ledger.unmergedMonths(), ledger.meantOf(site, day, day).size]).toEqual([2, [], 0])
    expect(fold(2, [3])).toBe('frozen')
    expect(fold(3, [4])).toBe('changed')
    expect(ledger.periodsToFold(site, '2026-12-31').map(({ grain }) => grain)).toEqual(['day', 'value'])
    expect([ledger.last(), ledger.unmergedMonths(), ledger.meantOf(site, day, day)]).toEqual([3, [month], new Map([[day, ['1']]])])
    ledger.forgetSite(site)
    expect([ledger.sitesToFold('2026-12-31'), ledger.meantOf(site, day, day).size]).toEqual([[], 0])
  })

  it('that was made before there was folding has all of its days to fold', () => {
    const folder = temporaryFolder()
    ledgerIn(folder).freeze(frozen('segment/a', [1]))
    const sqlite = openSqlite(spoolLayout(folder).ledger)
    for (const table of ['to_fold', 'version', 'addition']) sqlite.run(`DROP TABLE ${table}`)
    sqlite.close()
    const ledger = ledgerIn(folder)
    expect(ledger.periodsToFold(site, day)).toEqual([{ grain: 'day', first: day, last: day }])
    // Once: what is folded then stays so.
    ledger.handedOver(1)
    expect(ledgerIn(folder).daysToFold()).toEqual([])
  })
})

describe('a disposal', () => {
  const asked = { id: 'x', site, day, named: ['path=/junk/**'] }
  const step = (number: number, of = 0) => {
    const batches = [{ collector: 'x', number, month, rows: new Uint8Array([number]) }]
    return { id: 'x', step: of, batches, rows: 3, views: 2, visits: 1 }
  }

  it('takes each of its steps once, under the next numbers, and has the day folded anew and its month merged', () => {
    const ledger = ledgerIn(temporaryFolder())
    ledger.freeze(frozen('segment/1', [1]))
    expect(ledger.remove(step(2))).toBe('changed')
    ledger.beginDisposal(asked, 5)
    ledger.beginDisposal({ ...asked, named: ['all'] }, 6)
    expect(ledger.remove(step(3))).toBe('overtaken')
    expect(ledger.disposal('x')).toEqual({ ...asked, at: 5, steps: 0, rows: 0, views: 0, visits: 0, done: false })
    expect(ledger.remove(step(2))).toBe('frozen')
    expect(ledger.remove(step(3))).toBe('changed')
    expect(ledger.remove(step(3, 1))).toBe('frozen')
    expect(ledger.last()).toBe(3)
    expect(ledger.disposal('x')).toMatchObject({ steps: 2, rows: 6, views: 4, visits: 2 })
    expect(ledger.daysToFold()).toEqual([{ site, day }])
    expect(ledger.unmergedMonths()).toEqual([month])
    expect(ledger.openDisposals().map(({ id }) => id)).toEqual(['x'])
    ledger.endDisposal('x')
    expect(ledger.openDisposals()).toEqual([])
    expect(ledger.remove(step(4, 2))).toBe('changed')
  })

  it('is on record for as long as its site is there', () => {
    const ledger = ledgerIn(temporaryFolder())
    ledger.beginDisposal(asked, 5)
    ledger.beginDisposal({ ...asked, id: 'y', site: 'other.org' }, 6)
    expect(ledger.disposalsOf(site).map(({ id }) => id)).toEqual(['x'])
    ledger.forgetSite(site)
    expect([ledger.disposalsOf(site), ledger.disposalsOf('other.org').length]).toEqual([[], 1])
  })
})
