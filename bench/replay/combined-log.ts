/** Reads a web server's access log in the combined format and says which of its requests were page views. */

export interface PageRequest {
  address: string
  path: string
  /** The referring host, or null. */
  referrer: string | null
  userAgent: string
}

const line = /^(\S+) \S+ \S+ \[[^\]]+\] "(\S+) (\S+)[^"]*" (\d{3}) \S+ "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"/
const asset = /\.(?!html?$|php$|aspx?$|jsp$)[A-Za-z0-9]{1,5}$/

/** The page views of a log: successful GET requests for anything that does not look like a file of a page. */
export function* pageRequests(log: string): Generator<PageRequest> {
  for (const text of log.split('\n')) {
    const match = line.exec(text)
    if (!match) continue
    const [, address = '', method, target = '', status = '', referrer = '', userAgent = ''] = match
    const path = target.replace(/[?#].*$/s, '')
    const seen = method === 'GET' && (status.startsWith('2') || status === '304') && path.startsWith('/') && !asset.test(path)
    if (seen) yield { address, path, referrer: hostOf(referrer), userAgent }
  }
}

function hostOf(referrer: string): string | null {
  if (!/^https?:\/\//i.test(referrer)) return null
  try {
    return new URL(referrer).hostname || null
  } catch {
    return null
  }
}
