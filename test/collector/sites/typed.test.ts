/** Hosts as people type them, and the hosts of a site of which only the domain is known. */
import { describe, expect, it } from 'vitest'
import { defaultHosts, hostTyped, isSuffix, shownHost, withoutWww } from '../../../collector/sites/typed.ts'

describe('what is typed', () => {
  it.each([
    ['shop.test', 'shop.test'],
    ['https://shop.test/', 'shop.test'],
    ['HTTP://Shop.Test', 'shop.test'],
    ['shop.test/', 'shop.test'],
    ['SHOP.test.', 'shop.test'],
    [' shop.test ', 'shop.test'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['192.168.0.1', '192.168.0.1'],
    ['[::1]', '[::1]'],
    ['::1', '[::1]'],
    ['2001:DB8::1', '[2001:db8::1]'],
    ['localhost', 'localhost'],
    ['townapp', 'townapp'],
    ['a_b.example', 'a_b.example'],
  ])('%s is the host %s', (text, host) => expect(hostTyped(text)).toEqual({ host }))

  it.each([
    ['https://shop.test/en', 'shop.test'],
    ['shop.test:8080', 'shop.test'],
    ['shop.test?x=1', 'shop.test'],
    ['anna@shop.test', 'shop.test'],
    ['bücher.example/a', 'bücher.example'],
  ])('%s is more: write %s', (text, host) =>
    expect(hostTyped(text)).toEqual({ wrong: `${text} is more than the name of a host: write ${host}` }),
  )

  it.each(['', 'a b', '*.shop.test', '1', '0x7f.1', 'shop..test', 'shöp_ .test', `${'a'.repeat(64)}.test`, 'x'.repeat(1_000)])(
    '%j is no host, and told so in one short line',
    (text) => {
      const typed = hostTyped(text)
      expect(typed).toEqual({ wrong: expect.stringMatching(/is not the name of a host: write it .* such as example\.org$/) })
      expect(JSON.stringify(typed).length).toBeLessThan(250)
    },
  )
})

describe('a site of which only the domain is known', () => {
  it.each(['example.org', 'shop.example.org', 'example.co.uk', 'bialystok.pl', 'xn--bcher-kva.example'])('%s has its www. too', (domain) =>
    expect(defaultHosts(domain)).toEqual([domain, `www.${domain}`]),
  )
  it.each(['192.168.0.1', '[::1]', 'localhost', 'demo.localhost', 'intranet', 'foo.netlify.app', 'me.github.io', 'www.example.org'])(
    '%s has no www.',
    (domain) => expect(defaultHosts(domain)).toEqual([domain]),
  )
  it.each([
    ['www.example.org', 'example.org'],
    ['www.bialystok.pl', 'bialystok.pl'],
    ['www.org', 'www.org'],
    ['wwwexample.org', 'wwwexample.org'],
    ['example.org', 'example.org'],
  ])('%s belongs to the site %s', (host, domain) => expect(withoutWww(host)).toBe(domain))
  it.each([
    ['bialystok.pl', true],
    ['co.uk', true],
    ['netlify.app', true],
    ['foo.netlify.app', false],
    ['example.org', false],
    ['intranet', false],
    ['192.168.0.1', false],
  ])('%s is a public suffix: %s', (domain, suffix) => expect(isSuffix(domain)).toBe(suffix))
})

it('shows a name as people read it, with the one that is sent beside it', () => {
  expect(shownHost('xn--bcher-kva.example')).toBe('bücher.example (xn--bcher-kva.example)')
  expect(shownHost('example.org')).toBe('example.org')
})
