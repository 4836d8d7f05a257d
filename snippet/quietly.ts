/** Nothing that fails here may be felt by the page. */

/** Calls `act`; an uncounted view harms nobody, an exception in the page's own call does. */
export function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // Nothing to do.
  }
}
