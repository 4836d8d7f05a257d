/** Other cities: what becomes of the errors where an assumption is another. */
import type { Assumptions } from './assumptions.ts'

export interface Variant {
  name: string
  changed: Partial<Assumptions>
}

export const variants: readonly Variant[] = [
  { name: 'the site is reached by IPv4 alone', changed: { householdsIpv6: 0, carriersIpv6: 0 } },
  {
    name: 'by IPv4 alone, and carriers have a tenth of the addresses',
    changed: { householdsIpv6: 0, carriersIpv6: 0, carrierAddresses: 26 },
  },
  { name: 'almost everybody comes by IPv6', changed: { householdsIpv6: 0.95, carriersIpv6: 3 } },
  { name: 'there is no office and no school', changed: { offices: 0, schools: 0 } },
  { name: 'those who come often are no sooner to agree', changed: { lean: 0 } },
  { name: 'those who come often are far sooner to agree', changed: { lean: 1 } },
  { name: 'no browser loses its cookies', changed: { clearAlways: 0, clearMonthly: 0, privateShare: 0, safariDays: 1_000 } },
  { name: 'twice as many lose them', changed: { clearAlways: 0.14, clearMonthly: 0.76, privateShare: 0.1 } },
]

/** Who agrees where both buttons are alike: a third to a half (docs/accuracy.md). Variants and the chart show this share. */
export const usualShare = 0.4
