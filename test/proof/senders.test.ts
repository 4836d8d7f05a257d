/** Senders that are slow, that never end, or that wait for no answer: each hears what it should, and others are answered meanwhile. REQUESTS: how many posts are pipelined. */

import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { addDays, localTime } from '../../contract/day.ts'
import { askerOf, commandOf, send } from '../kit/homes.ts'
import { answerTo, headOf, postOf, site, statusesIn, viewOf } from '../kit/raw.ts'
import { rawHomeOfFile } from '../kit/raw-home.ts'

const pipelined = Number(process.env.REQUESTS ?? 20_000)
const opened = rawHomeOfFile()

/** A request of which one part comes at once and then a byte a second, until it is answered: after how long, and what. */
function slowly(start: string, byte: string): Promise<{ milliseconds: number; answer: string }> {
  return new Promise((resolve) => {
    const began = performance.now()
    let timer: NodeJS.Timeout | undefined
    const socket = connect({ port: opened().port, host: '127.0.0.1' }, () => {
      socket.write(start)
      timer = setInterval(() => socket.write(byte), 1_000)
    })
    let answer = ''
    socket.setEncoding('latin1').on('data', (more) => {
      answer += more
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearInterval(timer)
      resolve({ milliseconds: performance.now() - began, answer })
    })
  })
}

describe('while others are slow', () => {
  it.each([
    ['heads', () => 'POST /e HTTP/1.1\r\n', 'x'],
    ['bodies of known length', () => `${headOf('POST /e HTTP/1.1', 'content-length: 60000')}\r\n{`, '"'],
    ['bodies in chunks', () => `${headOf('POST /e HTTP/1.1', 'transfer-encoding: chunked')}\r\n`, '1\r\nx\r\n'],
  ])(
    '200 %s at a byte a second are answered 408 after ten seconds, and every other event is taken',
    { timeout: 60_000 },
    async (_, start, byte) => {
      let over = false
      const slow = Promise.all(Array.from({ length: 200 }, () => slowly(start(), byte))).finally(() => {
        over = true
      })
      const times: number[] = []
      while (!over) {
        const began = performance.now()
        expect((await send(opened().home, JSON.parse(viewOf('/others')))).status).toBe(202)
        times.push(performance.now() - began)
        await delay(50)
      }
      for (const { milliseconds, answer } of await slow) {
        expect(answer).toMatch(/^HTTP\/1\.1 408 /)
        expect(milliseconds).toBeGreaterThan(bounds.bodyMilliseconds.max - 500)
        expect(milliseconds).toBeLessThan(bounds.bodyMilliseconds.max + 5_000)
      }
      times.sort((one, other) => one - other)
      process.stdout.write(`${times.length} others, 95 of 100 within ${times[Math.floor(times.length * 0.95)]?.toFixed(0)} ms\n`)
      expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(1_000)
    },
  )
})

it('extensions of chunks without end are refused', async () => {
  const flood = `${headOf('POST /e HTTP/1.1', 'transfer-encoding: chunked')}\r\n1;${'a'.repeat(1_000_000)}`
  for (const answer of await Promise.all(Array.from({ length: 20 }, () => answerTo(opened().port, flood))))
    expect(statusesIn(answer)).toEqual([413])
})

it(`${pipelined} posts without waiting for an answer are each answered, and each counted once`, { timeout: 300_000 }, async () => {
  // So few at once that no answer has to wait for longer than a head may take.
  const [connections, each] = [20, 100]
  const flood = postOf('/pipelined').repeat(each - 1) + postOf('/pipelined', 'connection: close')
  const statuses: number[] = []
  while (statuses.length < pipelined) {
    const answers = await Promise.all(Array.from({ length: connections }, () => answerTo(opened().port, flood)))
    expect(answers.map((answer) => statusesIn(answer).length)).toEqual(answers.map(() => each))
    statuses.push(...answers.flatMap(statusesIn))
  }
  expect(new Set(statuses)).toEqual(new Set([202]))
  expect(await viewsOf('/pipelined')).toBe(statuses.length)
})

async function viewsOf(path: string): Promise<number> {
  expect((await commandOf(opened().home, { command: 'audit' })).code).toBe(0)
  const ask = await askerOf(opened().home, [site])
  const { day } = localTime('UTC', Date.now())
  const question = { site, from: addDays(day, -1), to: day, measures: ['views'], filters: [['is', 'path', [path]]] }
  return ((await ask(question)) as { totals: { views: number } }).totals.views
}
