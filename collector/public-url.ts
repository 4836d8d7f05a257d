/** Where the collector is for the world: a host of its own (`https://stats.example.org`), or a path of a site's (`https://example.org/stats`). */
import { getPath } from 'hono/utils/url'

/** Its address as others are told it, without a slash at its end; undefined where it was given none. */
export function publicAddressOf(publicUrl: URL | null): string | undefined {
  return publicUrl ? publicUrl.origin + folderOf(publicUrl) : undefined
}

/** Whether an address leads no further than the machine itself. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** The path below which it is: empty, or such as `/stats`. */
export function folderOf(publicUrl: URL | null): string {
  return publicUrl?.pathname.replace(/\/+$/, '') ?? ''
}

/**
 * The path of a request as the app knows it, below `publicUrl`. A server before the collector may take the folder
 * away or leave it: both are the same address.
 */
export function pathBelow(publicUrl: URL | null): (request: Request) => string {
  const folder = `${folderOf(publicUrl)}/`
  if (folder === '/') return getPath
  return (request) => {
    const path = getPath(request)
    return path.startsWith(folder) ? path.slice(folder.length - 1) : path
  }
}
