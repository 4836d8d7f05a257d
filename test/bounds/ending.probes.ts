/** At the bound and one past it: how long a start waits for what was before it, and an end for what is under way. */
import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { takeFolder } from '../../collector/node/data/folder.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { endThread } from '../../collector/node/drain/drain.ts'
import { serve } from '../../collector/node/http/http-server.ts'
import { endDrain } from '../../collector/node/pipeline.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Time passes in steps of the server's own looks, each with the turns that its sockets need. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 10) {
    await vi.advanceTimersByTimeAsync(Math.min(10, milliseconds - passed))
    for (let turns = 0; turns < 5; turns++) await turn()
  }
}

/** A connection to a server that ends, on which so many requests were answered and one may be under way. */
async function connectionOfEnding(answer: () => Response | Promise<Response>, sent: string) {
  const server = await serve(answer, { host: '127.0.0.1', port: 0 })
  const socket = connect(server.port, '127.0.0.1').on('error', () => {})
  const said: string[] = []
  socket.setEncoding('utf8').on('data', (text: string) => said.push(text))
  await once(socket, 'connect')
  let closed = false
  socket.once('close', () => {
    closed = true
  })
  socket.write(sent)
  return { server, said, isClosed: () => closed }
}

const request = 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n'
const withTime = (toFake: ('setTimeout' | 'clearTimeout' | 'performance' | 'Date')[]) => {
  vi.useFakeTimers({ toFake })
  onTestFinished(() => void vi.useRealTimers())
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  async predecessorMilliseconds() {
    const path = temporaryFolder()
    const held = await takeFolder(path, async () => false)
    onTestFinished(held.release)
    withTime(['Date'])
    const began = Date.now()
    let looks = 0
    const isEnding = async () => {
      looks++
      if (looks === 2) vi.setSystemTime(began + bounds.predecessorMilliseconds.max)
      if (looks === 4) vi.setSystemTime(began + bounds.predecessorMilliseconds.max + 1)
      return true
    }
    await expect(takeFolder(path, isEnding)).rejects.toThrow('in use')
    expect(looks).toBe(4)
  },
  sqliteBusyMilliseconds() {
    const sqlite = openSqlite(join(temporaryFolder(), 'a.sqlite'))
    onTestFinished(() => sqlite.close())
    expect(sqlite.all('PRAGMA busy_timeout')).toEqual([{ timeout: bounds.sqliteBusyMilliseconds.max }])
  },
  async endIdleMilliseconds() {
    const { server, said, isClosed } = await connectionOfEnding(() => new Response('here'), request)
    await eventually('an answer', () => said.length > 0)
    withTime(['setTimeout', 'clearTimeout', 'performance'])
    const ended = server.close()
    await pass(bounds.endIdleMilliseconds.max - 1)
    expect(isClosed()).toBe(false)
    await pass(10)
    vi.useRealTimers()
    await ended
    await eventually('the connection ends', isClosed)
  },
  async endAnswersMilliseconds() {
    const asked = Promise.withResolvers<void>()
    const never = () => {
      asked.resolve()
      return new Promise<Response>(() => undefined)
    }
    const { server, isClosed } = await connectionOfEnding(never, request)
    await asked.promise
    withTime(['setTimeout', 'clearTimeout', 'performance'])
    const ended = server.close()
    await pass(bounds.endIdleMilliseconds.max)
    await pass(bounds.endAnswersMilliseconds.max - 1)
    expect(isClosed()).toBe(false)
    await pass(1)
    vi.useRealTimers()
    await ended
    await eventually('the connection ends', isClosed)
  },
  async endDrainMilliseconds() {
    const given: (number | 'closed')[] = []
    const drained = async (milliseconds: number) => {
      given.push(milliseconds)
      return false
    }
    await endDrain({ drained, close: async () => void given.push('closed') })
    expect(given).toEqual([bounds.endDrainMilliseconds.max, 'closed'])
  },
  async endThreadMilliseconds() {
    withTime(['setTimeout', 'clearTimeout'])
    let terminated = false
    const terminate = async () => {
      terminated = true
      return 0
    }
    const thread = Object.assign(new EventEmitter(), { terminate }) as unknown as Parameters<typeof endThread>[0]
    const ended = endThread(thread, () => undefined)
    await vi.advanceTimersByTimeAsync(bounds.endThreadMilliseconds.max - 1)
    expect(terminated).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await ended
    expect(terminated).toBe(true)
  },
}
