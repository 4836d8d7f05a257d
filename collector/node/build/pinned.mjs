/** What was installed is held against hashes that are known beforehand; plain JavaScript, since it runs before anything else does. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/**
 * The Node that everything runs on comes by a package's own script, outside of package-lock.json, so npm does not check it: SHA-256 of its
 * program in this version, for each platform whose package could be had.
 */
export const nodeVersion = '24.21.0'
const nodeHashes = {
  'linux x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  'linux arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
  'win32 x64': 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
}

/** Why the program at `file` must not be run, in one line; null where it is the one that is known, or none is known for this platform. */
export function nodeFault(file) {
  const known = nodeHashes[platform()]
  if (!known || createHash('sha256').update(readFileSync(file)).digest('hex') === known) return null
  return `The Node that was installed is not Node ${nodeVersion} for ${platform()} as it is known (its SHA-256 differs): nothing of it was run by Footfall. Remove node_modules, see where npm installs from, then start again.`
}

/** What was installed here as the registry gave it, since no hash of it is known; `lock` is the text of package-lock.json. */
export function uncheckedParts(lock) {
  const { packages } = JSON.parse(lock)
  const engine = Object.keys(packages).find((name) => name.startsWith(`node_modules/@chdb/lib-${process.platform}-${process.arch}`))
  return [
    ...(nodeHashes[platform()] ? [] : [`Node ${nodeVersion}`]),
    ...(engine && !packages[engine].integrity ? ['the ClickHouse engine (chDB)'] : []),
  ]
}

const platform = () => `${process.platform} ${process.arch}`
