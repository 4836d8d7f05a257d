/** Builds the tag, a file at a time, by mode: `core` and `opted`, into which the collector puts a site's settings, `banner`, `vitals`. */
import { defineConfig } from 'vite'

const core = (mode: string) => ({ lib: { entry: 'core.ts', formats: ['iife' as const], name: 'footfall', fileName: () => `${mode}.js` } })
// One at a time, so that the two share no third file.
const bundle = (name: string) => ({
  rolldownOptions: {
    input: { [name]: name.includes('-') ? `${name.replace('-', '/languages/')}.ts` : `${name}/${name}.ts` },
    preserveEntrySignatures: 'strict' as const,
    output: { entryFileNames: '[name].js' },
  },
})

/** The banner's looks without the spaces that its readers need. */
const tightCss = {
  name: 'tight-css',
  transform: (code: string, id: string) =>
    id.endsWith('/css.ts')
      ? {
          code: code
            .replace(/\s+/g, ' ')
            .replace(/ ?([{};:,]) /g, '$1')
            .replace(/ {/g, '{'),
          map: null,
        }
      : undefined,
}

export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: [tightCss],
  // Pages have variables named `self`; `window` they cannot replace.
  define: { __FOOTFALL_OPTED__: JSON.stringify(mode === 'opted'), self: 'window' },
  build: {
    target: 'es2021',
    modulePreload: false,
    emptyOutDir: false,
    // A few hundred bytes smaller than the bundler's own minifier makes it; every page of every site loads them.
    minify: 'terser',
    terserOptions: {
      ecma: 2021,
      toplevel: true,
      compress: { passes: 3, inline: 1, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true },
    },
    ...(mode === 'core' || mode === 'opted' ? core(mode) : bundle(mode)),
  },
}))
