/** One browser in several tabs and on several hosts, and without a network for a while: it says but once what each browser says of a page. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Acting, Row } from '../kit/row.ts'
import { hosts } from '../kit/website.ts'
import { documents, page, single } from './pages.ts'

const pages = documents()

/** What each view, and the accept, says of its page's first sight. */
const firsts = (acting: Acting) => acting.events(['view', 'accept'], 'path', 'first')

export const tabs: Row[] = [
  {
    name: 'a page in two tabs says in one of them that it is of the browser’s first visit',
    source: 'counting 1 and c69',
    site: { pages },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      const other = await acting.visitor.tab()
      await other.open(`${acting.site.url()}/about`)
      await acting.sees('/', 'accept /', '/about')
      await other.press('#to-home')
      await acting.sees('/', 'accept /', '/about', '/')
      await acting.visitor.press('#to-contact')
      await acting.sees('/', 'accept /', '/about', '/', '/contact')
      expect(firsts(acting).slice(1)).toEqual([
        ['/', 'new'],
        ['/about', true],
        ['/', true],
        ['/contact', true],
      ])
    },
  },
  {
    name: 'a page in ten tabs, one after the other, is seen once',
    source: 'counting 1 and c58',
    site: { pages },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      const told = ['/', 'accept /']
      await acting.sees(...told)
      for (let count = 0; count < 10; count++) {
        await (await acting.visitor.tab()).open(`${acting.site.url()}/about`)
        told.push('/about')
        await acting.sees(...told)
      }
      expect(firsts(acting).slice(2)).toEqual([['/about', true], ...new Array(9).fill(['/about', undefined])])
    },
  },
  {
    name: 'the same path on three hosts of the site is seen once',
    source: 'counting 1 and c27',
    site: { pages },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await acting.visitor.open(acting.site.url(hosts.app))
      await acting.sees('/', 'accept /', '/')
      await acting.visitor.open(acting.site.url(hosts.bare))
      await acting.sees('/', 'accept /', '/', '/')
      await acting.visitor.press('#to-about')
      await acting.sees('/', 'accept /', '/', '/', '/about')
      expect(firsts(acting).slice(1)).toEqual([
        ['/', 'new'],
        ['/', undefined],
        ['/', undefined],
        ['/about', true],
      ])
    },
  },
  {
    name: 'a window that a page opens remembers what its tab does, and only one of them goes on with it',
    source: 'counting 1: tabs that are copied',
    site: { pages: { ...pages, '/': page('Home', { end: `<button id="window" onclick="window.open('/about')">Open</button>` }) } },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await acting.visitor.press('#window')
      await acting.sees('/', 'accept /', '/about')
      await acting.visitor.press('#to-about')
      await acting.sees('/', 'accept /', '/about', '/about')
      await acting.visitor.press('#to-contact')
      await acting.sees('/', 'accept /', '/about', '/about', '/contact')
      expect(firsts(acting).slice(2)).toEqual([
        ['/about', 'new'],
        ['/about', undefined],
        ['/contact', true],
      ])
    },
  },
  {
    name: 'what a router shows without a network is told once there is one again',
    source: 'counting 11 and c38',
    site: {
      pages: single(
        `onLink((path) => { history.pushState({}, '', path); draw(path) }); addEventListener('popstate', () => draw(location.pathname)); draw(location.pathname)`,
      ),
    },
    act: async (acting) => {
      const { visitor, sees } = acting
      await acting.open()
      await visitor.answer('Accept')
      await sees('/', 'accept /')
      await visitor.idle()
      await visitor.goOnline(false)
      await visitor.press('#to-about')
      await eventually('it is of the visit', async () => (await visitor.jar()).ff_visit?.[0]?.endsWith('"/about"]'))
      await visitor.goOnline(true)
      await sees('/', 'accept /', '/about')
      await visitor.press('#to-contact')
      await sees('/', 'accept /', '/about', '/contact')
      expect(acting.events(['view'], 'path', 'visit', 'from').slice(1)).toEqual([
        ['/about', 2, '/'],
        ['/contact', 3, '/about'],
      ])
    },
  },
]
