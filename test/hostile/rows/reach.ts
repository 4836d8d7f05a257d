/** The page's own button for the question, wherever a page puts it; and a question that comes back, and that follows the window. */
import { expect } from 'vitest'
import { eventually } from '../../kit/temporary.ts'
import type { Acting, Row } from '../kit/row.ts'
import { documents, page, scripts, single } from './pages.ts'

const opener = '<button type="button" id="mine" data-footfall="consent">Privacy choices</button>'

/** Answers no, then opens the question by a button of the page and says yes: what has been said can be taken back as easily. */
function reopened(press: (acting: Acting) => Promise<void>, answers: readonly ('Accept' | 'Reject')[] = ['Reject', 'Accept']): Row['act'] {
  return async (acting) => {
    const { open, visitor, events } = acting
    await open()
    await visitor.answer(answers[0]!)
    await press(acting)
    await visitor.answer(answers[1]!)
    const said = { Accept: 'accepted', Reject: answers[0] === 'Accept' ? 'withdrawn' : 'refused' }
    await eventually('both answers', () => events(['consent'], 'action').length >= 3)
    expect(events(['consent'], 'action').flat()).toEqual(['shown', said[answers[0]!], said[answers[1]!]])
  }
}

const pressed = reopened(({ visitor }) => visitor.press('#mine'))

/** In a page that opens something with a first button, in which the privacy button stands. */
const inside = (markup: string, script = '') =>
  page('Home', { end: `<button id="first" type="button">Menu</button>${markup}<script>${script}</script>` })
const after = reopened(async ({ visitor }) => {
  await visitor.press('#first')
  await visitor.press('#mine')
})

/** The opener is in an open shadow root. */
const component = `<site-footer></site-footer><script>
customElements.define('site-footer', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(opener)} } })</script>`

const link = '<a id="mine" href="/privacy" data-footfall="consent">Privacy choices</a>'
/** A page with a router, and a link for the question in it. */
const routed = () =>
  Object.fromEntries(Object.entries(single(router)).map(([path, markup]) => [path, markup.replace('</body>', `${link}</body>`)]))
const router = `onLink((path) => { history.pushState({}, '', path); draw(path) }); draw(location.pathname)`

/** A link as the opener opens the question, and goes nowhere. */
const linked: Row['act'] = async (acting) => {
  await pressed(acting)
  expect(await acting.visitor.look('location.pathname')).toBe('/')
  await acting.sees('/', 'accept /')
}

const openers: Row[] = [
  {
    name: 'a modal dialog',
    source: 'consent F9',
    site: { pages: { '/': inside(`<dialog>${opener}</dialog>`, `first.onclick = () => document.querySelector('dialog').showModal()`) } },
    act: after,
    firefox: true,
  },
  {
    name: 'a popover menu',
    source: 'consent F9',
    site: {
      pages: {
        '/': inside(
          `<div popover id="menu" style="inset:0;width:100vw;height:100vh">${opener}</div>`,
          `first.setAttribute('popovertarget', 'menu')`,
        ),
      },
    },
    act: after,
    firefox: true,
  },
  {
    name: 'a fullscreen element',
    source: 'consent F9',
    firefox: true,
    site: {
      pages: { '/': inside(`<div id="whole" style="background:#fff">${opener}</div>`, `first.onclick = () => whole.requestFullscreen()`) },
    },
    act: after,
  },
  {
    name: 'an open shadow root',
    source: 'embed F8, consent F9, Countly/countly-sdk-web#131',
    site: { pages: { '/': page('Home', { end: component }) } },
    act: reopened(({ visitor }) => visitor.look(`document.querySelector('site-footer').shadowRoot.querySelector('button').click()`)),
    firefox: true,
  },
  {
    name: 'a menu that lets no click out',
    source: 'embed F8, consent F9',
    site: { pages: { '/': page('Home', { end: `<div onclick="event.stopPropagation()">${opener}</div>` }) } },
    act: pressed,
    firefox: true,
  },
  {
    name: 'a page that stops each click at its top',
    source: 'own',
    firefox: true,
    site: {
      pages: {
        '/': page('Home', {
          end: `${opener}<script>document.addEventListener('click', (event) => event.stopImmediatePropagation(), true)</script>`,
        }),
      },
    },
    act: pressed,
  },
  { name: 'a link, in a page with a router', source: 'embed F8', site: { pages: routed() }, act: linked, firefox: true },
  {
    name: 'a link, in a page of htmx 2',
    source: 'embed F8',
    site: { pages: documents({ head: scripts('htmx.org/dist/htmx.min.js'), body: 'hx-boost="true"', end: link }) },
    act: linked,
  },
  {
    name: 'a link, in a page of Turbo 8',
    source: 'embed F8',
    site: { pages: documents({ head: scripts('@hotwired/turbo/dist/turbo.es2017-umd.js'), end: link }) },
    act: linked,
  },
  {
    name: 'a form with a field named closest',
    source: 'embed F8',
    site: {
      pages: {
        '/': page('Home', {
          end: `<form onsubmit="return false"><input name="closest"><input name="dataset"><button id="send">Send</button></form>${opener}`,
        }),
      },
    },
    act: reopened(async ({ visitor }) => {
      await visitor.press('#send')
      await visitor.press('#mine')
    }),
  },
  {
    name: 'a page whose own closest is broken',
    source: 'tag 17, embed F12, instantpage#23',
    site: {
      pages: {
        '/': page('Home', { head: '<script>Element.prototype.closest = () => { throw new TypeError("closest") }</script>', end: opener }),
      },
    },
    act: pressed,
  },
  {
    name: 'a button that takes a yes back',
    source: 'law: as easy as giving it',
    site: { pages: { '/': page('Home', { end: opener }) } },
    act: reopened(({ visitor }) => visitor.press('#mine'), ['Accept', 'Reject']),
    firefox: true,
  },
  {
    name: 'a document that is written anew',
    source: 'tag 17',
    firefox: true,
    site: {
      pages: {
        '/': page('Home', {
          end: `${opener}<script>function anew() { const markup = document.documentElement.outerHTML; document.open(); document.write(markup); document.close() }</script>`,
        }),
      },
    },
    act: reopened(async ({ visitor }) => {
      await visitor.look('setTimeout(anew)')
      await eventually('it is written', () => visitor.look(`window.anew !== undefined && document.readyState === 'complete'`))
      await visitor.press('#mine')
    }),
  },
]

/** Keyboard: the question takes the focus where it was opened, and gives it back. */
const escaped: Row['act'] = async ({ open, visitor }) => {
  await open()
  await visitor.answer('Reject')
  await eventually('what is said of it is over', () => visitor.look(`!document.querySelector('footfall-consent')`))
  await visitor.look(`document.querySelector('#mine').focus()`)
  await visitor.key('Enter')
  await visitor.inSight('Reject')
  expect(await visitor.look('document.activeElement.localName')).toBe('footfall-consent')
  await visitor.key('Escape')
  await eventually('it is closed', () => visitor.look(`!document.querySelector('footfall-consent')`))
  expect(await visitor.look('document.activeElement.id')).toBe('mine')
}

const mounted = (script: string, ...files: string[]) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Home</title>TAG${scripts(...files)}</head><body><p>From the server</p><script>
  // As an app does that begins once its data is there.
  setTimeout(() => { ${script} }, 400)</script></body></html>`

const stays: Row['act'] = async ({ open, visitor, sees }) => {
  await open()
  await visitor.inSight('Accept')
  await eventually('the app is there', () => visitor.look(`document.body.innerText.includes('The app')`))
  await visitor.answer('Accept')
  await sees('/', 'accept /')
}

const returning: Row[] = [
  {
    name: 'Mithril takes the body',
    source: 'embed F3',
    site: { pages: { '/': mounted(`m.mount(document.body, { view: () => m('h1', 'The app') })`, 'mithril/mithril.min.js') } },
    act: stays,
  },
  {
    name: 'Vue takes the body',
    source: 'embed F3',
    site: {
      pages: {
        '/': mounted(`Vue.createApp({ render: () => Vue.h('h1', 'The app') }).mount(document.body)`, 'vue/dist/vue.global.prod.js'),
      },
    },
    act: stays,
  },
  {
    name: 'the body is another element',
    source: 'embed F3',
    site: {
      pages: { '/': mounted(`const body = document.createElement('body'); body.innerHTML = '<h1>The app</h1>'; document.body = body`) },
    },
    act: stays,
    firefox: true,
  },
  {
    name: 'the document has other children',
    source: 'own',
    firefox: true,
    site: { pages: { '/': mounted(`document.documentElement.innerHTML = '<head></head><body><h1>The app</h1></body>'`) } },
    act: stays,
  },
  {
    name: 'the document has another root',
    source: 'own',
    firefox: true,
    site: {
      pages: {
        '/': mounted(
          `const html = document.createElement('html'); html.innerHTML = '<body><h1>The app</h1></body>'; document.replaceChild(html, document.documentElement)`,
        ),
      },
    },
    act: stays,
  },
  {
    name: 'the page takes it away once',
    source: 'consent F13',
    site: {
      pages: {
        '/': mounted(`const looking = setInterval(() => {
          const asked = document.querySelector('footfall-consent')
          if (!asked) return
          clearInterval(looking)
          asked.remove()
          document.body.innerHTML = '<h1>The app</h1>'
        }, 20)`),
      },
    },
    act: stays,
    firefox: true,
  },
]

/** A page that will not have it, or a reader's blocker: nothing of it is left, and nobody is said to have been asked. */
const refused: Row[] = [
  {
    name: 'a page that takes it away each time has its way',
    source: 'consent F13',
    firefox: true,
    site: {
      pages: {
        '/': page('Home', {
          head: `<script>new MutationObserver(() => document.querySelector('footfall-consent')?.remove()).observe(document, { childList: true, subtree: true })</script>`,
        }),
      },
    },
    act: async ({ open, visitor, sees }) => {
      await open()
      await sees('/')
      await visitor.idle()
      expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
      expect(await visitor.look(`getComputedStyle(document.documentElement).paddingBottom`)).toBe('0px')
    },
  },
  {
    name: 'hidden by a reader’s rule it is not said to have been shown',
    source: 'consent F13, easylist/easylist#24363',
    // Such a rule stands above any of the page.
    site: { pages: { '/': page('Home') } },
    firefox: true,
    before: `addEventListener('DOMContentLoaded', () => new MutationObserver(() => { const host = document.querySelector('footfall-consent'); if (host && !host.shadowRoot.querySelector('[id=rule]')) { const style = document.createElement('style'); style.id = 'rule'; style.textContent = '.card{display:none!important}'; host.shadowRoot.append(style) } }).observe(document, { childList: true, subtree: true }))`,
    act: async ({ open, visitor, sees, events }) => {
      await open()
      await sees('/')
      await eventually('it is there', () => visitor.look(`document.querySelector('footfall-consent') !== null`))
      await visitor.look(`scrollTo(0, 1), new Promise((resolve) => setTimeout(resolve, 300))`)
      expect(events(['consent'], 'action')).toEqual([])
    },
  },
]

const space = `getComputedStyle(document.documentElement).scrollPaddingBottom`

const following: Row[] = [
  {
    name: 'what is kept free follows the window, and ends with the question',
    source: 'consent F16',
    site: { pages: { '/': page('Home', { end: '<p style="height:3000px"></p><button id="last" type="button">The foot</button>' }) } },
    act: async ({ open, visitor }) => {
      await open()
      await visitor.inSight('Reject')
      const wide = await visitor.look<string>(space)
      await visitor.resize(320, 640)
      const narrow = await eventually('it is higher', async () => {
        const now = Number.parseInt(await visitor.look<string>(space), 10)
        return now > Number.parseInt(wide, 10) ? now : undefined
      })
      const { height } = await visitor.look<DOMRect>(
        `document.querySelector('footfall-consent').shadowRoot.querySelector('section').getBoundingClientRect().toJSON()`,
      )
      expect(narrow).toBeGreaterThanOrEqual(height)
      // The last thing on the page comes free of it when the keyboard gets there.
      await visitor.look(`document.querySelector('#last').focus()`)
      await eventually('it is free', () =>
        visitor.look(
          `(({ bottom }) => bottom <= document.querySelector('footfall-consent').shadowRoot.querySelector('section').getBoundingClientRect().top)(document.querySelector('#last').getBoundingClientRect())`,
        ),
      )
      await visitor.answer('Reject')
      await eventually('all is as before', async () => (await visitor.look(space)) === 'auto')
      expect(await visitor.look(`[getComputedStyle(document.documentElement).paddingBottom, document.adoptedStyleSheets.length]`)).toEqual([
        '0px',
        0,
      ])
    },
  },
]

export const reach: Row[] = [
  ...openers.map((row): Row => ({ ...row, name: `opened from ${row.name}` })),
  {
    name: 'opened by the keyboard it takes the focus, and gives it back',
    source: 'consent, fine',
    site: { pages: { '/': page('Home', { end: opener }) } },
    act: escaped,
    firefox: true,
  },
  ...returning.map((row): Row => ({ ...row, name: `it is there again where ${row.name}` })),
  ...refused,
  ...following,
]
