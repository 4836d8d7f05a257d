/** The sample's removal: of the sample that was made here, and of no other site. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCommand } from '../../../collector/commands/commands.ts'
import { openSettings } from '../../../collector/node/data/settings.ts'
import { createSample } from '../../../collector/sample/sample.ts'
import { sampleDomain } from '../../../collector/sample/site.ts'
import { createSites } from '../../../collector/sites/sites.ts'
import { defaultSite } from '../../../collector/sites/start.ts'
import { testApp } from '../../kit/app.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

async function opened() {
  const settings = await openSettings(join(temporaryFolder(), 'settings.sqlite'))
  const sites = await createSites(settings)
  const disposed: string[] = []
  const sample = await createSample({
    settings,
    sites,
    clock: { now: () => Date.UTC(2026, 10, 24) },
    size: { days: 1, visits: 1 },
    stored: async () => 0,
    fill: async () => true,
    dispose: async (site) => disposed.push(site),
  })
  await sample.plan()
  const { commands } = await testApp()
  const remove = (domain: string) => runCommand({ ...commands, sites, removeSite: sample.remove }, { command: 'site remove', domain })
  return { sites, sample, disposed, remove }
}

it('disposes of the sample', async () => {
  const { sites, disposed, remove } = await opened()
  expect(await remove(sampleDomain)).toEqual({ code: 0, out: [`removed ${sampleDomain} and all that it counted`] })
  expect(disposed).toEqual([sampleDomain])
  expect(sites.get(sampleDomain)).toBeUndefined()
})

it('never says of another site that it was removed, whatever its settings say', async () => {
  const { sites, disposed, remove } = await opened()
  await sites.put({ ...defaultSite('example.org'), sample: true })
  const { code, out, error } = await remove('example.org')
  expect([code, out, error]).toEqual([1, [], 'example.org is no sample: a site that counts real visits cannot be removed'])
  expect(disposed).toEqual([])
  expect(sites.all().map(({ domain }) => domain)).toEqual([sampleDomain, 'example.org'])
})
