/** What Footfall itself keeps: in every declaration, whatever its owner writes. docs/privacy.md has the same rows. */
import { cookieDays, seenPaths, visitMinutes } from '../limits.ts'
import type { DeclaredKey, Service } from './declaration.ts'

/** In English alone. */
const key = (name: string, kind: DeclaredKey['kind'], lifetime: DeclaredKey['lifetime'], purpose: string): DeclaredKey => ({
  name,
  kind,
  lifetime,
  purpose: { en: purpose },
})

const services: readonly Service[] = [
  {
    id: 'footfall-answer',
    category: 'necessary',
    name: 'Footfall, the answer',
    purposes: ['answer'],
    lifetime: cookieDays,
    keys: [
      key(
        'ff_consent',
        'cookie',
        cookieDays,
        'the answer: its week, the policy’s version, what was agreed to; written anew with each page, with the same end, since Safari ends after seven days what a script has written',
      ),
    ],
    texts: { en: 'Keeps what you answered, so that you are not asked on every page.' },
  },
  {
    id: 'footfall',
    category: 'statistics',
    name: 'Footfall, the statistics',
    purposes: ['measure', 'speed'],
    lifetime: cookieDays,
    keys: [
      key(
        'ff_visit',
        'cookie',
        `${visitMinutes} minutes`,
        'the visit in progress: how many views, the day it began, its source, the last path',
      ),
      key('ff_seen', 'cookie', cookieDays, 'the day of the last counted view: how many days ago somebody was here'),
      key('ff_since', 'cookie', cookieDays, 'the week of the first counted view: how many weeks somebody has come'),
      key(
        'ff_paths',
        'sessionStorage',
        'session',
        `short hashes of the paths that this tab saw in its visit, at most ${seenPaths}, the second of its last view, and how many views the visit then had, if this tab saw them all: how many visits, and how many different browsers, saw a page`,
      ),
    ],
    texts: { en: 'Counts visits and what is read, without anything that could tell one visitor from another.' },
  },
]

/** `suffix`: the end of the names, where another site's tag could see them too. */
export function ownServices(suffix = ''): readonly Service[] {
  return services.map((service) => ({ ...service, keys: service.keys.map((each) => ({ ...each, name: each.name + suffix })) }))
}

/** Ids that begin so are Footfall's own, also later ones. */
export const ownId = 'footfall'
/** So do its keys. */
export const ownKeys = 'ff_*'
