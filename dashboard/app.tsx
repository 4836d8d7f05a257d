/** The page as a whole: what is shown before, without and with somebody signed in. */
import { Frame } from './components/frame.tsx'
import { Problem } from './components/problem.tsx'
import { loadSites, site, sites, sitesState } from './state/store.ts'
import { NoSite } from './views/no-site.tsx'
import { Overview } from './views/overview.tsx'
import { SignedOut } from './views/signed-out.tsx'
import { UnknownSite } from './views/unknown-site.tsx'

export function App() {
  const state = sitesState.value
  if (state.phase === 'signedOut') return <SignedOut />
  return <Frame signedIn={state.phase === 'ready'}>{content()}</Frame>
}

function content() {
  const state = sitesState.value
  if (state.phase === 'failed') return <Problem text={state.problem} retry={() => void loadSites()} />
  if (state.phase !== 'ready') return null
  if (site.value) return <Overview />
  return sites.value.length > 0 ? <UnknownSite /> : <NoSite />
}
