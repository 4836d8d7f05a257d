/** Walks every bound of contract/bounds.ts: accepted at the bound, refused or evicted one past it. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type BoundName, bounds } from '../contract/bounds.ts'

type Probes = Partial<Record<BoundName, () => Promise<void> | void>>

const files = readdirSync(new URL('./bounds', import.meta.url)).filter((name) => name.endsWith('.probes.ts'))
const modules: { probes: Probes }[] = await Promise.all(files.map((name) => import(`./bounds/${name}`)))
const probes: Probes = Object.assign({}, ...modules.map((each) => each.probes))

describe.each(Object.keys(bounds) as BoundName[])('%s', (name) => {
  it('gives its reason', () => {
    expect(bounds[name].max).toBeGreaterThan(0)
    expect(bounds[name].why.length).toBeGreaterThan(10)
  })
  it('holds at the bound and not one past it', async () => {
    expect(probes[name], `no probe for ${name} in test/bounds/`).toBeTypeOf('function')
    await probes[name]?.()
  })
})
