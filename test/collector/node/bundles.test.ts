/** A tag that a browser has kept asks for the bundles of its own version: those of the two versions before are kept beside the newest. */
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openPages } from '../../../collector/node/http/assets.ts'
import { bundleFiles, coreNames } from '../../../contract/bundles.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

// Plain JavaScript, which runs before anything is installed.
const { hashOfBundles, keepBundles } = (await import(new URL('../../../collector/node/build/install.mjs', import.meta.url).href)) as {
  hashOfBundles(texts: string[]): string
  keepBundles(dist: string): void
}
const bundles = bundleFiles.map(({ name }) => name)

/** What a build of this number leaves; the version that its names end with. */
function build(dist: string, number: number): string {
  mkdirSync(dist, { recursive: true })
  for (const file of [...coreNames, ...bundles]) writeFileSync(join(dist, `${file}.js`), `${file} ${number}`)
  return hashOfBundles(bundles.map((name) => `${name} ${number}`))
}

it('the bundles of two builds before are served under their own names, for ever, and older ones no more', async () => {
  const root = temporaryFolder()
  const dist = join(root, 'snippet', 'dist')
  const versions: string[] = []
  for (const number of [1, 2, 3, 4]) {
    keepBundles(dist)
    // Builds follow each other faster than a file system tells times apart.
    for (const [index, name] of versions.entries())
      if (readdirSync(join(dist, 'before')).includes(name)) utimesSync(join(dist, 'before', name), index + 1, index + 1)
    versions.push(build(dist, number))
  }
  const pages = await openPages(root)
  expect(pages.tag).toMatchObject({ banner: `banner-${versions[3]}.js`, vitals: `vitals-${versions[3]}.js` })
  const served = versions.map((version) => ['banner-', 'vitals-', 'banner-es_'].map((name) => pages.page(`/${name}${version}.js`)?.body))
  expect(served).toEqual([
    [undefined, undefined, undefined],
    ...[2, 3, 4].map((number) => [`banner ${number}`, `vitals ${number}`, `banner-es ${number}`]),
  ])
  expect(pages.page(`/banner-${versions[1]}.js`)?.cache).toContain('immutable')
})

it('the same build once more keeps what it has, and a first build keeps nothing', () => {
  const dist = join(temporaryFolder(), 'dist')
  keepBundles(dist)
  const version = build(dist, 1)
  keepBundles(dist)
  keepBundles(dist)
  expect(readdirSync(join(dist, 'before'))).toEqual([version])
})
