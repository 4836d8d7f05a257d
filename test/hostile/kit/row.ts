/** A row of the table: a page or an environment that nobody here made, what somebody does there, and what must be told and seen. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Browser, Visitor } from './visitor.ts'
import type { Website, WebsiteOptions } from './website.ts'

export interface Row {
  /** What is claimed. */
  name: string
  /** Where the trouble was seen: a fault of ours by its number, or a public report by its address. */
  source: string
  site: WebsiteOptions
  /** Tried in Firefox too. */
  firefox?: true
  /** Runs in every page before its own scripts. */
  before?: string
  act(given: Acting): Promise<void>
  /** Errors that the page makes by itself, which are none of the tag's. */
  itsOwnErrors?: RegExp
}

export interface Acting {
  visitor: Visitor
  site: Website
  browser: Browser['name']
  /** Goes to a path of the site. */
  open(path?: string): Promise<void>
  /** Views, and accepts as `accept /path`, in order: by their paths. Waits until there are so many, and sees that there are no more. */
  sees(...paths: string[]): Promise<void>
  /** The events of these types, by some of their fields. */
  events(types: string[], ...fields: string[]): unknown[][]
}

const counted = ({ told }: Website) =>
  told
    .filter(({ event, status }) => status === 202 && (event.type === 'view' || event.type === 'accept'))
    .map(({ event }) => (event.type === 'accept' ? `accept ${event.path}` : String(event.path)))

export function acting(given: { visitor: Visitor; site: Website; browser: Browser['name'] }): Acting {
  const { visitor, site } = given
  return {
    ...given,
    open: (path = '/') => visitor.open(site.url() + path),
    async sees(...paths) {
      await eventually(`${paths.join(' ')}; told are ${counted(site).join(' ')}`, () => counted(site).length >= paths.length, 10_000).catch(
        () => {},
      )
      await settle(given)
      expect(counted(site)).toEqual(paths)
    },
    events: (types, ...fields) =>
      site.told.filter(({ event }) => types.includes(String(event.type))).map(({ event }) => fields.map((field) => event[field])),
  }
}

/** Whatever the tag still waits with is told, and has come the whole way: as the page is hidden for a moment, and by a request after that. */
export async function settle({ visitor, site }: { visitor: Visitor; site: Website }): Promise<void> {
  const before = site.asked.length
  // By what pages seldom make their own: some have another `Event`, and another base.
  await visitor.look(`((event) => {
    event.initEvent('visibilitychange', true, false)
    document.dispatchEvent(event)
    return fetch(location.origin + '/fence').then(() => true)
  })(document.createEvent('Event'))`)
  await eventually('the fence', () => site.asked.slice(before).some(({ path }) => path === '/fence'))
}
