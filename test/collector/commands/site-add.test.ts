/** `site add` and `site list`: what joins, what is taken back, what is said. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../collector/commands/command.ts'
import { runCommand } from '../../../collector/commands/commands.ts'
import { sampleSite } from '../../../collector/sample/site.ts'
import { createDemoSite, defaultSite } from '../../../collector/sites/start.ts'
import { testApp } from '../../kit/app.ts'

type Add = Extract<Command, { command: 'site add' }>

async function opened({ counted = false } = {}) {
  const { sites, commands } = await testApp()
  const deps = { ...commands, hasCounted: async () => counted }
  const add = (site: Add['site'], without?: Add['without']) => runCommand(deps, { command: 'site add', site, ...(without && { without }) })
  return { sites, add, list: async () => (await runCommand(deps, { command: 'site list' })).out }
}

const opted = {
  returnHosts: ['pay.example'],
  hashRoutes: true,
  queryPages: { key: 'page', values: ['home'] },
  replaceViews: true,
  framedViews: true,
  oneNetwork: true,
} as const

describe('site add', () => {
  it('keeps what was set before, and joins what is named to what is there', async () => {
    const { sites, add } = await opened()
    await add({ domain: 'shop.test', ...opted, campaigns: ['spring'], zone: 'Asia/Tokyo' })
    await add({
      domain: 'shop.test',
      hosts: ['m.shop.test'],
      returnHosts: ['https://ID.example/'],
      queryPages: { key: 'page', values: ['about'] },
    })
    expect(sites.get('shop.test')).toEqual({
      ...defaultSite('shop.test'),
      ...opted,
      hosts: ['shop.test', 'www.shop.test', 'm.shop.test'],
      campaigns: ['spring'],
      returnHosts: ['pay.example', 'id.example'],
      queryPages: { key: 'page', values: ['home', 'about'] },
      zone: 'Asia/Tokyo',
    })
    await add({ domain: 'shop.test', queryPages: { key: 'p', values: ['1'] } })
    expect(sites.get('shop.test')?.queryPages).toEqual({ key: 'p', values: ['1'] })
  })

  it('takes each setting back, and leaves nothing of it: the site then has the smaller tag', async () => {
    const { sites, add } = await opened()
    await add({ domain: 'shop.test', ...opted, hosts: ['m.shop.test'], campaigns: ['spring'] })
    await add(
      { domain: 'shop.test', hashRoutes: null, queryPages: null, replaceViews: null, framedViews: null, oneNetwork: null },
      { hosts: ['M.shop.test'], campaigns: ['spring'], returnHosts: ['pay.example'] },
    )
    expect(sites.get('shop.test')).toEqual(defaultSite('shop.test'))
    const last = await add({ domain: 'shop.test' }, { hosts: ['shop.test', 'www.shop.test'] })
    expect(last).toEqual({ code: 2, out: [], error: 'hosts: a site has one at least' })
  })

  it.each([
    ['www.example.com', 'example.com', 'the site is example.com: www.example.com is one of its hosts'],
    ['www.foo.netlify.app', 'foo.netlify.app', 'the site is foo.netlify.app: www.foo.netlify.app is one of its hosts'],
    [
      'bialystok.pl',
      'bialystok.pl',
      'bialystok.pl is a public suffix, as co.uk is: browsers keep its cookies for each host apart, so who comes to two of them counts as two',
    ],
  ])('says what may not be as expected of %s', async (typed, domain, line) => {
    const { sites, add } = await opened()
    const { code, out } = await add({ domain: typed })
    expect([code, out[1]]).toEqual([0, line])
    expect(sites.get(domain)?.hosts).toContain(typed)
  })

  it.each([
    ['slices', [], 'slices: are declared by `site slice add`, under which a name keeps its meaning'],
    ['sample', true, 'sample: is the site that Footfall makes up itself, and no other'],
    ['colour', 'green', 'colour: is no setting of a site'],
    ['constructor', 1, 'constructor: is no setting of a site'],
    ['zone', 'America/Chicgo', expect.stringMatching(/^zone: /)],
    ['paths', ['no path'], expect.stringMatching(/^paths\.0: not a path/)],
  ])('refuses %s: %j, says why, and changes nothing', async (name, value, error) => {
    const { sites, add } = await opened()
    const before = sites.get('example.org')
    expect(await add({ domain: 'example.org', baseline: 'page', [name]: value })).toEqual({ code: 2, out: [], error })
    expect(sites.get('example.org')).toEqual(before)
    expect((await add({ domain: 'new.org', [name]: value })).error).toEqual(error)
    expect(sites.get('new.org')).toBeUndefined()
  })

  it('changes a site that has www. in its name, where one was made so', async () => {
    const { sites, add } = await opened()
    await sites.put(defaultSite('www.old.org'))
    expect((await add({ domain: 'www.old.org', zone: 'Asia/Tokyo' })).out[0]).toMatch(/^changed www\.old\.org /)
    expect(sites.get('old.org')).toBeUndefined()
  })

  it.each([
    [{}, 'nothing is not the name of a host: write it as the address bar shows it, such as example.org'],
    [{ domain: 'https://shop.test/en' }, 'https://shop.test/en is more than the name of a host: write shop.test'],
    [
      { domain: 'shop.test', hosts: ['m.shop.test', 'a b'] },
      'a b is not the name of a host: write it as the address bar shows it, such as example.org',
    ],
    [{ domain: 'shop.test', returnHosts: ['pay.example/x'] }, 'pay.example/x is more than the name of a host: write pay.example'],
    [
      { domain: 'shop.test', zone: 'EST' },
      'zone: EST names no place, so its summer time cannot be told: write America/New_York or America/Panama',
    ],
    [{ domain: 'shop.test', baseline: 'all' }, 'baseline: none, domain or page'],
  ])('refuses %j by one line, and changes nothing', async (site, error) => {
    const { sites, add } = await opened()
    expect(await add(site)).toEqual({ code: 2, out: [], error })
    expect(sites.get('shop.test')).toBeUndefined()
  })

  it('lets a zone that was taken once stay until another is named', async () => {
    const { sites, add } = await opened()
    await sites.put({ ...defaultSite('old.org'), zone: 'EST' })
    expect(await add({ domain: 'old.org', baseline: 'page' })).toMatchObject({ code: 0 })
    expect(sites.get('old.org')).toMatchObject({ zone: 'EST', baseline: 'page' })
  })

  it('says what changes from now on of a site that has counted, and nothing of one that has not', async () => {
    const zone = 'from now on its days begin and end by Asia/Tokyo; what was counted stays in the days of UTC'
    const none = 'from now on browsers send nothing without consent; what was counted stays, and the two are not alike'
    for (const counted of [true, false]) {
      const { add } = await opened({ counted })
      const said = async (site: Add['site']) => (await add({ domain: 'example.org', ...site })).out.slice(1, -1)
      expect(await said({ zone: 'Asia/Tokyo' })).toEqual(counted ? [zone] : [])
      expect(await said({ zone: 'Asia/Tokyo', detail: 'domain' })).toEqual([])
      expect(await said({ baseline: 'none' })).toEqual(counted ? [none] : [])
    }
  })
})

describe('site list', () => {
  it('gives each site with all that is set, and marks the sample and the demo', async () => {
    const { sites, add, list } = await opened()
    await sites.put(sampleSite())
    await createDemoSite(sites, null)
    await add({ domain: 'bücher.example', ...opted })
    const lines = await list()
    expect(lines.find((line) => line.includes('bücher'))).toBe(
      'bücher.example (xn--bcher-kva.example)  hosts bücher.example (xn--bcher-kva.example),www.bücher.example (www.xn--bcher-kva.example)  ' +
        'zone UTC  baseline domain  detail page  return hosts pay.example  hash routes  query page=home  replace views  framed views  one network',
    )
    expect(lines.filter((line) => line.includes(' (sample)  '))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('demo.localhost (demo)  '))).toHaveLength(1)
    expect(lines.find((line) => line.startsWith('example.org  '))).not.toContain('(')
  })
})
