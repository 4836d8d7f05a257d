/** Plain pages that rows are made of: the same links and headings in all, so that one walk serves every router. */

const titles: Record<string, string> = { '/': 'Home', '/about': 'About', '/contact': 'Contact' }

/** The links of every page; `attributes` stand on each. */
export const links = (attributes = '') =>
  [
    ['to-home', '/'],
    ['to-about', '/about'],
    ['to-contact', '/contact'],
    ['to-old', '/old'],
  ]
    .map(([id, href]) => `<a id="${id}" href="${href}" ${attributes}>${id}</a>`)
    .join(' ')

const choices = '<button type="button" id="choices" data-footfall="consent">Privacy choices</button>'

export interface Layout {
  /** Of the head, before the tag. */
  head?: string
  /** Of the links. */
  linked?: string
  /** Of the `body` and `main` elements. */
  body?: string
  main?: string
  /** At the body's end. */
  end?: string
}

/** A whole page with the tag in its head. */
export function page(title: string, { head = '', linked = '', body = '', main = '', end = '' }: Layout = {}): string {
  const content = title === 'About' ? `<p style="height:2600px">${title}</p>` : `<p>${title}</p>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}TAG</head><body ${body}>
<header>${links(linked)} ${choices}</header><main id="main" ${main}><h1>${title}</h1>${content}</main>${end}</body></html>`
}

/** The three pages as documents of their own; `/old` leads to `/about` by the server. */
export function documents(layout: Layout = {}): Record<string, string | { status: number; headers: Record<string, string> }> {
  const all = Object.entries(titles).map(([path, title]) => [path, page(title, layout)] as const)
  return { ...Object.fromEntries(all), '/old': { status: 302, headers: { location: '/about' } } }
}

/** One document for all paths, whose router does the rest: `script` may call `draw(path)`. */
export function single(script: string, head = ''): Record<string, string> {
  const draw = `<script>
const titles = ${JSON.stringify(titles)}
function draw(path) {
  document.querySelector('#main').innerHTML = '<h1>' + (titles[path] || path) + '</h1><p style="height:' + (path === '/about' ? 2600 : 20) + 'px">'
}
function onLink(act) {
  addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href]')
    if (!link || event.defaultPrevented) return
    event.preventDefault()
    act(link.getAttribute('href'))
  })
}
</script>`
  const all = page('Home', { head: head + draw, end: `<script>${script}</script>` })
  return { '/': all, '/about': all, '/contact': all, '/old': all }
}

/** Libraries as scripts, by their files in `node_modules`. */
export const scripts = (...files: string[]) => files.map((file) => `<script src="/lib/${file}"></script>`).join('')
