/** What a browser gets over the wire: the tag and the dashboard by brotli, the same bytes once they are unpacked. */
import { get, type IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import { ensureBuilt } from '../kit/build.ts'
import { footfallOfTest } from '../kit/footfall.ts'
import { temporaryFolder } from '../kit/temporary.ts'

beforeAll(() => ensureBuilt())

interface Got {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: Buffer
}

// As it came: fetch would unpack it.
function ask(url: string, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      buffer(response).then((body) => resolve({ status: response.statusCode, headers: response.headers, body }), reject)
    }).on('error', reject)
  })
}

it('a browser gets the tag and the dashboard by brotli, others by gzip or as they are, and 304 for what they have', async () => {
  const footfall = await footfallOfTest({
    env: { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: 'example.org', FOOTFALL_CLICKHOUSE_URL: 'http://127.0.0.1:1' },
    healthy: false,
  })
  const page = (await ask(`${footfall.url}/`)).body.toString()
  const assets = [...page.matchAll(/"\.(\/assets\/[^"]+)"/g)].map(([, path]) => path as string)
  const core = (await ask(`${footfall.url}/footfall.js?site=example.org`)).body.toString()
  const bundles = [...core.matchAll(/(?:banner|vitals)-\w+\.js/g)].map(([name]) => `/${name}`)
  expect([assets.length, bundles.length]).toEqual([2, 2])
  for (const path of ['/footfall.js?site=example.org', ...bundles, ...assets]) {
    const url = footfall.url + path
    const [plain, gzip, br] = await Promise.all([
      ask(url),
      ask(url, { 'accept-encoding': 'gzip' }),
      ask(url, { 'accept-encoding': 'gzip, br' }),
    ])
    expect([plain, gzip, br].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br'])
    expect(gunzipSync(gzip.body).equals(plain.body), path).toBe(true)
    expect(brotliDecompressSync(br.body).equals(plain.body), path).toBe(true)
    expect(br.body.length, path).toBeLessThan(gzip.body.length)
    for (const { headers } of [plain, gzip, br]) expect(headers.vary?.toLowerCase()).toBe('accept-encoding')
    expect(await ask(url, { 'accept-encoding': 'br', 'if-none-match': String(br.headers.etag) })).toMatchObject({ status: 304 })
  }
})
