/** What a store holds of a site's paths, of all days together: the test's own question, beside the query API. */
import type { Store } from '../../collector/ports.ts'

export async function viewsByPath(store: Pick<Store, 'select'>, site: string): Promise<Map<string, number>> {
  const sql = `SELECT valueB AS path, sum(views) AS views FROM cells
    WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB = 'path' GROUP BY path`
  return new Map((await store.select<{ path: string; views: number }>(sql, { site })).map(({ path, views }) => [path, views]))
}
