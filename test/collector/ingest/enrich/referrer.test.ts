/** What a referring host, and a source that is one, counts as; and that nobody's visits are lost to the list of spam. */
import { describe, expect, it } from 'vitest'
import { domainOf } from '../../../../collector/ingest/enrich/public-suffix.ts'
import { services } from '../../../../collector/ingest/enrich/services.ts'
import { spammers } from '../../../../collector/ingest/enrich/spammers.ts'
import { hostPattern, type Site } from '../../../../contract/site.ts'
import { consentedView, intake, siteOf, view } from '../../../kit/ingest.ts'

/** Told as the referrer of a visit's first view, and as the source of a later one: the tag says the referring host there. */
async function counted(host: string, site: Partial<Site> = {}) {
  const { post, facts } = intake([siteOf(site)])
  const settings = { site: site.domain ?? 'example.org', host: site.hosts?.[0] ?? 'example.org' }
  await post(consentedView({ ...settings, referrer: host }))
  await post(view({ ...settings, consent: true, from: '/', visit: 2, source: host }))
  const [first, later] = facts as { referrer?: string; source?: string; external?: boolean }[]
  return { referrer: first?.referrer, external: first?.external, sources: [first?.source, later?.source] }
}

const asOutsider = (name: string) => ({ referrer: name, external: true, sources: [name, name] })

describe('a service under the domain of a search engine', () => {
  it.each([
    ['mail.google.com', 'mail.google.com'],
    ['gemini.google.com', 'gemini.google.com'],
    ['www.google.com', 'google.com'],
    ['images.google.com', 'google.com'],
    ['www.google.co.uk', 'google.co.uk'],
    ['outlook.live.com', 'outlook.live.com'],
    ['word-edit.officeapps.live.com', 'officeapps.live.com'],
    ['copilot.cloud.microsoft', 'copilot.cloud.microsoft'],
    ['excel.cloud.microsoft', 'cloud.microsoft'],
    ['eur02.safelinks.protection.outlook.com', 'outlook.com'],
    ['us.mg5.mail.yahoo.com', 'mail.yahoo.com'],
    ['uk.search.yahoo.com', 'yahoo.com'],
    ['m.blog.naver.com', 'blog.naver.com'],
    ['duck.ai', 'duck.ai'],
  ])('%s counts as %s', async (host, name) => expect(await counted(host)).toEqual(asOutsider(name)))

  it.each(['mail.google.com.evil.example', 'mail-google.com', 'xmail.google.com', 'mail.google.com.co'])(
    'is not imitated by %s',
    async (host) => expect((await counted(host)).referrer).not.toMatch(/^mail\.google\.com$/),
  )

  it.each(['contoso.sharepoint.com', 'anna.blogspot.com', 'firm.atlassian.net', 'anna.github.io', 'firm.myshopify.com'])(
    'never takes the name of a customer: %s',
    async (host) => expect((await counted(host)).referrer).toBe(host.split('.').slice(1).join('.')),
  )

  it.each([...services])('%s is listed as what it is: below a registrable domain, spelled as a browser does', (host) => {
    expect(host).toMatch(hostPattern)
    expect(host.endsWith(`.${domainOf(host).name}`)).toBe(true)
  })
})

describe('a host of the owner', () => {
  it.each(['example.org', 'www.example.org'])('%s that is listed is the site itself', async (host) =>
    expect(await counted(host)).toEqual({ referrer: 'example.org', external: false, sources: ['(direct)', 'example.org'] }),
  )
  it('that is not listed keeps its name, and is a source', async () =>
    expect(await counted('blog.example.org')).toEqual(asOutsider('blog.example.org')))
  it('that is not listed has no part that looks private', async () =>
    expect(await counted('7f3e9a2b1c4d.example.org')).toEqual(asOutsider('*.example.org')))
  it('above or beside the site keeps its name, too', async () => {
    const site = { domain: 'shop.example.org', hosts: ['shop.example.org'] }
    expect(await counted('example.org', site)).toEqual(asOutsider('example.org'))
    expect(await counted('blog.example.org', site)).toEqual(asOutsider('blog.example.org'))
    expect((await counted('shop.example.org', site)).referrer).toBe('shop.example.org')
  })
  it('is known under another of the site’s domains', async () =>
    expect(await counted('blog.example.net', { hosts: ['example.org', 'example.net'] })).toEqual(asOutsider('blog.example.net')))
  it('is not whoever has the same firm as a host', async () => {
    const site = { domain: 'town.github.io', hosts: ['town.github.io'] }
    expect(await counted('anna.github.io', site)).toEqual(asOutsider('github.io'))
    expect(await counted('a.town.github.io', site)).toEqual(asOutsider('a.town.github.io'))
  })
  it('is no source where visitors only return from it', async () =>
    expect(await counted('pay.example.org', { returnHosts: ['pay.example.org'] })).toMatchObject({
      referrer: 'pay.example.org',
      external: false,
    }))
})

describe('a local address', () => {
  it.each([
    'localhost',
    'app.localhost',
    'annas-laptop.local',
    'printer.office.lan',
    'wiki.corp.internal',
    'shop.test',
    'router.home.arpa',
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.10',
    '172.20.1.1',
    '169.254.1.1',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:a00:1]',
  ])('%s is no source', async (host) => expect(await counted(host)).toEqual(asOutsider('(direct)')))

  it.each(['localhost', 'annas-laptop.local', '192.168.0.10'])('%s that the site lists is the site itself', async (host) =>
    expect(await counted(host, { hosts: ['example.org', host] })).toMatchObject({ referrer: 'example.org', external: false }),
  )
  it.each(['83.149.9.216', '[2001:db8::1]', '2130706433', '0x7f.1'])('of somebody on the internet has no name: %s', async (host) =>
    expect((await counted(host)).referrer).toBe('(other)'),
  )
  it.each(['intranet', 'local', 'mylocal.org', 'test.org', 'locallan'])('is not %s', async (host) =>
    expect((await counted(host)).referrer).toBe(host),
  )
})

describe('a referrer on the list of spam', () => {
  const spammer = 'semalt.com'

  it.each(['notsemalt.com', 'semalt.com.example.net', 'semalt.community'])('is not one that looks alike: %s', async (host) =>
    expect((await counted(host)).referrer).toBe(domainOf(host).name),
  )
  it('is counted for its owner', async () => {
    const { post, refusals } = intake()
    await post(view({ referrer: spammer }))
    expect(refusals.flush()).toMatchObject([{ site: 'example.org', dimension: 'refused', value: 'spam', count: 1 }])
  })
  it('loses nobody who comes by a link with its name as a label: the visit counts, without that name', async () => {
    const { post, facts } = intake()
    const { status } = await post(consentedView({ referrer: 'news.org', source: spammer }))
    expect([status, facts]).toMatchObject([202, [{ referrer: 'news.org', source: '(other)' }]])
  })
  it('does not matter to a site of that name, nor to what its owner has beside it', async () => {
    const site = { domain: `a.${spammer}`, hosts: [`a.${spammer}`] }
    expect((await counted(`a.${spammer}`, site)).referrer).toBe(`a.${spammer}`)
    expect((await counted(spammer, site)).referrer).toBe(spammer)
  })
  it('does not matter where visitors return from it', async () =>
    expect((await counted(spammer, { returnHosts: [spammer] })).referrer).toBe(spammer))
  it('means a public suffix alone, not all who are below it', async () => {
    const suffix = 'kharkov.ua'
    expect(spammers).toContain(suffix)
    expect((await counted(`town.${suffix}`)).referrer).toBe(`town.${suffix}`)
  })
})

describe('the list of spam', () => {
  it('holds host names as browsers spell them, in order, each once', () => {
    const hosts = [...spammers]
    expect(hosts.length).toBeGreaterThan(2_000)
    expect(hosts.filter((host) => !hostPattern.test(host) || !host.includes('.'))).toEqual([])
    expect(hosts).toEqual([...hosts].sort())
  })
  it('holds no service that everybody uses, and nobody above one', () => {
    const shared = [...services].flatMap((host) => [host, domainOf(host).name as string])
    const others = [
      'facebook.com',
      't.co',
      'x.com',
      'linkedin.com',
      'reddit.com',
      'github.io',
      'blogspot.com',
      'wordpress.com',
      'duckduckgo.com',
    ]
    expect([...shared, ...others].filter((host) => spammers.has(host))).toEqual([])
  })
})
