/** Builds the tag, one file at a time. The mode is the file's name in the table (contract/bundles.ts): `core`, `opted`, `banner`, `banner-es`, … */
import { type MinifyOptions, minify } from 'terser'
import { defineConfig, minifySync, type Plugin, parseAst } from 'vite'
import { bundleFiles, coreFiles, languagesOf } from '../contract/bundles.ts'

const target = 'es2021'

// Smaller than the bundler's own minifier alone makes it; every page of every site loads the core.
const terserOptions: MinifyOptions = {
  ecma: 2021,
  toplevel: true,
  mangle: false,
  compress: { passes: 3, inline: 1, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true },
}

/** The banner's style sheet without the spaces that its readers need. */
const tightCss: Plugin = {
  name: 'tight-css',
  transform: (code, id) =>
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

/** A file's functions as arrow functions, which are shorter (80 bytes of the core); nothing of ours uses the `this` of its own functions. */
const arrowFunctions: Plugin = {
  name: 'arrow-functions',
  renderChunk(code) {
    let made = ''
    let at = 0
    for (const each of parseAst(code).body) {
      if (each.type !== 'FunctionDeclaration' || each.generator || !each.body) continue
      const [head, body] = [code.slice(each.start, each.body.start), code.slice(each.body.start, each.end)]
      // As the variables of a bundled file are declared: one list of all.
      made += `${code.slice(at, each.start)}var ${each.id?.name} = ${each.async ? 'async ' : ''}${head.slice(head.indexOf('('))} => ${body};`
      at = each.end
    }
    return { code: made + code.slice(at), map: null }
  },
}

/**
 * A second minifier after the first: each finds what the other leaves (30 bytes of the core). The first one once more gives texts the quotes that the
 * settings have (4 bytes). A core becomes a block (5 bytes less than a function): a plain script that leaves no name in the page, and that may follow a
 * line which does not end with a semicolon.
 */
const minifyAgain: Plugin = {
  name: 'minify-again',
  async generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue
      const { code } = minifySync(file.fileName, file.code, { compress: { target }, mangle: { toplevel: true } })
      const isCore = coreFiles.some(({ name }) => name === file.name)
      const quoted = await minify(isCore ? `{${code.replace(/(^|;)var /g, '$1let ')}}` : code, { ...terserOptions, module: !isCore })
      file.code = quoted.code!
    }
  },
}

export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: [tightCss, arrowFunctions, minifyAgain],
  define: {
    __FOOTFALL_OPTED__: JSON.stringify(mode === 'opted'),
    __FOOTFALL_LANGUAGES__: JSON.stringify(languagesOf('banner')),
    // Pages have variables named `self`; `window` they cannot replace.
    self: 'window',
  },
  build: {
    target,
    modulePreload: false,
    emptyOutDir: false,
    minify: 'terser',
    terserOptions,
    // One at a time, so that two bundles share no third file.
    rolldownOptions: {
      input: Object.fromEntries([...coreFiles, ...bundleFiles].filter(({ name }) => name === mode).map(({ name, entry }) => [name, entry])),
      preserveEntrySignatures: 'strict',
      // The minifiers are what takes the time; nobody needs to be told.
      checks: { pluginTimings: false },
      output: { entryFileNames: '[name].js' },
    },
  },
}))
