/** A built app of `frameworks/` as pages of a website: its files as a plain file server answers them, and what its `app.json` says beside. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Descriptor } from '../installed.mjs'
import type { Answer, Asked, Pages } from './website.ts'

export function pagesOfApp(folder: string, { fallback, server = {} }: Descriptor): (asked: Asked) => Answer | undefined {
  const { redirects = {}, json } = server
  const fileOf = (path: string, endings: string[]) => endings.map((ending) => join(folder, path + ending)).find(isFile)
  return ({ path, headers }) => {
    const location = redirects[path]
    if (location) return { status: 302, headers: { location } }
    if (json && headers[json.request]) {
      const file = fileOf(path === '/' ? '/index' : path, [json.suffix])
      return file ? { file, headers: lowered(json.answer) } : undefined
    }
    const file = fileOf(decodeURI(path), ['', '.html', '/index.html']) ?? (fallback && join(folder, fallback))
    return file ? { file } : undefined
  }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

const lowered = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** Pages of which some can be kept waiting. */
export interface HeldBack {
  pages: Pages
  hold(): void
  release(): void
}

/** A browser asks a host for six things at a time: some are left for the rest. */
const atOnce = 3

/** After `hold` the first few paths that match come only once `release` is called. */
export function heldBack(pages: Pages, matching: RegExp): HeldBack {
  let held: PromiseWithResolvers<void> | undefined
  let count = 0
  return {
    pages: async (asked) => {
      if (held && matching.test(asked.path) && count++ < atOnce) await held.promise
      return typeof pages === 'function' ? pages(asked) : pages[asked.path]
    },
    hold: () => {
      held = Promise.withResolvers()
    },
    release: () => held?.resolve(),
  }
}
