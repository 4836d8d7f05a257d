/** The control key goes to the address that was named, and to nothing else on the same host. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { command } from '../kit/footfall.ts'
import { controlKey } from '../kit/homes.ts'

let server: Server
afterEach(() => new Promise((resolve) => server.close(resolve)))

/** A host where Footfall is below `/stats`, and something else everywhere else; what came to it, with the key or without. */
async function hostOf(answer: (path: string) => { status: number; location?: string }): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = []
  server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url} ${request.headers.authorization?.includes(controlKey) ? 'with the key' : 'without'}`)
    const { status, location } = answer(request.url ?? '')
    response.writeHead(status, location ? { location } : {}).end(JSON.stringify({ code: 0, out: ['carried out'] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

it.each(['/stats', '/stats/'])('of a collector below a path (%s) it is sent there, and the root hears nothing', async (path) => {
  const { url, heard } = await hostOf(() => ({ status: 200 }))
  const done = await command({ FOOTFALL_REMOTE: url + path, FOOTFALL_CONTROL_KEY: controlKey }, 'site', 'list')
  expect(done).toEqual({ code: 0, out: 'carried out\n', error: '' })
  expect(heard).toEqual(['POST /stats/api/command with the key'])
})

it('is not taken along where the address leads elsewhere', async () => {
  const { url, heard } = await hostOf((path) => (path.startsWith('/stats/') ? { status: 307, location: '/elsewhere' } : { status: 200 }))
  const done = await command({ FOOTFALL_REMOTE: `${url}/stats`, FOOTFALL_CONTROL_KEY: controlKey }, 'site', 'list')
  expect(done).toMatchObject({ code: 1, out: '', error: expect.stringContaining('/stats answered 307') })
  expect(heard).toEqual(['POST /stats/api/command with the key'])
})
