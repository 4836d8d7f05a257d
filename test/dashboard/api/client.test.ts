import { afterEach, expect, it, vi } from 'vitest'
import { ask } from '../../../dashboard/api/client.ts'

const question = { site: 'example.org', from: '2026-11-01', to: '2026-11-02', measures: ['views' as const] }
const answer = { rows: [], totals: { views: 3 }, notes: [], withheld: { rows: 0 } }
const busy = () => Response.json({ error: { code: 'busy', message: 'many ask' } }, { status: 503 })

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The collector answers so, one after another; how often it was asked. */
function answering(...answers: (() => Response)[]) {
  vi.useFakeTimers()
  const fetched = vi.fn(async (_url: string, { signal }: RequestInit) => {
    signal?.throwIfAborted()
    return (answers.length > 1 ? answers.shift()! : answers[0]!)()
  })
  vi.stubGlobal('fetch', fetched)
  return fetched
}

it('asks again where many ask at once, and shows what comes then', async () => {
  const fetched = answering(busy, busy, () => Response.json([answer]))
  const got = ask([question], new AbortController().signal)
  await vi.runAllTimersAsync()
  expect(await got).toEqual({ kind: 'ok', value: [answer] })
  expect(fetched).toHaveBeenCalledTimes(3)
})

it('says so where that goes on', async () => {
  const fetched = answering(busy)
  const got = ask([question], new AbortController().signal)
  await vi.runAllTimersAsync()
  expect(await got).toMatchObject({ kind: 'failed', problem: 'many ask' })
  expect(fetched).toHaveBeenCalledTimes(4)
})

it('does not wait for what nobody wants any more, nor for a store that is away', async () => {
  const fetched = answering(busy)
  const leaving = new AbortController()
  const got = ask([question], leaving.signal)
  await vi.advanceTimersByTimeAsync(100)
  leaving.abort()
  expect(await got).toEqual({ kind: 'aborted' })
  expect(fetched).toHaveBeenCalledTimes(2)
  const away = answering(() => Response.json({ error: { code: 'storeAway', message: 'away' } }, { status: 503 }))
  expect(await ask([question], new AbortController().signal)).toMatchObject({ kind: 'failed', problem: 'away' })
  expect(away).toHaveBeenCalledTimes(1)
})

it('asks for the error of each question, and gives it in the place of that answer', async () => {
  const refused = { error: { code: 'tooManyRows', message: 'more rows than one answer is made of', field: 'by' } }
  const fetched = answering(() => Response.json([answer, refused, answer]))
  const got = await ask([question, question, question], new AbortController().signal)
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(['api/query?errors=each'])
  expect(got).toMatchObject({ kind: 'ok', value: [answer, { rows: [], problem: 'more rows than one answer is made of' }, answer] })
})
