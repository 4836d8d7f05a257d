/** What the user agents of this year's browsers, apps and devices count as (test/fixtures/agents/families.txt), and which of them count as something else. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Families, familiesOf, isBot } from '../../../collector/ingest/enrich/agent.ts'
import { table } from '../../conformance/table.ts'
import { expectDocBlock } from '../../kit/doc.ts'

interface Row extends Families {
  agent: string
  /** What it is, where it counts as something else. */
  truth: string | null
}

const lines = readFileSync(new URL('../../fixtures/agents/families.txt', import.meta.url), 'utf8').split('\n')
const rows = lines
  .filter((line) => line !== '' && !line.startsWith('# '))
  .map((line): Row => {
    const fields = line.split('\t')
    const truth = line.startsWith('! ') ? fields.shift()!.slice(2) : null
    const [browser = '', system = '', device = '', agent = ''] = fields
    return { truth, browser, system, device, agent }
  })
const misread = rows.filter((row): row is Row & { truth: string } => row.truth !== null)

describe('a user agent of this year', () => {
  it.each(rows)('counts as $browser, $system, $device, and as no program: $agent', ({ agent, browser, system, device }) => {
    expect(familiesOf(agent)).toEqual({ browser, system, device })
    expect(isBot(agent)).toBe(false)
  })

  it('is of every kind of device', () => {
    expect([...new Set(rows.map(({ device }) => device))].sort()).toEqual([
      ...['console', 'desktop', 'embedded', 'mobile', 'tablet', 'tv', 'wearable'],
    ])
  })

  it('is told in docs/counting.md where it counts as something else', () => {
    expect(misread.length).toBeGreaterThan(10)
    const kinds = new Map(misread.map(({ truth, browser, system, device }) => [`${truth} ${device}`, [truth, browser, system, device]]))
    expectDocBlock('counting.md', 'agents misread', table(['what it is', 'browser', 'system', 'device'], [...kinds.values()]))
  })
})
