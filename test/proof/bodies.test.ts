/** Bodies that never end cost little, whatever route they are sent to, and whether or not their sender may ask. */
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { command, footfallOfTest } from '../kit/footfall.ts'
import { memoryOf } from '../kit/taken.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const connections = 1_900
const chunk = 1_000_000
const heldMilliseconds = 6_000
const body = `${chunk.toString(16)}\r\n${'x'.repeat(chunk)}\r\n`

/** Sends a head and one chunk of a body, and no end. */
function unfinished(port: number, head: readonly string[]): Socket {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => socket.destroy())
  socket.on('data', () => undefined)
  socket.write(`${[...head, `host: 127.0.0.1:${port}`, 'transfer-encoding: chunked'].join('\r\n')}\r\n\r\n`)
  socket.write(body)
  return socket
}

it.each([
  ['POST /e', ''],
  ['POST /api/query', ''],
  ['POST /api/query', 'with a key'],
  ['POST /api/command', ''],
  ['PATCH /api/sites/example.org', ''],
  ['POST /api/sites/example.org/paths/preview', ''],
  ['POST /sign-in', ''],
  ['POST /sign-out', ''],
])(
  '1,900 connections that hold an unfinished body of %s %s cost less than 300 MB, and others are answered',
  { timeout: 120_000 },
  async (request, who) => {
    const env = { FOOTFALL_DATA: join(temporaryFolder(), 'data'), FOOTFALL_SITES: 'example.org' }
    const footfall = await footfallOfTest({ env })
    const { out: key } = await command(env, 'key', 'create', '--site', 'example.org')
    const pid = footfall.child.pid as number
    const port = Number(new URL(footfall.url).port)
    const before = memoryOf(pid)
    const head = [`${request} HTTP/1.1`, ...(who ? [`authorization: Bearer ${key.trim()}`] : [])]
    const sockets = Array.from({ length: connections }, () => unfinished(port, head))
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()))
    let most = 0
    for (const until = Date.now() + heldMilliseconds; Date.now() < until; await delay(200)) most = Math.max(most, memoryOf(pid))
    process.stdout.write(`${request} ${who}: +${((most - before) / 1e6).toFixed(0)} MB\n`)
    expect((await fetch(`${footfall.url}/health`)).status).toBe(200)
    expect(most - before).toBeLessThan(300e6)
  },
)
