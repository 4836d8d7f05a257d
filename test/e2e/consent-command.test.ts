/** A declaration by the command line, with a server and without: what is refused, what is kept, and that everybody can read it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleDeclaration, exampleFile } from '../kit/declaration.ts'
import { command, footfallOfTest } from '../kit/footfall.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const site = 'example.org'

it('is kept from a file, printed as one, kept again by a start, and shown by the server at once', async () => {
  const folder = temporaryFolder()
  const env = { FOOTFALL_DATA: join(folder, 'data'), FOOTFALL_SITES: site }
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const consent = (...more: string[]) => command(env, 'site', 'consent', site, ...more)
  expect((await command(env, 'site', 'add', site)).code).toBe(0)

  // Without a server.
  expect(await consent(file('consent.json', exampleFile))).toMatchObject({ code: 0, error: '' })

  const footfall = await footfallOfTest({ env })
  const shown = async () => (await fetch(`${footfall.url}/declaration?site=${site}`)).text()
  expect(await shown()).toContain('Shows videos of the council.')
  const { code, out } = await consent()
  expect([code, JSON.parse(out)]).toEqual([0, { $schema: expect.stringMatching(/\/consent\.schema\.json$/), ...exampleDeclaration() }])

  const refused = await consent(file('refused.json', out.replace('"lifetime": 390', '"lifetime": 800')))
  expect([refused.code, refused.out, refused.error]).toEqual([
    2,
    '',
    expect.stringMatching(/^line \d+: services\.1\.lifetime 800 days are too long/),
  ])
  expect(await shown()).toContain('390 days')

  const mended = await consent(file('mended.json', out.replace('Shows videos', 'Shows all videos')))
  expect(mended.out).toMatch(/^wording en {2}[\da-f]{16}\nthe declaration/)
  expect(await shown()).toContain('Shows all videos of the council.')
})
