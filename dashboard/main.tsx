/** Entry of the dashboard: puts the page into the document and starts asking. */
import { render } from 'preact'
import { App } from './app.tsx'
import { cards } from './cards/index.ts'
import { createAsking } from './pages/overview/asking.ts'
import { start } from './state/store.ts'

const asking = createAsking(cards)
asking.start()
start(asking.refresh)
render(<App asking={asking} />, document.getElementById('app') as HTMLElement)
