/** Host names as people read them. */
import { expect, it } from 'vitest'
import { readableHost } from '../../contract/host.ts'

it.each([
  ['example.org', 'example.org'],
  ['www.xn--bcher-kva.example', 'www.bücher.example'],
  ['xn--fiqs8s', '中国'],
  ['xn--fa-hia.de', 'faß.de'],
  ['xn--80ak6aa92e.com', 'аррӏе.com'],
  ['*.xn--p1ai', '*.рф'],
])('%s reads %s', (host, read) => expect(readableHost(host)).toBe(read))

it.each([
  ['no punycode', 'xn--zzzzzzz99999.example'],
  ['what is unseen', 'xn--a.example'],
  ['a mark that turns the direction', 'xn--ab-j1t.example'],
  ['another spelling of a name', 'xn--example-.org'],
  ['a picture', 'xn--i-7iq.ws'],
])('%s stays in ASCII: %s', (_what, host) => expect(readableHost(host)).toBe(host))
