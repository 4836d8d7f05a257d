/** What the device says of where it is, read only with consent: reduced at once to country, language and class by the collector. */

export function place() {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  return { zone: timeZone, lang: locale.split('-')[0], screen: screen.width || undefined }
}
