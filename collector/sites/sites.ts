/** The sites that this collector knows: read from memory, written through to the settings. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { type Site, siteSchema } from '../../contract/site.ts'
import type { SettingsStore, Sites } from '../ports.ts'
import { TooNew } from '../too-new.ts'

export interface KeptSites extends Sites {
  /** Reads again what others may have changed. A site that is as it was stays the same object. */
  reload(): Promise<void>
}

/**
 * Reads all sites once. `put` rejects with a `TooManySites` past the bound; the site is there once it resolves. Rejects with `TooNew` where a setting
 * that this program knows has a value that it does not.
 */
export async function createSites(settings: SettingsStore): Promise<KeptSites> {
  let known = new Map<string, Site>()
  // Fields that a newer program keeps: not used here, and written back as they were.
  let unknown = new Map<string, Record<string, unknown>>()
  const reload = async () => {
    const rows = await settings.all<{ settings: string }>('SELECT settings FROM site ORDER BY domain')
    const kept = rows.map((row): Record<string, unknown> => JSON.parse(row.settings))
    const read = kept.map(readSite)
    known = new Map(read.map((site) => [site.domain, asItWas(known.get(site.domain), site)]))
    unknown = new Map(kept.map((each, index) => [read[index]!.domain, unknownOf(each)]))
  }
  await reload()
  return {
    reload,
    get: (domain) => known.get(domain),
    all: () => [...known.values()],
    async put(given) {
      const site = v.parse(siteSchema, given)
      if (!known.has(site.domain) && known.size >= bounds.sites.max) throw new TooManySites()
      const write = 'INSERT INTO site (domain, settings) VALUES (?, ?) ON CONFLICT (domain) DO UPDATE SET settings = excluded.settings'
      await settings.run(write, site.domain, JSON.stringify({ ...unknown.get(site.domain), ...site }))
      known.set(site.domain, site)
    },
    async remove(domain) {
      known.delete(domain)
      unknown.delete(domain)
      await settings.run('DELETE FROM site WHERE domain = ?', domain)
    },
  }
}

function readSite(kept: Record<string, unknown>): Site {
  const read = v.safeParse(v.object(siteSchema.entries), kept)
  if (!read.success) throw new TooNew(`The settings of ${kept.domain} (${v.getDotPath(read.issues[0])}) in the data folder were`)
  return read.output
}

/** The fields that this program does not know. */
function unknownOf(kept: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !Object.hasOwn(siteSchema.entries, name)))
}

// What is worked out for a site is remembered by its object.
function asItWas(before: Site | undefined, now: Site): Site {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
}

export class TooManySites extends Error {
  override name = 'TooManySites'
  constructor() {
    super(`a collector keeps at most ${bounds.sites.max} sites`)
  }
}
