/** Long texts by brotli, gzip or as they are: whoever asks gets what they accept, the same text, made once. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { brotli } from '../../../collector/node/http/brotli.ts'
import { core, testApp } from '../../kit/app.ts'

const file = (body: string, type: string) => ({ body, type, etag: `"${body.length}"`, cache: 'no-cache' })
const files = new Map([
  ['/', file(`<h1>${'long '.repeat(400)}</h1>`, 'text/html; charset=utf-8')],
  ['/short.css', file('body{}', 'text/css; charset=utf-8')],
  ['/image.png', file('p'.repeat(2_000), 'image/png')],
])
const tag = { core: `${core}${'/* the same again */'.repeat(100)}`, banner: 'b.js', vitals: 'v.js' }
const pages = { page: (path: string) => files.get(path), bundle: async () => undefined, tag: { ...tag, opted: tag.core }, built: true }
const long = ['/', '/footfall.js?site=example.org']

async function counting() {
  let compressed = 0
  const counted: typeof brotli = (bytes) => {
    compressed++
    return brotli(bytes)
  }
  const { app } = await testApp({ pages, brotli: counted })
  const ask = (path: string, accepted: string | null, more: Record<string, string> = {}) =>
    app.request(path, { headers: { ...(accepted === null ? {} : { 'accept-encoding': accepted }), ...more } })
  return { app, ask, compressed: () => compressed }
}

const varies = ({ headers }: Response) => headers.get('vary')?.toLowerCase()

describe('a long text', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5, gzip;q=0.5', 'br'],
    ['BR', 'br'],
    ['*', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.2, gzip;q=0.9', 'gzip'],
    ['br;q=0', null],
    ['identity', null],
    [null, null],
  ])('is sent to whoever accepts %j as %s, and is the same text', async (accepted, encoding) => {
    const { ask } = await counting()
    for (const path of long) {
      const whole = await (await ask(path, null)).text()
      const answer = await ask(path, accepted)
      expect([answer.status, answer.headers.get('content-encoding'), varies(answer)]).toEqual([200, encoding, 'accept-encoding'])
      const bytes = Buffer.from(await answer.arrayBuffer())
      const decoded = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes
      expect(decoded.toString()).toBe(whole)
    }
  })

  it('is compressed by brotli once for all who come, also at once', async () => {
    const { ask, compressed } = await counting()
    await Promise.all([1, 2, 3].map(() => ask('/', 'br')))
    await ask('/', 'br')
    expect(compressed()).toBe(1)
    for (let time = 0; time < 3; time++) await ask('/footfall.js?site=example.org', 'br')
    expect(compressed()).toBe(2)
    await ask('/footfall.js?site=other.org', 'br')
    expect(compressed()).toBe(3)
  })

  it('has one ETag, weak where it is compressed, by which every encoding of it is known again', async () => {
    const { ask } = await counting()
    for (const path of long) {
      const tags = await Promise.all([null, 'gzip', 'br'].map(async (accepted) => (await ask(path, accepted)).headers.get('etag') ?? ''))
      expect(tags).toEqual([expect.stringMatching(/^"/), `W/${tags[0]}`, `W/${tags[0]}`])
      for (const known of tags) {
        const again = await ask(path, 'br', { 'if-none-match': known })
        expect([again.status, again.headers.get('content-encoding'), varies(again), await again.text()]).toEqual([
          304,
          null,
          'accept-encoding',
          '',
        ])
      }
      expect((await ask(path, 'br', { 'if-none-match': '"another"' })).status).toBe(200)
    }
  })

  it('answers HEAD with the headers of GET', async () => {
    const { app } = await counting()
    const { status, headers } = await app.request('/', { method: 'HEAD', headers: { 'accept-encoding': 'br' } })
    expect([status, headers.get('content-encoding'), headers.get('vary')]).toEqual([200, 'br', 'accept-encoding'])
  })

  it('is left to the platform where the home has no brotli', async () => {
    const { app } = await testApp({ pages })
    expect((await app.request('/', { headers: { 'accept-encoding': 'br' } })).headers.get('content-encoding')).toBeNull()
  })
})

it('what is short, or compressed by itself, is sent as it is', async () => {
  const { ask, compressed } = await counting()
  for (const path of ['/short.css', '/image.png']) {
    const answer = await ask(path, 'br')
    expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual([null, files.get(path)?.body])
  }
  expect(compressed()).toBe(0)
})
