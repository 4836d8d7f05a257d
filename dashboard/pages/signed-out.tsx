/** What is shown to whoever is not signed in: how to come in. */
import { Code } from '../ui/code.tsx'
import { Mark } from '../ui/mark.tsx'

export function SignedOut() {
  document.title = 'Footfall'
  return (
    <main class="signed-out" id="main">
      <Mark />
      <h1>Sign in with your one-time link</h1>
      <p>Footfall printed a one-time link when it started. Opening it signs this browser in. For a new one, run:</p>
      <Code text="npm run footfall -- link" />
    </main>
  )
}
