/** Entry of the dashboard: puts the page into the document and starts asking. */
import { render } from 'preact'
import { App } from './app.tsx'
import { start } from './state/store.ts'

start()
render(<App />, document.getElementById('app') as HTMLElement)
