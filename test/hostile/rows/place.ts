/** The banner's place: asked on every page that should ask, the page's layout unmoved, nothing of it hidden or covered. */
import { expect } from 'vitest'
import type { Acting, Row } from '../kit/row.ts'
import type { Answer } from '../kit/website.ts'
import { page, scripts } from './pages.ts'

/** What a page's layout is: where everything stands, and how much of it moved by itself. */
const boxes = `new Promise((resolve) => {
  let moved = 0
  new PerformanceObserver((list) => { for (const each of list.getEntries()) moved += each.value }).observe({ type: 'layout-shift', buffered: true })
  const all = [...document.documentElement.querySelectorAll('body, body *')].filter((each) => !each.closest('footfall-consent, script'))
  const places = all.map((each) => [each.tagName + '#' + each.id, ...Object.values(each.getBoundingClientRect().toJSON()).map(Math.round)].join(' '))
  requestAnimationFrame(() => setTimeout(() => resolve({ places, moved, height: document.documentElement.scrollHeight, width: document.documentElement.clientWidth })))
})`

/** With the question up, the page stands as it does without the tag, and nothing of it has moved. */
async function unmoved({ open, visitor }: Acting): Promise<void> {
  await open('/bare')
  const bare = await visitor.look(boxes)
  await open('/')
  await visitor.inSight('Reject')
  expect(await visitor.look(boxes)).toEqual(bare)
}

/** Both answers are in sight, and a press on one is heard. */
async function answerable({ open, visitor, sees }: Acting): Promise<void> {
  await open()
  await visitor.inSight('Reject')
  await visitor.answer('Accept')
  await sees('/', 'accept /')
}

const markup = (head: string, { end = '', body = '', main = '' } = {}) => page('Home', { head, end, body, main })
const styled = (css: string, rest = {}) => markup(`<style>${css}</style>`, rest)
const bareOf = (markup: string) => markup.replace('TAG', '')

const layouts: [name: string, source: string, css: string, end?: string][] = [
  [
    'a grid whose footer sticks to the foot',
    'embed F2, consent F4',
    'body{display:grid;grid-template-rows:auto 1fr auto;min-height:100vh;margin:0}',
    '<footer>Foot</footer>',
  ],
  ['a grid with a bar at its side', 'embed F2', 'body{display:grid;grid-template-columns:200px 1fr}'],
  ['a flex column with gaps', 'embed F2, consent F4', 'body{display:flex;flex-direction:column;gap:2rem}'],
  [
    'a flex column with its space between',
    'embed F2, consent F4',
    'body{display:flex;flex-direction:column;justify-content:space-between;min-height:95vh}',
  ],
  ['owls: a margin on all but the first', 'embed F2, consent F4', 'body>*+*{margin-top:48px}'],
  ['a rule for the first child', 'consent F4', 'body>:first-child{padding-top:40px;border-top:4px solid}'],
  ['all children are padded blocks', 'embed F2', 'body>*{display:block;padding:2rem}'],
  [
    'border boxes as high as the window, the foot at their end',
    'embed F2, consent F17',
    '*{box-sizing:border-box}html,body{height:100%;margin:0}body{display:flex;flex-direction:column}main{flex:1}',
    '<footer>Foot</footer>',
  ],
  ['a page that just fits the window', 'consent F17', 'html,body{height:100%;margin:0;overflow:auto}main{height:60%}'],
  ['old markup, without a doctype', 'consent, tried', 'body{margin:10px}'],
  [
    'children of the document that are placed themselves',
    'WordPress/gutenberg: html as a grid',
    'html{display:grid;min-height:100%}body{margin:0}',
  ],
  ['a document that is a flex row', 'own', 'html{display:flex}body{flex:1;margin:0}'],
]

const sights: [name: string, source: string, css: string, end?: string][] = [
  ['a body that is transformed', 'embed F2, consent F7', 'body{transform:translateY(0)}main{height:3000px}'],
  ['a body with a filter', 'embed F2, consent F7', 'body{filter:contrast(1.2)}main{height:3000px}'],
  ['a body with a perspective', 'consent F7', 'body{perspective:400px}main{height:3000px}'],
  ['a body that is contained', 'consent F7', 'body{contain:paint;height:300px}main{height:3000px}'],
  ['a document with a filter', 'consent, tried', 'html{filter:grayscale(1)}main{height:3000px}'],
  ['all but the main part is hidden', 'embed F2', 'body>*:not(main){display:none}'],
  ['elements that are not defined are hidden', 'consent F5, ghostery/ghostery-extension#2902', ':not(:defined){visibility:hidden}'],
  ['everything fades in', 'consent F5', 'body>*,html>*:not(head):not(body){opacity:0}body{opacity:1}'],
  [
    'each child makes a stacking context',
    'consent F8',
    'body>*{position:relative;z-index:1}main{position:fixed!important;inset:0;background:#fff}',
  ],
  [
    'a chat bubble with the highest z-index',
    'consent F8',
    '',
    '<div style="position:fixed;right:0;bottom:0;width:100%;height:220px;z-index:2147483647;background:#cde">Chat</div>',
  ],
  ['nothing keeps a style of its own', 'consent, tried', '*{all:unset}head,script,style{display:none}'],
  ['buttons, sections and headings are hidden', 'consent, tried', 'button,section,h2{display:none!important}'],
  [
    'important rules for everything',
    'own',
    '*{position:static!important;display:block!important;opacity:.2!important;pointer-events:none!important}head,head *{display:none!important}',
  ],
  ['a body that no press reaches', 'consent, tried', 'body{pointer-events:none}'],
  ['a page that does not scroll', 'consent, tried', 'html,body{overflow:hidden;height:100%}main{height:3000px}'],
  ['a view transition at each load', 'own', '@view-transition{navigation:auto}'],
]

const blocking = '<script src="/slow.js"></script>'

const heads: [name: string, source: string, pages: Record<string, Answer>][] = [
  ['the head is flushed 800 ms before the body', 'embed F1, consent F6', { '/': { body: flushed(800) } }],
  ['the head is flushed 200 ms before the body', 'embed F1', { '/': { body: flushed(200) } }],
  [
    'a script in the head takes 400 ms',
    'embed F1',
    { '/': page('Home', { head: '' }).replace('</head>', `${blocking}</head>`), '/slow.js': slow(400) },
  ],
  [
    'a script in the head takes 80 ms',
    'embed F1',
    { '/': page('Home', { head: '' }).replace('</head>', `${blocking}</head>`), '/slow.js': slow(80) },
  ],
  [
    'a style sheet takes 300 ms, and a script waits for it',
    'embed F1',
    {
      '/': page('Home').replace('</head>', '<link rel="stylesheet" href="/slow.css"><script>1</script></head>'),
      '/slow.css': { ...slow(300), type: 'text/css' },
    },
  ],
  [
    'pages are prefetched by Quicklink, with a script in the head',
    'embed F1',
    {
      '/': page('Home', {
        head: `${scripts('quicklink/dist/quicklink.umd.js')}<script>addEventListener('load', () => quicklink.listen())</script>`,
      }).replace('</head>', `${blocking}</head>`),
      '/slow.js': slow(80),
    },
  ],
]

function flushed(milliseconds: number): (string | number)[] {
  const whole = page('Home')
  const at = whole.indexOf('<body')
  return [whole.slice(0, at), milliseconds, whole.slice(at)]
}

function slow(milliseconds: number) {
  return { body: [milliseconds, '/**/'], type: 'text/javascript' }
}

/** Three pages after one another: from the second on the tag and its banner come out of the cache, before anything else. */
async function askedThrice({ open, visitor, events, sees }: Acting): Promise<void> {
  for (const count of [1, 2, 3]) {
    await open()
    await visitor.inSight('Accept')
    await sees(...Array.from({ length: count }, () => '/'))
  }
  expect(events(['consent'], 'action').filter(([action]) => action === 'shown')).toHaveLength(3)
}

export const place: Row[] = [
  ...layouts.map(([name, source, css, end = '']): Row => {
    const whole = name.startsWith('old') ? styled(css).replace('<!doctype html>', '') : styled(css, { end })
    return { name: `unmoved: ${name}`, source, site: { pages: { '/': whole, '/bare': bareOf(whole) } }, act: unmoved, firefox: true }
  }),
  ...sights.map(
    ([name, source, css, end = '']): Row => ({
      name: `in sight: ${name}`,
      source,
      site: { pages: { '/': styled(css, { end }) } },
      act: answerable,
      firefox: true,
    }),
  ),
  ...heads.map(([name, source, pages]): Row => ({ name: `asked: ${name}`, source, site: { pages }, act: askedThrice, firefox: true })),
]
