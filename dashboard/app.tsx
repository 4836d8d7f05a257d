/** The page as a whole: what is shown before, without and with somebody signed in. */
import { Frame } from './pages/frame.tsx'
import { NoSite } from './pages/no-site.tsx'
import type { Asking } from './pages/overview/asking.ts'
import { Overview } from './pages/overview/overview.tsx'
import { SignedOut } from './pages/signed-out.tsx'
import { UnknownSite } from './pages/unknown-site.tsx'
import { context, loadSites, sites, sitesState } from './state/store.ts'
import { Problem } from './ui/problem.tsx'

export function App({ asking }: { asking: Asking }) {
  const state = sitesState.value
  if (state.phase === 'signedOut') return <SignedOut />
  return <Frame signedIn={state.phase === 'ready'}>{content(asking)}</Frame>
}

function content(asking: Asking) {
  const state = sitesState.value
  if (state.phase === 'failed') return <Problem text={state.problem} retry={() => void loadSites()} />
  if (state.phase !== 'ready') return null
  if (context.value) return <Overview asking={asking} context={context.value} />
  return sites.value.length > 0 ? <UnknownSite /> : <NoSite />
}
