/** Nothing of the page stays behind the banner: what has the focus is scrolled free (WCAG 2.2, 2.4.11), and its foot can be scrolled above it. */
import { swallowErrors } from '../swallow-errors.ts'

/**
 * Keeps so much space free as `region` covers, on the screen alone, until the returned function is called; at the page's foot once it is
 * scrolled: a page that need not be is not moved. `seen` is called as soon as the region is in sight. Sizes come from observers, so that
 * the page is never laid out for it.
 */
export function keepClear(region: HTMLElement, seen: () => void): () => void {
  let height = 0
  let isScrolled = false
  let space: CSSStyleSheet | undefined
  const clear = (isOver?: unknown) =>
    swallowErrors(() => {
      const others = document.adoptedStyleSheets.filter((each) => each !== space)
      space = isOver === true ? undefined : new CSSStyleSheet()
      space?.replaceSync(
        `@media screen{html{scroll-padding-bottom:${height}px!important;${isScrolled ? `padding-bottom:${height}px!important` : ''}}}`,
      )
      document.adoptedStyleSheets = space ? [...others, space] : others
    })
  const scrolled = () => {
    isScrolled = true
    clear()
    // What the keyboard has come to may have been at the very foot.
    swallowErrors(() => document.querySelector(':focus-visible')?.scrollIntoView({ block: 'nearest' }))
  }
  const sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && seen())
  const size = new ResizeObserver(([entry]) => {
    // With the distance to the edge of the window, above it too. Browsers that say no such size can be given no style sheet either.
    height = Math.ceil(entry?.borderBoxSize?.[0]?.blockSize ?? 0) + 24
    clear()
  })
  sight.observe(region)
  size.observe(region)
  addEventListener('scroll', scrolled, { once: true, passive: true })
  return () => {
    sight.disconnect()
    size.disconnect()
    removeEventListener('scroll', scrolled)
    clear(true)
  }
}
