/** Changes what an owner may change of a site, whoever asks: the dashboard's route or the command line. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { type Site, type SiteChange, type Slice, siteChangeSchema } from '../../contract/site.ts'
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
  const { slices: asked, ...others } = parsed.output
  const slices = asked && mergedSlices(site.slices ?? [], asked)
  if (slices && 'message' in slices) return slices
  await sites.put({ ...site, ...others, ...(slices && { slices }) })
  return sites.get(domain) ?? 'unknown'
}

/** Those asked for, and those left out as ended. What was once counted under a name must not be added to something else. */
function mergedSlices(before: readonly Slice[], asked: NonNullable<SiteChange['slices']>): Slice[] | Fault {
  const other = asked.findIndex((slice) => before.some((known) => known.name === slice.name && textOf(known) !== textOf(slice)))
  if (other >= 0) {
    const message = 'this name is or was another slice of the site: what is counted under a name keeps its meaning, so choose another'
    return { code: 'malformed', message, field: `slices.${other}.name` }
  }
  const ended = before
    .filter(({ name }) => !asked.some((slice) => slice.name === name))
    .map((slice) => ({ ...slice, ended: true as const }))
  const most = bounds.siteSliceNames.max
  if (asked.length + ended.length > most)
    return { code: 'malformed', message: `a site has at most ${most} slices, those that have ended too`, field: 'slices' }
  return [...asked, ...ended]
}

/** The same for the same conditions, in whichever order they stand. */
function textOf({ conditions }: Pick<Slice, 'conditions'>): string {
  return JSON.stringify(conditions.map(([name, values]) => [name, [...values].sort()]).sort())
}

/** What is wrong, and where: `paths[2]` as `paths.2`. */
export function faultIn(issue: v.BaseIssue<unknown>): Fault {
  return { code: 'malformed', message: issue.message, field: v.getDotPath(issue) ?? '' }
}
