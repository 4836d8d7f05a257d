/** A first look is never empty: the sample site is put in, filled and removed, on the real collector. Killed while it fills it is in test/proof/sample.test.ts. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSettings } from '../../collector/node/data/settings.ts'
import { openEngine } from '../../collector/node/engine/supervisor.ts'
import { sampleDomain } from '../../collector/sample/site.ts'
import { command, footfallOfTest, refusedStart, signIn } from '../kit/footfall.ts'
import { ask, type Env, envOf, filled, filledBesideEvents, listed, own, started } from '../kit/sample.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

/** What the store holds of the sample, asked of the store itself once the collector has ended. */
async function cellsLeft(env: Env): Promise<number> {
  const engine = await openEngine({ folder: join(env.FOOTFALL_DATA, 'engine'), log: () => {} })
  const store = engine.store()
  const [row] = await store.select<{ n: number }>('SELECT count() AS n FROM cells WHERE site = {site:String}', { site: sampleDomain })
  await store.close()
  await engine.close()
  return row!.n
}

it(
  'its months are there in the background, while events are counted and the audit holds',
  () => filledBesideEvents({ days: 70, months: 3 }),
  240_000,
)

it.each([
  ['while it fills', '120 5', false],
  ['once it is filled', '8 8', true],
] as const)(
  'removed %s, nothing of it is left, and no start brings it back',
  async (_when, size, wait) => {
    const env = envOf(size)
    const first = await started(env)
    const headers = await signIn(first)
    if (wait) await filled(first, headers)
    else
      await eventually('some is there', async () => (await ask(first, headers, { measures: ['views'], by: ['path'] })).length > 0, 60_000)
    const answer = await fetch(`${first.url}/api/sites/${sampleDomain}`, { method: 'DELETE', headers })
    expect(answer.status).toBe(204)
    expect(await listed(first, headers)).toBe(undefined)
    expect(await command(env, 'audit')).toMatchObject({ code: 0 })
    expect(await command(env, 'site', 'remove', sampleDomain)).toMatchObject({ code: 2 })
    expect(await command(env, 'site', 'remove', own)).toMatchObject({ code: 1 })
    await first.stop('SIGKILL')
    const second = await started(env)
    expect(second.output()).not.toContain(sampleDomain)
    expect(await listed(second, headers)).toBe(undefined)
    expect(await command(env, 'audit')).toMatchObject({ code: 0 })
    await second.stop()
    expect(await cellsLeft(env)).toBe(0)
    const settings = await openSettings(join(env.FOOTFALL_DATA, 'settings.sqlite'))
    const [kept] = await settings.all<{ value: string }>("SELECT value FROM setting WHERE name = 'sample'")
    settings.close()
    expect(JSON.parse(kept!.value)).toEqual({ state: 'removed', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), rows: expect.any(Number) })
  },
  120_000,
)

it('a removal that is killed is ended by the next start', async () => {
  const env = envOf('8 8')
  const first = await started(env)
  const headers = await signIn(first)
  await filled(first, headers)
  const removing = fetch(`${first.url}/api/sites/${sampleDomain}`, { method: 'DELETE', headers }).catch(() => null)
  await eventually('the removal has begun', async () => (await listed(first, headers)) === undefined)
  await first.stop('SIGKILL')
  await removing
  const second = await started(env)
  const settings = await openSettings(join(env.FOOTFALL_DATA, 'settings.sqlite'))
  const state = async () =>
    JSON.parse((await settings.all<{ value: string }>("SELECT value FROM setting WHERE name = 'sample'"))[0]!.value).state
  await eventually('the removal is through', async () => (await state()) === 'removed')
  settings.close()
  expect(await command(env, 'audit')).toMatchObject({ code: 0 })
  await second.stop()
  expect(await cellsLeft(env)).toBe(0)
}, 120_000)

it('the command line removes it where no server runs', async () => {
  const env = envOf('8 8')
  const footfall = await started(env)
  await filled(footfall, await signIn(footfall))
  await footfall.stop()
  expect(await command(env, 'site', 'remove', sampleDomain)).toMatchObject({
    code: 0,
    out: `removed ${sampleDomain} and all that it counted\n`,
  })
  expect(await cellsLeft(env)).toBe(0)
}, 120_000)

it('with FOOTFALL_SAMPLE=off an empty folder has none, then and later', async () => {
  const env = { FOOTFALL_DATA: join(temporaryFolder(), 'data') }
  const first = await footfallOfTest({ env: { ...env, FOOTFALL_SAMPLE: 'off' } })
  await first.stop()
  const later = await footfallOfTest({ env: { ...env, FOOTFALL_SAMPLE: 'on' } })
  expect(later.output()).not.toContain(sampleDomain)
  expect((await refusedStart({ ...env, FOOTFALL_SAMPLE: 'perhaps' })).output).toContain('FOOTFALL_SAMPLE must be on or off')
})
