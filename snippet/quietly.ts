/** Nothing that fails here may be felt by the page. */

/** What `act` gives, or undefined where it throws: an uncounted view harms nobody, an exception in the page's own call does. */
export function quietly<Value>(act: () => Value): Value | undefined {
  try {
    return act()
  } catch {}
}
