/** Pages of the collector's own, for who has no session: they look as the dashboard does, by the dashboard's own stylesheet. */
import { html, raw } from 'hono/html'
import type { BuiltFiles } from './pages.ts'

interface OwnPage {
  title: string
  /** Escaped already. */
  body: unknown
}

/** One that says or asks one thing, in the middle. */
export function ownPage({ title, body }: OwnPage, pages: BuiltFiles) {
  const main = html`<main class="signed-out">
<img class="mark" src="favicon.svg" alt="">
<h1>${title}</h1>
${body}
</main>`
  return pageOf({ title, body: main }, pages)
}

/** One of which `body` is all that is seen. */
export function pageOf({ title, body }: OwnPage, pages: BuiltFiles) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="favicon.svg">
${raw(stylesheetOf(pages))}
</head>
<body>
${body}
</body>
</html>`
}

/** As the build wrote it into the dashboard, whose address is this page's folder; nothing where it is not built. */
function stylesheetOf(pages: BuiltFiles): string {
  const body = pages.page('/')?.body ?? ''
  return /<link rel="stylesheet"[^>]*>/.exec(typeof body === 'string' ? body : new TextDecoder().decode(body))?.[0] ?? ''
}
