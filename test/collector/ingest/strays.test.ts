import { describe, expect, it } from 'vitest'
import { createStrays } from '../../../collector/ingest/strays.ts'
import { bounds } from '../../../contract/bounds.ts'
import { dimensionRow } from '../../../contract/dimensions.ts'

const [site, day, next] = ['example.org', '2026-11-24', '2026-11-26']
const rows = dimensionRow('stray').budget

function strays() {
  const made = createStrays()
  const send = (host: string, events = 1, hour = 9) => {
    for (let sent = 0; sent < events; sent++) made.add(site, { day, hour }, host)
  }
  const flood = (hosts: number, events = 1, hour = 9) => {
    for (let host = 0; host < hosts; host++) send(`junk${events}-${host}.example`, events, hour)
  }
  const all = (oldest = day) => Map.groupBy(made.flush(oldest), ({ dimension }) => dimension)
  const flush = (oldest = day) =>
    new Map(
      all(oldest)
        .get('stray')
        ?.map(({ value, count }) => [value, count]),
    )
  return { send, flood, flush, all }
}

describe('stray hosts', () => {
  it('have their rows with their first event, and each count is given once', () => {
    const { send, flush } = strays()
    send('login-example.org')
    expect(flush()).toEqual(new Map([['login-example.org', 1]]))
    expect(flush().size).toBe(0)
    send('login-example.org', 2)
    expect(flush()).toEqual(new Map([['login-example.org', 2]]))
  })

  it('a look-alike with fifty events has its exact row after three thousand made-up hosts, and after hundreds with ten events each', () => {
    const { send, flood, flush } = strays()
    flood(3_000)
    flood(rows / 4, 20)
    send('login-example.org', 50)
    expect(flush().get('login-example.org')).toBe(50)
    send('login-example.org')
    expect(flush().get('login-example.org')).toBe(1)
  })

  it('rows are never more than the day has, and no event of the others is lost: they are other when the day is over', () => {
    const { flood, flush } = strays()
    flood(3_000)
    flood(3_000, 12)
    const shown = flush()
    expect(shown.size).toBeLessThanOrEqual(rows + 1)
    const later = flush(next)
    const sum = [...shown.values(), ...later.values()].reduce((all, count) => all + count, 0)
    expect([sum, [...later.keys()]]).toEqual([3_000 * 13, ['(other)']])
    expect(flush(next).size).toBe(0)
  })

  it('for which there is no row are unusual, all but bare addresses, in the hour in which they came: at the end of the day those who waited', () => {
    const { send, flood, all } = strays()
    flood(rows, 1, 9)
    // Whoever waits longest gives up for each one more.
    flood(bounds.straysWaiting.max, 3, 10)
    flood(bounds.straysWaiting.max + 3, 2, 11)
    send('(other)', 7, 12)
    const unusual = (found: ReturnType<typeof all>) =>
      Object.fromEntries((found.get('unusual') ?? []).map(({ value, hour, count }) => [`${value} ${hour}`, count]))
    const other = (found: ReturnType<typeof all>) => found.get('stray')?.find(({ value }) => value === '(other)')?.count
    const [during, over] = [all(), all(next)]
    expect(unusual(during)).toEqual({ 'stray 9': rows / 2, 'stray 10': 3 * bounds.straysWaiting.max, 'stray 11': 2 * 3 })
    expect(other(during)).toBe(Object.values(unusual(during)).reduce((sum, count) => sum + count, 7))
    expect([unusual(over), other(over)]).toEqual([{ 'stray 11': 2 * bounds.straysWaiting.max }, 2 * bounds.straysWaiting.max])
    expect(all(next).size).toBe(0)
  })
})
