/** The estimate for everybody, of those who agreed: as if the others saw as many pages each. The one place where it is worked out. */
export function estimateOf(visitors: number, coverage: number): number {
  return visitors / coverage
}
