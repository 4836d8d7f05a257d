/** Stands where rows will be. */

export function Skeletons() {
  return (
    <div class="skeletons" aria-hidden="true">
      <span class="skeleton" />
      <span class="skeleton" />
      <span class="skeleton" />
    </div>
  )
}
