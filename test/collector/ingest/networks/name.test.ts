import { describe, expect, test } from 'vitest'
import { domainOf } from '../../../../collector/ingest/enrich/public-suffix.ts'
import { networkName, registries } from '../../../../collector/ingest/networks/name.ts'

describe('the name of a network', () => {
  test.each<[primary: string, hostmaster: string, name: string | null, why: string]>([
    ['dns101.comcast.net', 'domregtech.comcast.net', 'comcast.net', 'of the primary name server'],
    ['NS1.Cps.EDU.', 'hostmaster.elsewhere.org', 'cps.edu', 'in lower case, without the last dot'],
    ['ns.bbc.co.uk', 'hostmaster.bbc.co.uk', 'bbc.co.uk', 'below a public suffix of two labels'],
    ['ns.anna.github.io', 'x.y.org', 'github.io', 'not below a private suffix'],
    ['localhost', 'root.example.org', 'example.org', 'of the hostmaster where the server has no domain'],
    ['.', 'jane\\.doe.example.org', 'example.org', 'a dot in the mailbox is no label'],
    ['dc1.corp.local', 'hostmaster.example.org', 'example.org', 'of the hostmaster where the domain is private'],
    ['192.0.2.1', 'noc.example.org', 'example.org', 'an address is no name'],
    ['<script>.example.com', 'noc.example.org', 'example.org', 'what is no host name is not taken'],
    ['http://ns.example.com/x', 'noc@example.net', null, 'neither is a web address or a mail address'],
    ['z.arin.net', 'dns-ops.arin.net', null, 'a registry'],
    ['pri.authdns.ripe.net', 'dns.ripe.net', null, 'a registry'],
    ['ns3.lacnic.net', 'hostmaster.example.org', null, 'a registry, whoever is responsible'],
    ['b.in-addr-servers.arpa', 'nstld.iana.org', null, 'a server of the tree'],
    ['2.0.192.in-addr.arpa', 'x.y.z.ip6.arpa', null, 'the tree itself'],
    ['a.root-servers.net', 'nstld.verisign-grs.com', null, 'the root'],
    ['.', '.', null, 'the root'],
    ['', '', null, 'nothing'],
    ['org', 'org', null, 'only a suffix'],
    ['router.lan', 'root.router.lan', null, 'a private name'],
  ])('%s, %s: %s (%s)', (primary, hostmaster, name) => {
    expect(networkName({ primary, hostmaster })).toBe(name)
  })

  test.each([...registries])('%s is listed by its registrable domain', (name) => {
    expect(domainOf(name).name).toBe(name)
    expect(networkName({ primary: `ns1.${name}`, hostmaster: '' })).toBeNull()
  })
})
