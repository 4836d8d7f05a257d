/** Hosts under which services show other people's pages: a reader's translation, an archive's copy; no look-alike, whatever they hold. */

const services: readonly [hosts: RegExp, what: string][] = [
  [/\.translate\.goog$/, 'a translation of your pages by Google Translate'],
  [/^translate\.googleusercontent\.com$/, 'a translation of your pages by Google Translate'],
  [/^translated\.turbopages\.org$/, 'a translation of your pages by Yandex'],
  [/^papago\.naver\.net$/, 'a translation of your pages by Papago'],
  [/^web\.archive\.org$/, 'a copy of your pages in the Internet Archive'],
  [/^cc\.bingj\.com$/, 'a copy of your pages in Bing’s cache'],
]

/** What a host is that shows copies of the site's pages; undefined for any other. */
export function copyAt(host: string): string | undefined {
  return services.find(([hosts]) => hosts.test(host))?.[1]
}
