/** At the bound and one past it: what an owner declares of consent, and its file. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect } from 'vitest'
import { runCommand } from '../../collector/commands/commands.ts'
import { withText } from '../../collector/node/cli/text-file.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { type Declaration, declarationSchema } from '../../contract/consent/declaration.ts'
import { testApp } from '../kit/app.ts'
import { declarationOf, serviceOf } from '../kit/declaration.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const keyOf = (name: string) => ({ name, kind: 'cookie' as const, lifetime: 1, purpose: {} })
const servicesOf = (count: number, given = {}) => Array.from({ length: count }, (_, index) => serviceOf({ id: `s${index}`, ...given }))

/** Whether the declaration is taken with so many, and what is said of one more. */
function expectBound(name: BoundName, declarationWith: (count: number) => Declaration, says: string): void {
  expect(v.is(declarationSchema, declarationWith(bounds[name].max))).toBe(true)
  const more = v.safeParse(declarationSchema, declarationWith(bounds[name].max + 1))
  expect(more.issues?.map(({ message }) => message)).toEqual([expect.stringContaining(says)])
}

/** A declaration of exactly so many characters, none of which JSON escapes. */
function ofCharacters(count: number): Declaration {
  const keysOf = (service: number) =>
    Array.from({ length: bounds.consentKeys.max }, (_, index) => ({ ...keyOf(`k${service}-${index}`), purpose: { en: 'a' } }))
  const services = servicesOf(3).map((service, index) => ({ ...service, keys: keysOf(index) }))
  const all = declarationOf(services)
  for (const { keys: each } of services) {
    for (const key of each) key.purpose.en += 'a'.repeat(Math.min(count - JSON.stringify(all).length, bounds.consentTextCharacters.max - 1))
  }
  expect(JSON.stringify(all)).toHaveLength(count)
  return all
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  consentServices: () => expectBound('consentServices', (count) => declarationOf(servicesOf(count)), 'services'),
  consentKeys: () => {
    const keysOf = (count: number) => Array.from({ length: count }, (_, index) => keyOf(`k${index}`))
    expectBound('consentKeys', (count) => declarationOf([serviceOf({ keys: keysOf(count) })]), 'keys')
  },
  consentLanguages: () => {
    const tags = Array.from({ length: bounds.consentLanguages.max + 1 }, (_, index) => `en-${100 + index}`)
    expectBound('consentLanguages', (count) => ({ ...declarationOf([]), languages: tags.slice(0, count) }), 'languages')
  },
  consentTextCharacters: () => {
    expectBound('consentTextCharacters', (count) => ({ ...declarationOf([]), texts: { en: 'a'.repeat(count) } }), 'characters')
  },
  consentLinkCharacters: () => {
    expectBound('consentLinkCharacters', (count) => ({ ...declarationOf([]), logo: `/${'a'.repeat(count - 1)}` }), 'characters')
  },
  consentCharacters: async () => {
    expectBound('consentCharacters', ofCharacters, 'larger than')
    // What is printed of the largest is a file that is not too large.
    const { commands } = await testApp()
    const consent = (text?: string) => runCommand(commands, { command: 'site consent', domain: 'example.org', text })
    expect(await consent(JSON.stringify(ofCharacters(bounds.consentCharacters.max)))).toMatchObject({ code: 0 })
    const printed = (await consent()).out.join('\n')
    expect(printed.length).toBeLessThan(bounds.consentFileBytes.max)
    expect((await consent(printed)).out[0]).toBe('no change')
  },
  consentFileBytes: () => {
    const file = join(temporaryFolder(), 'consent.json')
    const read = (bytes: number) => {
      writeFileSync(file, ' '.repeat(bytes))
      return withText({ command: { command: 'site consent', domain: 'example.org' }, file })
    }
    const most = bounds.consentFileBytes.max
    expect(read(most)).toEqual({ command: 'site consent', domain: 'example.org', text: ' '.repeat(most) })
    expect(read(most + 1)).toEqual({ wrong: `${file} has more than ${most} bytes` })
  },
  saidFaults: async () => {
    const { commands } = await testApp()
    const lines = async (faults: number) => {
      const text = JSON.stringify(declarationOf(servicesOf(faults, { lifetime: 1_000 })))
      return (await runCommand(commands, { command: 'site consent', domain: 'example.org', text })).error?.split('\n')
    }
    const most = bounds.saidFaults.max
    expect(await lines(most)).toHaveLength(most + 1)
    expect((await lines(most + 1))?.slice(most)).toEqual(['and 1 more', 'nothing was changed'])
  },
}
