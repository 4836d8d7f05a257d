/**
 * The table of the tag's files (bundles.json): the cores, and the bundles that a core loads where they are needed. A new bundle is a row there, and its
 * interface in snippet/core-api.ts. JSON, because the build reads it before anything is installed (collector/node/build/install.mjs).
 * A row: the entry below snippet/, the most bytes of the built file (brotli; of a core, as it is served with a site's settings), and the languages that have a file of their own, each
 * `languages/<language>.ts` beside the entry. A site's settings hold each bundle's address under the bundle's name.
 */
import table from './bundles.json' with { type: 'json' }

export type CoreName = keyof typeof table.cores
export type BundleName = keyof typeof table.bundles
export const coreNames = Object.keys(table.cores) as CoreName[]
export const bundleNames = Object.keys(table.bundles) as BundleName[]

/** A file that is built: `core`, `banner`, and of a language of the banner `banner-es`. */
export interface TagFile {
  name: string
  /** Below snippet/. */
  entry: string
  /** The most that it may have, brotli. */
  bytes: number
}

export const coreFiles: TagFile[] = Object.entries(table.cores).map(([name, core]) => ({ name, ...core }))
export const bundleFiles: TagFile[] = Object.entries(table.bundles).flatMap(([name, { entry, bytes, languages, languageBytes }]) => [
  { name, entry, bytes },
  ...languages.map((language) => ({
    name: `${name}-${language}`,
    entry: entry.replace(/[^/]*$/, `languages/${language}.ts`),
    bytes: languageBytes,
  })),
])

/** The languages of a bundle that have a file of their own. */
export function languagesOf(name: BundleName): readonly string[] {
  return table.bundles[name].languages
}

/** The address of a bundle's file by its name and version: `banner-3f9a01cd.js`, and of one of its languages (`banner-es`) `banner-es_3f9a01cd.js`. */
export function bundleFile(name: string, version: string): string {
  return `${name}${name.includes('-') ? '_' : '-'}${version}.js`
}

/** A value for each bundle, under its name. */
export function forEachBundle(value: (name: BundleName) => string): Record<BundleName, string> {
  return Object.fromEntries(bundleNames.map((name) => [name, value(name)])) as Record<BundleName, string>
}

const address = new RegExp(`^(${bundleNames.join('|')})-([a-z]{2,3}_)?\\w+\\.js$`)

/** The bundle that a file name such as `banner-es_3f9a01cd.js` asks for, of whatever version; `language` with its `_`, empty for the bundle itself. */
export function parseBundleFile(file: string): { name: BundleName; language: string } | undefined {
  const [, name, language = ''] = address.exec(file) ?? []
  return name === undefined ? undefined : { name: name as BundleName, language }
}
