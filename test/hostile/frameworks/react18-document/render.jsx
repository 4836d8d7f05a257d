import { createWriteStream } from 'node:fs'
import { renderToPipeableStream } from 'react-dom/server'
import { App } from './App.jsx'

for (const [path, file] of [
  ['/', 'index'],
  ['/about', 'about'],
  ['/contact', 'contact'],
]) {
  const stream = renderToPipeableStream(<App path={path} />, {
    bootstrapModules: ['/client.js'],
    onAllReady: () => stream.pipe(createWriteStream(`dist/${file}.html`)),
    onError: (error) => {
      throw error
    },
  })
}
