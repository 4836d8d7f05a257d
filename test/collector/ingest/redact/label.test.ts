import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelHost, labelPath } from '../../../../collector/ingest/redact/label.ts'
import { looksPrivate } from '../../../../collector/ingest/redact/looks-private.ts'
import { ordinary, shapes } from '../label.corpus.ts'
import { checkShape } from '../label.fuzz.ts'

describe('a path keeps what is a page and loses what could be a person', () => {
  it.each([
    ['/', '/'],
    ['//', '//'],
    ['/parks/', '/parks/'],
    ['/parks//lincoln/../x', '/parks//lincoln/../x'],
    ['/2026/11/24/snow', '/2026/11/24/snow'],
    ['/minutes/2026-11-24', '/minutes/2026-11-24'],
    ['/minutes/20261124', '/minutes/20261124'],
    ['/minutes/20261324', '/minutes/*'],
    ['/minutes/20260230', '/minutes/*'],
    ['/minutes/report-20261124.pdf', '/minutes/report-20261124.pdf'],
    ['/budget/2026-2027', '/budget/2026-2027'],
    ['/budget/2026-27', '/budget/2026-27'],
    ['/users/anna@example.org/edit', '/users/*/edit'],
    ['/users/anna%40example.org', '/users/*'],
    ['/users/anna%2540example.org', '/users/*'],
    ['/users/anna%252540example.org', '/users/*'],
    ['/@anna', '/*'],
    ['/~anna/photos', '/*/photos'],
    ['/%7Eanna', '/*'],
    ['/@', '/@'],
    ['/users/anna', '/users/*'],
    ['/users', '/users'],
    ['/users/', '/users/'],
    ['/Users//anna/edit', '/Users//*/edit'],
    ['/%75sers/anna', '/%75sers/*'],
    ['/user/login', '/user/*'],
    ['/u/anna', '/u/*'],
    ['/profile/%D0%90%D0%BD%D0%BD%D0%B0', '/profile/*'],
    ['/user/user/anna', '/user/*/*'],
    ['/superusers/anna', '/superusers/anna'],
    ['/authors/anna', '/authors/anna'],
    ['/a/YW5uYQ%3D%3D', '/a/*'],
    ['/a/YW5uYSBl', '/a/YW5uYSBl'],
    ['/a/YW5uYSBleGE=', '/a/*'],
    ['/nino/AB%2012%2034%2056%20C', '/nino/*'],
    ['/p/19811228-9874', '/p/*'],
    ['/p/2026-11-24-0930', '/p/2026-11-24-0930'],
    ['/call/312%E2%80%93555%E2%80%930142', '/call/*'],
    ['/call/%D9%A3%D9%A1%D9%A2%D9%A5%D9%A5', '/call/*'],
    ['/call/312%25C2%25A0555%25C2%25A00142', '/call/*'],
    ['/%D0%90%D0%BD%D0%BD%D0%B0', '/%D0%90%D0%BD%D0%BD%D0%B0'],
    ['/@anna@social.example', '/*'],
    ['/o/3F2504E0-4F89-11D3-9A0C-0305E82C3301', '/o/*'],
    ['/o/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', '/o/*'],
    ['/reset/7f3e9a2b1c4d', '/reset/*'],
    ['/order/48213', '/order/*'],
    ['/order/%34%38%32%31%33', '/order/*'],
    ['/order/4821', '/order/4821'],
    ['/call/312-555-0142', '/call/*'],
    ['/call/+1%20(312)%20555%200142', '/call/*'],
    ['/host/83.149.9.216', '/host/*'],
    ['/host/2001:db8::1', '/host/*'],
    ['/api/std::vector', '/api/std::vector'],
    ['/files/logstash/logstash-1.3.2-monolithic.jar', '/files/logstash/logstash-1.3.2-monolithic.jar'],
    ['/fonts/xjAJXh38I15wypJXxuGMBp0EAVxt0G0biEntp43Qt6E.ttf', '/fonts/*'],
    ['/v/dQw4w9WgXcQ', '/v/*'],
    ['/login/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x', '/login/*'],
    ['/projects/xdotool/xdotool.xhtml;jsessionid=5AC6268DD8D4D5D1FDF5D41E9F2FD960', '/projects/xdotool/*'],
    ['/wiki/RecentChangesCamp', '/wiki/RecentChangesCamp'],
    ['/blog/10-Best-WP-SEO-Tips-of-2026', '/blog/10-Best-WP-SEO-Tips-of-2026'],
    ['/images/ahhh___rage_face_by_samusmmx-d5g5zap.png', '/images/ahhh___rage_face_by_samusmmx-d5g5zap.png'],
    ['/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82', '/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82'],
    ['/привет/мир', '/привет/мир'],
    ['/a%20123', '/a%20123'],
    ['/%D0%90123', '/%D0%90123'],
    ['/report%2020261124', '/report%2020261124'],
    ['/a%2012345', '/*'],
    ['/@@a', '/*'],
    ['/a%00b', '/*'],
    ['/a%0Ab', '/*'],
    ['/100%25', '/100%25'],
    ['/%', '/%'],
    ['/%zz%4', '/%zz%4'],
    [`/${'a'.repeat(39)}`, `/${'a'.repeat(39)}`],
    [`/${'a'.repeat(40)}`, '/*'],
  ])('%s → %s', (path, labelled) => {
    expect(labelPath(path)).toBe(labelled)
  })
})

describe('docs/labels.md', () => {
  const rows = readFileSync(new URL('../../../../docs/labels.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
  const examples = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')

  it('has a row for each rule', () =>
    expect(rows.map(([number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]))
  it.each(rows.flatMap(([, , yes]) => examples(yes)))('calls %s private, and so does the code', (text) => {
    expect(looksPrivate(text)).toBe(true)
  })
  it.each(rows.flatMap(([, , , no]) => examples(no)))('does not call %s private, nor does the code', (text) => {
    expect(looksPrivate(text)).toBe(false)
  })
})

describe('the corpus', () => {
  it.each(shapes)('$kind is $fate, wherever it stands', (shape) => checkShape(shape, { numRuns: 300, seed: 7 }))
  it.each(ordinary)('%s stays as it is', (path) => expect(labelPath(path)).toBe(path))
  it('is what docs/labels.md says is folded, and cannot be', () => {
    const page = readFileSync(new URL('../../../../docs/labels.md', import.meta.url), 'utf8')
    const told = [...page.matchAll(/^\| (.+?) \| (folded|seen) \|/gm)].map(([, kind, fate]) => `${kind}: ${fate}`)
    expect(told).toEqual(shapes.map(({ kind, fate }) => `${kind}: ${fate}`))
  })
})

describe('for any path', () => {
  const segment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[A-Za-z0-9%._@~:+() -]{0,40}$/),
    fc.uuid(),
    fc.emailAddress(),
    fc.base64String(),
    fc.ipV4(),
    fc.ipV6(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  )
  const path = fc.array(segment, { maxLength: 8 }).map((segments) => `/${segments.join('/')}`)
  const runs = { numRuns: 2_000, seed: 3 }

  it('labelling twice is labelling once, never longer, and every segment is its own or a star', () => {
    fc.assert(
      fc.property(path, (text) => {
        const labelled = labelPath(text)
        expect(labelPath(labelled)).toBe(labelled)
        expect(labelled.length).toBeLessThanOrEqual(text.length)
        const before = text.split('/')
        const after = labelled.split('/')
        expect(after.length).toBe(before.length)
        for (const [index, part] of after.entries()) expect(part === '*' || part === before[index]).toBe(true)
      }),
      runs,
    )
  })

  it('no control character comes out', () => {
    fc.assert(
      fc.property(path, (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(labelPath(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      }),
      runs,
    )
  })

  const encode = (text: string) => [...text].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
  const secret = fc.oneof(
    fc.emailAddress().filter((text) => !text.includes('/')),
    fc.uuid(),
    fc.stringMatching(/^[0-9]{5,20}$/).filter((text) => text.length !== 8),
    fc.stringMatching(/^[0-9a-f]{16,64}$/).filter((text) => /[0-9]/.test(text)),
    fc.ipV4(),
  )
  const around = fc.stringMatching(/^[a-z]{0,8}[._-]?$/)

  it('an e-mail, UUID, long number, long hex or address does not come out, however it is wrapped or encoded', () => {
    fc.assert(
      fc.property(secret, around, fc.nat(3), (text, before, times) => {
        let wrapped = before + text
        for (let each = 0; each < times && wrapped.length < 2_000; each++) wrapped = encode(wrapped)
        expect(labelPath(`/a/${wrapped}/b`)).toBe('/a/*/b')
      }),
      runs,
    )
  })

  it('a text is judged as its percent-encoded form is, so the quick ways out leave out nothing', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[ -$&-.0-~]{0,45}$/),
      fc.stringMatching(/^[a-f0-9:.-]{0,45}$/),
      fc.stringMatching(/^[a-z-]{30,50}$/),
    )
    fc.assert(
      fc.property(text, (plain) => {
        expect(looksPrivate(plain)).toBe(looksPrivate(encode(plain)))
      }),
      { ...runs, numRuns: 10_000 },
    )
  })

  it('random tokens of 22 characters go, bar a few in a hundred; pairs of words stay', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const character = fc.integer({ min: 0, max: 63 }).map((index) => alphabet[index])
    const tokens = fc.sample(fc.array(character, { minLength: 22, maxLength: 22 }), { numRuns: 2_000, seed: 3 })
    const missed = tokens.filter((token) => !looksPrivate(token.join('')))
    expect(missed.length / tokens.length).toBeLessThan(0.03)
    const words = fc.stringMatching(/^[a-z]{1,12}$/)
    fc.assert(
      fc.property(words, words, (one, other) => {
        expect(labelPath(`/${one}-${other}.html`)).toBe(`/${one}-${other}.html`)
      }),
      runs,
    )
  })
})

describe('a host that is not the site’s', () => {
  it.each([
    ['evil.example', 'evil.example'],
    ['www.city-of-example.com', 'www.city-of-example.com'],
    ['7f3e9a2b1c4d.evil.example', '*.evil.example'],
    ['xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['xn--anna48213-kva.example', '*.example'],
    ['xn--.example', 'xn--.example'],
    ['ec2-54-123-45-67.compute.example', '*.compute.example'],
  ])('%s is counted as %s', (host, name) => {
    expect(labelHost(host)).toBe(name)
  })
})
