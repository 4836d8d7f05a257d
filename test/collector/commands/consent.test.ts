/** `site consent`: a declaration is given and printed; one that is refused leaves what was. */
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../../collector/commands/commands.ts'
import { changeSite } from '../../../collector/sites/change.ts'
import { bounds } from '../../../contract/bounds.ts'
import type { Declaration } from '../../../contract/consent/declaration.ts'
import { testApp } from '../../kit/app.ts'
import { exampleDeclaration, exampleFile } from '../../kit/declaration.ts'
import { refusedDeclarations } from '../../kit/refused-declarations.ts'

async function opened() {
  const { commands, sites } = await testApp()
  const consent = (text?: string) => runCommand(commands, { command: 'site consent', domain: 'example.org', text })
  return { consent, declared: () => sites.get('example.org')?.consent, sites }
}

const fileOf = (change: (declaration: Declaration) => void) => {
  const declaration = exampleDeclaration()
  change(declaration)
  return JSON.stringify(declaration, null, 2)
}

describe('a file', () => {
  it('is kept, and says the terms and wordings that are new', async () => {
    const { consent, declared } = await opened()
    const hash = (line: RegExp) => expect.stringMatching(line)
    expect(await consent(exampleFile)).toEqual({
      code: 0,
      out: [
        hash(/^login {2}new {2}terms [\da-f]{16}$/),
        hash(/^videos {2}new {2}terms [\da-f]{16}$/),
        hash(/^wording en {2}[\da-f]{16}$/),
        hash(/^wording pl {2}[\da-f]{16}$/),
        'the declaration of example.org is https://stats.example.org/declaration?site=example.org',
      ],
    })
    expect(declared()).toEqual(exampleDeclaration())
  })
  it('comes out as it went in, and then changes nothing', async () => {
    const { consent, declared } = await opened()
    await consent(exampleFile)
    const printed = (await consent()).out.join('\n')
    expect(JSON.parse(printed)).toEqual({ ...exampleDeclaration(), $schema: 'https://stats.example.org/consent.schema.json' })
    expect((await consent(printed)).out[0]).toBe('no change')
    expect(declared()).toEqual(exampleDeclaration())
    expect((await consent()).out.join('\n')).toBe(printed)
  })
  it.each<[string, (declaration: Declaration) => void, RegExp[]]>([
    ['a mended typo', ({ services }) => (services[1]!.texts.en = 'Shows films.'), [/^wording en/]],
    [
      'a receiver',
      ({ services }) => (services[1]!.receiver = { name: 'Another Inc.', country: 'US' }),
      [/^videos {2}changed: receiver {2}terms/],
    ],
    [
      'lifetimes',
      ({ services }) => Object.assign(services[1]!, { lifetime: 60, keys: [] }),
      [/^videos {2}changed: lifetime, keys/, /^wording en/, /^wording pl/],
    ],
    ['a service that is gone', ({ services }) => services.pop(), [/^videos {2}gone$/, /^wording en/, /^wording pl/]],
  ])('that changes %s says so, and nothing else', async (_, change, lines) => {
    const { consent } = await opened()
    await consent(exampleFile)
    const { code, out } = await consent(fileOf(change))
    expect([code, out.slice(0, -1)]).toEqual([0, lines.map((line) => expect.stringMatching(line))])
  })
  it('that is refused leaves what is in force, and is told with each line', async () => {
    const { consent, declared } = await opened()
    await consent(exampleFile)
    const text = exampleFile
      .replace('"lifetime": 390', '"lifetime": 1000')
      .replace('"https://video.example/privacy"', '"http://video.example/privacy"')
    const lines = text.split('\n')
    const lineOf = (words: string) => lines.findIndex((line) => line.includes(words)) + 1
    const { code, out, error } = await consent(text)
    expect([code, out]).toEqual([2, []])
    expect(error?.split('\n')).toEqual([
      `line ${lineOf('http://video')}: services.1.privacy must be https:, or a link to the site itself`,
      expect.stringMatching(`^line ${lineOf('1000')}: services\\.1\\.lifetime 1000 days are too long: .*AEPD`),
      'nothing was changed',
    ])
    expect(declared()).toEqual(exampleDeclaration())
  })
  it('that is no JSON is told with line and column', async () => {
    const { consent, declared } = await opened()
    const { code, error } = await consent(exampleFile.replace('"languages"', 'languages'))
    expect([code, error]).toEqual([2, 'it is not valid JSON: line 4, column 3: expected a string in double quotes'])
    expect(declared()).toBeUndefined()
  })
  it('with more faults than anybody reads names the first', async () => {
    const { consent } = await opened()
    const service = exampleDeclaration().services[0]!
    const { error } = await consent(fileOf((all) => (all.services = Array.from({ length: 41 }, () => ({ ...service, keys: [] })))))
    expect(error?.split('\n')).toHaveLength(bounds.saidFaults.max + 2)
    expect(error).toContain('and 20 more')
  })
})

it('without a file, what is not declared is an error, so that no file is written of it', async () => {
  const { consent } = await opened()
  expect(await consent()).toMatchObject({ code: 1, out: [], error: expect.stringContaining('has declared nothing') })
})

it('of a site that is not there, nothing is printed or kept', async () => {
  const { commands } = await testApp()
  for (const text of [undefined, exampleFile])
    expect(await runCommand(commands, { command: 'site consent', domain: 'nobody.example', text })).toMatchObject({ code: 2, out: [] })
})

it.each(refusedDeclarations)('$what is refused over the network, too, and changes nothing', async ({ change, field }) => {
  const { sites, declared } = await opened()
  const wrong = exampleDeclaration()
  const [first, second] = wrong.services
  change(wrong, { first, second })
  expect(await changeSite(sites, 'example.org', { consent: wrong })).toMatchObject({
    code: 'malformed',
    field: expect.stringContaining(`consent.${field.split('.')[0]}`),
  })
  expect(declared()).toBeUndefined()
})

it('`site add` does not declare, and keeps what is declared', async () => {
  const { commands, sites } = await testApp()
  await changeSite(sites, 'example.org', { consent: exampleDeclaration() })
  const add = (site: object) => runCommand(commands, { command: 'site add', site: { domain: 'example.org', ...site } })
  expect(await add({ consent: exampleDeclaration() })).toMatchObject({ code: 2, error: expect.stringContaining('site consent') })
  expect(await add({ baseline: 'page' })).toMatchObject({ code: 0 })
  expect(sites.get('example.org')).toMatchObject({ baseline: 'page', consent: exampleDeclaration() })
})
