/** Host names as people read them. Used by every program, so without a validator. */
import punycode from 'punycode.js'

/**
 * `xn--bcher-kva.example` as `bücher.example`. A label that is not one of letters, digits and hyphens, or that its own reading would not be
 * written as, stays in ASCII: nothing unseen is shown.
 */
export function readableHost(host: string): string {
  return host.includes('xn--') ? host.split('.').map(readableLabel).join('.') : host
}

function readableLabel(label: string): string {
  if (!label.startsWith('xn--')) return label
  try {
    const read = punycode.toUnicode(label)
    return /^[\p{L}\p{M}\p{N}-]+$/u.test(read) && punycode.toASCII(read.normalize('NFC').toLowerCase()) === label ? read : label
  } catch {
    return label
  }
}
