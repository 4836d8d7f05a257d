/** Changes what an owner may change of a site, whoever asks: the dashboard's route or the command line. */
import * as v from 'valibot'
import { type Site, siteChangeSchema } from '../../contract/site.ts'
import type { Sites } from '../deps.ts'

export interface Fault {
  code: 'malformed'
  message: string
  field: string
}

/** The site as it is once `change` is kept, or why it is not: nothing was changed then. */
export async function changeSite(sites: Sites, domain: string, change: unknown): Promise<Site | Fault | 'unknown'> {
  const site = sites.get(domain)
  if (!site) return 'unknown'
  const parsed = v.safeParse(siteChangeSchema, change)
  if (!parsed.success) return faultIn(parsed.issues[0])
  await sites.put({ ...site, ...parsed.output })
  return sites.get(domain) ?? 'unknown'
}

/** What is wrong, and where: `paths[2]` as `paths.2`. */
export function faultIn(issue: v.BaseIssue<unknown>): Fault {
  return { code: 'malformed', message: issue.message, field: v.getDotPath(issue) ?? '' }
}
