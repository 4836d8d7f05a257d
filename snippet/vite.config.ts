/** Builds the tag, a file at a time, by mode: `core`, into which the collector puts a site's settings, `banner`, `vitals`. */
import { defineConfig } from 'vite'

const core = { lib: { entry: 'core.ts', formats: ['iife' as const], name: 'footfall', fileName: () => 'core.js' } }
// One at a time, so that the two share no third file.
const bundle = (name: string) => ({
  rolldownOptions: {
    input: { [name]: `${name}/${name}.ts` },
    preserveEntrySignatures: 'strict' as const,
    output: { entryFileNames: '[name].js' },
  },
})

export default defineConfig(({ mode }) => ({
  publicDir: false,
  build: {
    target: 'es2020',
    modulePreload: false,
    emptyOutDir: false,
    // A few hundred bytes smaller than the bundler's own minifier makes it; every page of every site loads them.
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      toplevel: true,
      compress: { passes: 3, inline: 1, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true },
    },
    ...(mode === 'core' ? core : bundle(mode)),
  },
}))
