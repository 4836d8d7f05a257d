/** Builds the core to one file, dist/core.js, into which the collector puts a site's settings. */
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2020',
    modulePreload: false,
    lib: { entry: 'core.ts', formats: ['iife'], name: 'footfall', fileName: () => 'core.js' },
  },
})
