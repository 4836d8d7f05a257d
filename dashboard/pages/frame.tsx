/** What stands around every view: the name at the top, and the way out. */
import type { ComponentChildren } from 'preact'
import { Mark } from '../ui/mark.tsx'

export function Frame({ signedIn, children }: { signedIn: boolean; children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the numbers
      </a>
      <header class="top">
        <a class="wordmark" href="./">
          <Mark />
          Footfall
        </a>
        {signedIn && (
          <form method="post" action="sign-out">
            <button type="submit" class="quiet">
              Sign out
            </button>
          </form>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
