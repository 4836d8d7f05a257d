import { writeFileSync } from 'node:fs'
import { prerender } from 'react-dom/static'
import { App } from './App.jsx'

for (const [path, file] of [
  ['/', 'index'],
  ['/about', 'about'],
  ['/contact', 'contact'],
]) {
  const { prelude } = await prerender(<App path={path} />, { bootstrapModules: ['/client.js'] })
  writeFileSync(`dist/${file}.html`, await new Response(prelude).text())
}
