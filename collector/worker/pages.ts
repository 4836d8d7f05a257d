/** The built files at the edge: the platform serves them by itself; the tag's core comes from them too, since settings go into it. */
import type { Pages, Tag } from '../routes/pages.ts'

/** Where the build leaves the core and the names of the tag's bundles. */
export const tagFile = '/tag.json'

/** Reads the tag once. Without it the deployment lacks its files, and says so. */
export async function openPages(assets: Fetcher): Promise<Pages> {
  const response = await assets.fetch(`https://assets.local${tagFile}`)
  const tag = response.ok ? ((await response.json()) as Tag) : null
  return { page: () => undefined, tag, built: tag !== null }
}
