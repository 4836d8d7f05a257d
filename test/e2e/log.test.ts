/** Nobody outside makes the log grow: what is malformed or cut off is the sender's, and repeats are told once. */
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { type Footfall, footfallOfTest, signIn } from '../kit/footfall.ts'
import { controlKey as key } from '../kit/homes.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

async function started(): Promise<Footfall> {
  const footfall = await footfallOfTest({
    env: { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: 'example.org', FOOTFALL_CONTROL_KEY: key },
  })
  await eventually('it is ready', () => footfall.output().includes('Ready after'))
  return footfall
}

const routes = [
  ['POST', '/e'],
  ['POST', '/api/query'],
  ['POST', '/api/command'],
  ['PATCH', '/api/sites/example.org'],
  ['POST', '/api/sites/example.org/paths/preview'],
  ['DELETE', '/api/sites/example.org'],
  ['POST', '/sign-in'],
  ['POST', '/health'],
  ['POST', '/'],
  // The last: it is carried out.
  ['POST', '/sign-out'],
] as const
const bodies = {
  chunked: 'transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
  'with a length': 'content-length: 100\r\n\r\nhello',
  'of a form': 'content-type: multipart/form-data; boundary=x\r\ncontent-length: 100\r\n\r\n--x\r\n',
}

/** Begins a request and cuts it off once the collector has it; `who` are headers that let somebody in. */
function cutOff(port: number, [method, path]: (typeof routes)[number], { who, body }: { who: string; body: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      // The second request is answered only once the first has been taken up: on a connection of its own, after it.
      socket.write(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${who}${body}`, () => {
        fetch(`http://127.0.0.1:${port}/health`).then(() => {
          socket.destroy()
          resolve()
        }, reject)
      })
    })
    socket.on('error', () => {})
  })
}

it('by bodies that are cut off, on no route, by nobody: neither a stranger nor who is let in', async () => {
  const footfall = await started()
  const { cookie } = await signIn(footfall)
  const port = Number(new URL(footfall.url).port)
  const before = footfall.output()
  const asOwner = async () => (await fetch(`${footfall.url}/api/sites`, { headers: { cookie } })).status
  expect(await asOwner()).toBe(200)
  for (const route of routes)
    for (const who of ['', `authorization: Bearer ${key}\r\n`, `cookie: ${cookie}\r\n`])
      for (const body of Object.values(bodies)) await cutOff(port, route, { who, body })
  expect(await asOwner()).toBe(401)
  expect(await footfall.stop()).toBe(0)
  expect(footfall.output()).toBe(before)
})

it('by forms that are none: 400, and not a line', async () => {
  const footfall = await started()
  const before = footfall.output()
  for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data', 'multipart/form-data; boundary=']) {
    const answer = await fetch(`${footfall.url}/sign-in`, { method: 'POST', headers: { 'content-type': type }, body: 'x' })
    expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'malformed'])
  }
  expect(await footfall.stop()).toBe(0)
  expect(footfall.output()).toBe(before)
})
