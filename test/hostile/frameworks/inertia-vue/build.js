// The answers of Inertia's protocol as files: each page as HTML, and as JSON for requests with the header X-Inertia.
import { readFileSync, writeFileSync } from 'node:fs'
import { build } from 'vite'

await build()
const html = readFileSync('dist/index.html', 'utf8')
for (const [url, file, component] of [
  ['/', 'index', 'Home'],
  ['/about', 'about', 'About'],
  ['/contact', 'contact', 'Contact'],
]) {
  const page = JSON.stringify({ component, props: { errors: {} }, url, version: '1' })
  writeFileSync(`dist/${file}.json`, page)
  writeFileSync(`dist/${file}.html`, html.replace('<!--page-->', `<script data-page="app" type="application/json">${page}</script>`))
}
