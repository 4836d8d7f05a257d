/** Campaign labels (source, medium, campaign): which are counted by name, and which as "(other)" until they are common. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../../contract/bounds.ts'
import { reserved } from '../../../contract/dimensions.ts'
import { commonBrowsers, commonNetworks } from '../../../contract/rules.ts'
import type { Site } from '../../../contract/site.ts'
import { media, sourceWords } from '../enrich/known-words.ts'
import { hostLabel } from '../enrich/referrer.ts'
import type { CountedEvent, Hit } from '../hit.ts'
import { createNetworkMarks } from '../networks/marks.ts'
import { createWaiting, type Waiting } from '../networks/waiting.ts'
import { siteContext } from '../site-context.ts'
import { looksPrivate } from './looks-private.ts'

/** What was seen of a label on a site's day. */
interface Seen {
  /** At most `commonBrowsers`. */
  browsers: number
  /** At most `commonNetworks` of them; in memory only. */
  networks: Set<number>
}

export const labelFields = ['source', 'medium', 'campaign'] as const
type LabelField = (typeof labelFields)[number]
export type CampaignLabels = Partial<Record<LabelField, string>>

/** Words that name nobody: counted at once. A campaign's words are the owner's own. */
const knownWords: Partial<Record<LabelField, ReadonlySet<string>>> = { source: sourceWords, medium: media }

export interface Labelled {
  labels: CampaignLabels
  /** The labels that this hit's browser counts towards, once the hit is durable. */
  waiting: readonly WaitingLabel[]
}

export interface WaitingLabel {
  field: LabelField
  key: string
}

export interface Campaigns {
  /** The labels of a hit as they are counted. Changes nothing. */
  label(hit: Hit): Labelled
  /**
   * Counts the hit's browser towards the labels that waited; only once it is durable, so that a retry counts once. Gives the fields of those
   * that could not wait, for want of room.
   */
  seen(hit: Hit, waiting: readonly WaitingLabel[]): LabelField[]
  /** How many site days are held; or how many labels of one. */
  size(site?: string, day?: string): number
}

export function createCampaigns(): Campaigns {
  const markOf = createNetworkMarks()
  const days = new LRUCache<string, Waiting<Seen>>({ max: bounds.labelDays.max })

  const isCommon = (hit: Hit, key: string) => {
    const seen = days.get(dayKey(hit.site.domain, hit.day))?.get(key)
    const [browsers, networks] = [seen?.browsers ?? 0, seen?.networks ?? none]
    const needed = networksNeeded(hit.site)
    if (!opensDay(hit)) return browsers >= commonBrowsers && networks.size >= needed
    const more = networks.has(markOf(hit.caller.address)) ? 0 : 1
    return browsers + 1 >= commonBrowsers && networks.size + more >= needed
  }
  return {
    label(hit) {
      const found: { labels: CampaignLabels; waiting: WaitingLabel[] } = { labels: {}, waiting: [] }
      for (const [field, text] of sentLabels(hit.event)) {
        const known = knownLabel(field, text, hit.site)
        const key = `${field} ${text.toLowerCase()}`
        found.labels[field] = known ?? (isCommon(hit, key) ? text.toLowerCase() : reserved.other)
        if (known === undefined && opensDay(hit)) found.waiting.push({ field, key })
      }
      return found
    },
    seen(hit, waiting) {
      if (waiting.length === 0) return []
      const key = dayKey(hit.site.domain, hit.day)
      const labels = days.get(key) ?? createWaiting<Seen>({ most: bounds.labelsWaiting.max, share: bounds.labelsShare.max })
      days.set(key, labels)
      const by = { network: markOf(hit.caller.address), needed: networksNeeded(hit.site) }
      return waiting.flatMap(({ field, key }) => (countBrowser(labels, key, by) ? [] : [field]))
    },
    size: (site, day) => (site === undefined || day === undefined ? days.size : (days.peek(dayKey(site, day))?.size() ?? 0)),
  }
}

/** The labels that an event carries, trimmed; a blank one is as good as absent. */
function sentLabels(event: CountedEvent): [LabelField, string][] {
  const sent: [LabelField, string][] = []
  if (!('source' in event || 'medium' in event || 'campaign' in event)) return sent
  for (const field of labelFields) {
    const text = event[field]?.trim()
    if (text) sent.push([field, text])
  }
  return sent
}

/** What a label counts as whoever sends it, or undefined where it must be common first. */
function knownLabel(field: LabelField, text: string, site: Site): string | undefined {
  const label = text.toLowerCase()
  if (field === 'source' && label === reserved.direct) return label
  if (label.startsWith('(') || label.length > bounds.labelCharacters.max) return reserved.other
  const host = field === 'source' ? hostLabel(label, site) : undefined
  if (host !== undefined) return host
  // Judged before it is lower-cased too: capitals tell a token from a word.
  if (looksPrivate(text) || looksPrivate(label)) return reserved.other
  return siteContext(site).campaigns.has(label) || knownWords[field]?.has(label) ? label : undefined
}

/** The browser's first view of its day: the one event a day on which it says how long ago it was last counted. */
function opensDay({ event }: Hit): boolean {
  return 'recency' in event && event.recency !== undefined
}

const none: ReadonlySet<number> = new Set()

const networksNeeded = ({ oneNetwork }: Site) => (oneNetwork ? 1 : commonNetworks)

/** False where there is no room for another label of that network. */
function countBrowser(labels: Waiting<Seen>, key: string, { network, needed }: { network: number; needed: number }): boolean {
  const known = labels.get(key)
  const networks = known?.networks ?? new Set()
  if (networks.size < commonNetworks) networks.add(network)
  const seen = { browsers: Math.min((known?.browsers ?? 0) + 1, commonBrowsers), networks }
  if (seen.browsers < commonBrowsers || networks.size < needed) return labels.keep(key, network, seen)
  labels.settle(key, seen)
  return true
}

function dayKey(site: string, day: string): string {
  return `${site} ${day}`
}
