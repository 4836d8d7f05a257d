/** Builds the dashboard to dist/: one page, one script, one stylesheet, nothing inline and nothing from elsewhere. */
import { defineConfig } from 'vite'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Relative addresses: the dashboard may be a folder of a site.
  base: './',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A `data:` address would need a hole in the page's policy.
    assetsInlineLimit: 0,
  },
})
