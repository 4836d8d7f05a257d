/** The rules of law by which a declaration is refused, and the fields that nobody may set since each would break one. */

interface Rule {
  /** What must hold. */
  says: string
  /** Where it is said. */
  law: string
}

export const rules = {
  reject: { says: 'rejecting is offered wherever accepting is', law: 'EDPB cookie banner taskforce 2023, type A; CNIL 2020-092' },
  preTicked: { says: 'nothing optional is ticked beforehand', law: 'CJEU C-673/17 Planet49; EDPB cookie banner taskforce 2023, type B' },
  unequal: {
    says: 'accepting and rejecting look alike and cost the same effort',
    law: 'EDPB cookie banner taskforce 2023, types C to F; CCPA regulations §7004(a)(2)',
  },
  interest: { says: 'a legitimate interest is no ground for keeping or reading', law: 'EDPB cookie banner taskforce 2023, type H' },
  necessary: { says: 'nothing that needs a yes stands under necessary', law: 'EDPB cookie banner taskforce 2023, type I' },
  wayBack: { says: 'an answer can be taken back on every page', law: 'GDPR 7(3); EDPB cookie banner taskforce 2023, type K' },
  implied: { says: 'scrolling, going on or silence is no yes', law: 'EDPB 05/2020; CNIL 2020-091' },
  wall: { says: 'the page can be used before any answer and after a no', law: 'EDPB 05/2020 §39–41' },
  purposes: { says: 'each purpose is told as what it is, before the answer, in words that visitors read', law: 'CNIL 2020-092' },
  links: {
    says: 'privacy page and imprint can be opened before the answer, and each receiver’s own',
    law: 'CNIL 2020-092; §25 TDDDG (DSK)',
  },
  again: { says: 'a no lasts as long as a yes, at least six months', law: 'CNIL 2020-092; Garante 9677876' },
  before: { says: 'nothing is loaded from another host before a yes', law: 'EDPB 2/2023; ePrivacy directive 5(3)' },
  statisticsLife: { says: 'what serves statistics lasts 13 months at most, 400 days', law: 'CNIL, exempt audience measurement 2025' },
  life: { says: 'nothing lasts longer than 24 months, 731 days', law: 'AEPD, cookie guide 2023' },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules

/** What is wrong, and the rule that it breaks. */
export function broken(rule: RuleName, what: string): string {
  const { says, law } = rules[rule]
  return `${what}: ${says} (${law})`
}

/** The longest lifetimes, in days. */
export const longest = { statistics: 400, any: 731 } as const

/** Fields by which other consent managers let an owner do what no law here allows. */
export const refusedFields = {
  checked: 'preTicked',
  default: 'preTicked',
  enabled: 'preTicked',
  preselected: 'preTicked',
  selected: 'preTicked',
  acceptColor: 'unequal',
  highlight: 'unequal',
  primary: 'unequal',
  prominent: 'unequal',
  rejectStyle: 'unequal',
  hideReject: 'reject',
  noReject: 'reject',
  rejectAsLink: 'reject',
  legitimateInterest: 'interest',
  optOut: 'interest',
  hideButton: 'wayBack',
  noButton: 'wayBack',
  acceptOnScroll: 'implied',
  acceptAfter: 'implied',
  implied: 'implied',
  block: 'wall',
  forced: 'wall',
  wall: 'wall',
  askAgain: 'again',
} as const satisfies Record<string, RuleName>

/** Why a field that no declaration has is refused. */
export function whyNoField(name: string): string {
  const rule = Object.hasOwn(refusedFields, name) ? refusedFields[name as keyof typeof refusedFields] : undefined
  return rule ? broken(rule, `${name} cannot be set`) : 'is not a field of a declaration'
}
