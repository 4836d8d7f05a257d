/** Footfall's mark: two footprints, one step apart. */

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 28" aria-hidden="true" focusable="false">
      <ellipse cx="6.5" cy="16.6" rx="4.3" ry="6.4" />
      <ellipse cx="6.5" cy="25.4" rx="3" ry="2.2" />
      <ellipse cx="17.5" cy="6.8" rx="4.3" ry="6.4" />
      <ellipse cx="17.5" cy="15.6" rx="3" ry="2.2" />
    </svg>
  )
}
