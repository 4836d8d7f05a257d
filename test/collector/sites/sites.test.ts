/** Sites: kept across openings, made at the start without overwriting, bounded. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSettings } from '../../../collector/node/data/settings.ts'
import { changeSite } from '../../../collector/sites/change.ts'
import { createSites } from '../../../collector/sites/sites.ts'
import { createDemoSite, createNamedSites, defaultSite, demoDomain } from '../../../collector/sites/start.ts'
import { exampleDeclaration } from '../../kit/declaration.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

async function opened(path = join(temporaryFolder(), 'settings.sqlite')) {
  const settings = await openSettings(path)
  return { path, settings, sites: await createSites(settings) }
}

describe('sites', () => {
  it('are there again when the settings are opened again', async () => {
    const { path, settings, sites } = await opened()
    const site = { ...defaultSite('example.org'), zone: 'America/Chicago', campaigns: ['spring'], consent: exampleDeclaration() }
    await sites.put(site)
    settings.close()
    expect((await opened(path)).sites.all()).toEqual([site])
  })
  it('that are removed are not there, now and when the settings are opened again', async () => {
    const { path, settings, sites } = await opened()
    await createNamedSites(sites, ['example.org', 'other.org'])
    await sites.remove('example.org')
    await sites.remove('nowhere.org')
    expect(sites.all().map(({ domain }) => domain)).toEqual(['other.org'])
    settings.close()
    expect((await opened(path)).sites.get('example.org')).toBe(undefined)
  })
  it('named at the start are made with their www, and stay as they are when they are there', async () => {
    const { sites } = await opened()
    await sites.put({ ...defaultSite('example.org'), zone: 'Asia/Tokyo' })
    await createNamedSites(sites, ['example.org', 'new.org'])
    expect(sites.get('example.org')?.zone).toBe('Asia/Tokyo')
    expect(sites.get('new.org')).toMatchObject({ hosts: ['new.org', 'www.new.org'], zone: 'UTC', baseline: 'domain', detail: 'page' })
  })
  it('of the demo follow the public address and keep what the owner set', async () => {
    const { sites } = await opened()
    await createDemoSite(sites, null)
    await sites.put({ ...sites.get(demoDomain)!, zone: 'Asia/Tokyo' })
    await createDemoSite(sites, 'stats.example.org')
    expect(sites.get(demoDomain)).toMatchObject({ hosts: ['localhost', '127.0.0.1', '[::1]', 'stats.example.org'], zone: 'Asia/Tokyo' })
  })
  it('keep what a newer Footfall keeps of them besides, and do not tell of it', async () => {
    const { path, settings } = await opened()
    const site = { ...defaultSite('example.org'), goals: [{ name: 'signed up' }] }
    await settings.run('INSERT INTO site (domain, settings) VALUES (?, ?)', site.domain, JSON.stringify(site))
    const sites = await createSites(settings)
    expect(sites.get('example.org')).toEqual(defaultSite('example.org'))
    await sites.put({ ...sites.get('example.org')!, policy: '2' })
    settings.close()
    const again = await openSettings(path)
    const [row] = await again.all<{ settings: string }>('SELECT settings FROM site')
    expect(JSON.parse(row!.settings)).toEqual({ ...site, policy: '2' })
  })
  it('of a Footfall that knew no declarations can declare', async () => {
    const { path, settings } = await opened()
    const { domain, ...before } = {
      domain: 'example.org',
      hosts: ['example.org'],
      zone: 'UTC',
      baseline: 'domain',
      detail: 'page',
      policy: '1',
    }
    await settings.run('INSERT INTO site (domain, settings) VALUES (?, ?)', domain, JSON.stringify({ domain, ...before }))
    await changeSite(await createSites(settings), domain, { consent: exampleDeclaration() })
    settings.close()
    expect((await opened(path)).sites.get(domain)).toMatchObject({ ...before, consent: exampleDeclaration() })
  })
  it('of a newer Footfall are not touched', async () => {
    const { path, settings } = await opened()
    await settings.run('INSERT INTO version (number) VALUES (999)')
    settings.close()
    await expect(openSettings(path)).rejects.toThrow('newer Footfall')
  })
})
