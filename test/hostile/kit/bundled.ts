/** A page's own script as its build makes it: with what it imports of libraries/, in one classic script. */
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'

/** `alias`: packages under other names than the script has for them. */
export async function bundled(folder: string, code: string, alias: Record<string, string> = {}): Promise<string> {
  const entry = join(folder, 'entry.js')
  const made = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    resolve: { alias },
    plugins: [{ name: 'entry', resolveId: (id) => (id === entry ? id : undefined), load: (id) => (id === entry ? code : undefined) }],
    build: { write: false, minify: false, rolldownOptions: { input: entry, output: { format: 'iife' } } },
  })
  const [{ output }] = [made].flat() as [Rolldown.RolldownOutput]
  return output[0].code
}
