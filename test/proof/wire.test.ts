/** What no browser writes, on the wire of a real collector: it goes on, answers others, gives no file away and leads nowhere. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addDays, localTime } from '../../contract/day.ts'
import { askerOf, commandOf } from '../kit/homes.ts'
import { prototypeNames } from '../kit/hostile-values.ts'
import { answerTo, headOf, postOf, site, statusesIn } from '../kit/raw.ts'
import { rawHomeOfFile } from '../kit/raw-home.ts'

const opened = rawHomeOfFile()

/** A request whose end can be read in two ways, and behind it one that a reader of the other way would take up. */
const ambiguous: Record<string, string[]> = {
  'a length and chunks': ['content-length: 5', 'transfer-encoding: chunked'],
  'chunks and a length': ['transfer-encoding: chunked', 'content-length: 5'],
  'two lengths': ['content-length: 0', 'content-length: 5'],
  'two lengths in one': ['content-length: 0, 5'],
  'a signed length': ['content-length: +5'],
  'a negative length': ['content-length: -5'],
  'a length in hex': ['content-length: 0x5'],
  'a length that is none': ['content-length: five'],
  'a length past all numbers': ['content-length: 99999999999999999999999'],
  'a blank within the length': ['content-length: 1 0'],
  'chunks that are not last': ['transfer-encoding: chunked, identity'],
  'an encoding nobody knows': ['transfer-encoding: xchunked'],
  'chunks after a comma': ['transfer-encoding: , chunked'],
  'a blank before the colon': ['content-length : 5'],
  'a blank before the colon of chunks': ['transfer-encoding : chunked'],
  'a folded line': ['x: a\r\n b', 'content-length: 5'],
  'a bare line feed': ['x: a\ncontent-length: 5'],
  'a bare return': ['x: a\rcontent-length: 5'],
  'a NUL in a header': ['x: a\0b'],
  'a NUL in a name': ['x\0y: a'],
}
const chunks: Record<string, string> = {
  'a size that is none': 'x\r\n',
  'a signed size': '+5\r\nhello\r\n0\r\n\r\n',
  'a size in 0x': '0x5\r\nhello\r\n0\r\n\r\n',
  'a size past all numbers': 'fffffffffffffffff\r\n',
  'a chunk longer than its size': '2\r\nhello\r\n0\r\n\r\n',
  'a chunk without its end': '5\r\nhelloX\r\n0\r\n\r\n',
  'a bare line feed after the size': '5\nhello\r\n0\r\n\r\n',
}

describe('a request that can be read in two ways', () => {
  it.each(Object.entries(ambiguous))('with %s is refused, and nothing behind it is taken', async (_, headers) => {
    expect(
      statusesIn(await answerTo(opened().port, `${headOf('POST /e HTTP/1.1', ...headers)}\r\n${postOf('/smuggled', 'connection: close')}`)),
    ).toEqual([400])
  })
  it.each(Object.entries(chunks))('in chunks with %s is refused, and nothing behind it is taken', async (_, body) => {
    const bytes = `${headOf('POST /e HTTP/1.1', 'transfer-encoding: chunked')}\r\n${body}${postOf('/smuggled', 'connection: close')}`
    expect(statusesIn(await answerTo(opened().port, bytes))).toEqual([400])
  })

  it('nothing of it is counted', async () => {
    expect((await commandOf(opened().home, { command: 'audit' })).code).toBe(0)
    const { day } = localTime('UTC', Date.now())
    const answer = await (await askerOf(opened().home, [site]))({ site, from: addDays(day, -1), to: day, measures: ['views'] })
    expect(answer).toMatchObject({ totals: { views: 0 } })
  })
})

const lines: Record<string, string> = {
  'version 9.9': 'GET / HTTP/9.9',
  'the preface of HTTP/2': 'PRI * HTTP/2.0',
  'a method in small letters': 'get / HTTP/1.1',
  'a method nobody knows': 'FOO / HTTP/1.1',
  'a tab': 'GET\t/ HTTP/1.1',
  'a NUL in the target': 'GET /\0 HTTP/1.1',
  'no target': 'GET HTTP/1.1',
  'a target of 17 kB': `GET /${'a'.repeat(17_000)} HTTP/1.1`,
  'another host in the target': 'GET http://other.example/ HTTP/1.1',
  'a target that is none': 'GET nowhere HTTP/1.1',
  'the star': 'OPTIONS * HTTP/1.1',
  CONNECT: 'CONNECT other.example:443 HTTP/1.1',
  'a garbage of bytes': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
}
const sloppy: Record<string, string> = {
  'no version': 'GET /health',
  'version 0.9': 'GET /health HTTP/0.9',
  'version 2': 'GET /health HTTP/2.0',
  'two blanks': 'GET  /health HTTP/1.1',
}
const refusing = [400, 404, 405, 414, 431, 501, 505]

describe('a request line', () => {
  it.each(Object.entries(lines))('with %s is refused', async (_, line) => {
    for (const status of statusesIn(await answerTo(opened().port, `${headOf(line, 'connection: close')}\r\n`)))
      expect(refusing).toContain(status)
  })
  it.each(Object.entries(sloppy))('with %s is answered as any other', async (_, line) => {
    expect(statusesIn(await answerTo(opened().port, `${headOf(line, 'connection: close')}\r\n`))).toEqual([200])
  })

  it.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'MKCOL', 'LOCK', 'M-SEARCH', 'SOURCE', 'QUERY'])(
    '%s does nothing anywhere',
    async (method) => {
      for (const path of ['/', '/e', '/health', '/footfall.js', '/api/sites/example.org', '/demo/', '/openapi.json']) {
        const answer = await answerTo(opened().port, `${headOf(`${method} ${path} HTTP/1.1`, 'x-mine: needle', 'connection: close')}\r\n`)
        expect([400, 401, 403, 404, 405], `${method} ${path}`).toContain(statusesIn(answer)[0])
        expect(answer).not.toContain('needle')
      }
    },
  )
})

const heads: Record<string, string[]> = {
  'two thousand headers': Array.from({ length: 2_000 }, (_, index) => `x${index}: a`),
  'a header of 20 kB': [`x: ${'a'.repeat(20_000)}`],
  'a name of 20 kB': [`${'x'.repeat(20_000)}: a`],
  'cookies of 20 kB': [`cookie: ${'a=b; '.repeat(4_000)}`],
}
const harmless: Record<string, string[]> = {
  'an upgrade': ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='],
  'an upgrade to HTTP/2': ['connection: upgrade, http2-settings', 'upgrade: h2c', 'http2-settings: AAMAAABkAAQAAP__'],
  'an expectation': ['expect: 200-ok'],
  'ranges by the thousand': [`range: bytes=${Array.from({ length: 1_000 }, (_, index) => `${index}-`).join()}`],
  'encodings by the thousand': [`accept-encoding: ${'br;q=0.5, '.repeat(1_000)}`],
  'languages by the thousand': [`accept-language: ${'en;q=0.5, '.repeat(1_000)}`],
  'names of every object': prototypeNames.filter((name) => /^\w+$/.test(name)).map((name) => `${name}: ${name}`),
}

describe('a head', () => {
  it.each(Object.entries(heads))('with %s is refused', async (_, headers) => {
    expect([400, 431]).toContain(
      statusesIn(await answerTo(opened().port, `${headOf('GET /health HTTP/1.1', ...headers, 'connection: close')}\r\n`))[0],
    )
  })
  it.each(Object.entries(harmless))('with %s is answered as any other', async (_, headers) => {
    expect([200, 417]).toContain(
      statusesIn(await answerTo(opened().port, `${headOf('GET /health HTTP/1.1', ...headers, 'connection: close')}\r\n`))[0],
    )
  })
})

const up = ['..', '%2e%2e', '.%2e', '%252e%252e', '%c0%ae%c0%ae', '..;', '%2e%2e%00']
const between = ['/', '%2f', '\\', '%5c', '//', '/./', '%252f']
const climbing = up.flatMap((dots) =>
  between.map((slash) => `${slash === '//' ? '/' : ''}${Array.from({ length: 8 }, () => dots).join(slash)}${slash}`),
)
const files = ['package.json', 'etc/passwd', 'data/settings.sqlite', 'collector/node/main.ts']
const targets = [
  ...['/', '/assets/', '/demo/', '/api/', '/demo'].flatMap((start) =>
    climbing.flatMap((way) => files.map((file) => `${start}${way}${file}`)),
  ),
  ...files.flatMap((file) => [`/${file}`, `//${file}`, `/.${file}`, `/assets/${file}`, `/demo/${file}`, `/file:///${file}`]),
  ...[
    '//other.example',
    '//other.example/..',
    '/\\other.example',
    '/%5cother.example',
    '///other.example/%2e%2e',
    '/%09/other.example',
    '/.//other.example',
  ],
  ...prototypeNames.flatMap((name) => [`/${name}`, `/assets/${name}`, `/demo/${name}`, `/api/sites/${name}`, `/footfall.js?site=${name}`]),
  ...['/%', '/%zz', '/%c3%28', '/%00', '/%ff', '/footfall.js?site=%zz', '/sign-in?key=%00', '/api/sites/%zz', '/?%'],
]

it(`${targets.length} targets that climb, lead away or name what every object has give no file away and lead nowhere`, {
  timeout: 120_000,
}, async () => {
  const secret = [
    readFileSync(new URL('../../package.json', import.meta.url), 'latin1').slice(0, 60),
    'root:x:',
    'SQLite format',
    'openHome',
  ]
  for (const target of targets) {
    const answer = await answerTo(opened().port, `${headOf(`GET ${target} HTTP/1.1`, 'connection: close')}\r\n`)
    const [status = 0] = statusesIn(answer)
    expect([200, 302, 303, 307, 308, 400, 401, 403, 404], target).toContain(status)
    for (const text of secret) expect(answer, target).not.toContain(text)
    const [, location] = /^location: *([^\r]*)/im.exec(answer) ?? []
    if (location !== undefined) expect(new URL(location, opened().home.url()).host, target).toBe(new URL(opened().home.url()).host)
  }
})
