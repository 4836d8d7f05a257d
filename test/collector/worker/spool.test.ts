/** The edge's spool before its objects: which of them is asked, and what the sender may be told. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../collector/fact.ts'
import { SpoolFull } from '../../../collector/ports.ts'
import { createShardSpool } from '../../../collector/worker/spool.ts'
import { view } from '../../kit/facts.ts'

/** Objects by name; those of `full` sites take nothing. */
function objects(full: string[] = []) {
  const kept: [name: string, facts: number][] = []
  const append = async (name: string, facts: readonly Fact[]) => {
    if (full.includes(name.split('/')[0] as string)) return { full: 5, busy: true }
    kept.push([name, facts.length])
    return { busy: false }
  }
  return { kept, spool: createShardSpool({ getByName: () => ({ append }) } as never, () => 0) }
}
const of = (site: string) => view({ site })

describe('the spool of the edge', () => {
  it('hands the facts of each site to an object of that site', async () => {
    const { kept, spool } = objects()
    await spool.append([of('a.org'), of('b.org'), of('a.org')])
    expect(kept).toEqual([
      ['a.org/0', 2],
      ['b.org/0', 1],
    ])
  })
  it('tells a sender to come again only where nothing of the body is kept', async () => {
    const { kept, spool } = objects(['full.org'])
    await expect(spool.append([of('full.org')])).rejects.toBeInstanceOf(SpoolFull)
    await expect(spool.append([of('full.org'), of('a.org')])).rejects.toBeInstanceOf(SpoolFull)
    expect(kept).toEqual([])
    const partly = spool.append([of('a.org'), of('full.org')])
    await expect(partly).rejects.toThrow('a part of the body is kept')
    await expect(partly).rejects.not.toBeInstanceOf(SpoolFull)
  })
})
