/**
 * How the banner looks, light and dark; an owner's page may set the variables `--footfall-…` on its root (docs/install.md). What is important
 * here is above all that is important in the page. The host has no box: it would be an item of the page's grid. It keeps the page's own scheme.
 */

export const css = `
:host { all: initial !important; display: contents !important; color-scheme: inherit !important; }
.card {
  --a: #17201d; --b: #414b47; --c: #fff; --d: #d5dbd8; --e: #17463a; --f: #f1f6f4;
  position: fixed; z-index: 2147483647; right: 12px; bottom: 12px; left: 12px; margin: 0 auto; max-width: 960px; max-height: calc(100vh - 24px); overflow: auto;
  box-sizing: border-box; padding: 22px 28px; display: grid; grid-template-columns: 1fr auto; gap: 6px 40px; align-items: center;
  color: var(--footfall-soft, var(--b)); background: var(--footfall-paper, var(--c)); border: 1px solid var(--footfall-edge, var(--d)); border-radius: 16px;
  box-shadow: 0 12px 28px #0002;
  font: .9375em/1.6 system-ui, sans-serif; text-align: start; text-wrap: pretty; overflow-wrap: anywhere;
}
@supports (color: light-dark(#000, #fff)) {
  .card {
    color-scheme: var(--footfall-scheme, inherit);
    --a: light-dark(#17201d, #f2f5f3); --b: light-dark(#414b47, #c3ccc8); --c: light-dark(#fff, #1b2220);
    --d: light-dark(#d5dbd8, #3d4945); --e: light-dark(#17463a, #bfe3d5); --f: light-dark(#f1f6f4, #24302c);
  }
}
section:focus { outline: none; }
h2, p { margin: 0; grid-column: 1; max-width: 60ch; }
h2, .now, p.card { font-weight: 600; color: var(--footfall-ink, var(--a)); }
h2 { font-size: 1.2em; line-height: 1.35; }
p.card { margin: 0 auto; display: block; width: fit-content; padding: 12px 20px; pointer-events: none; }
.choices { grid-column: 2; grid-row: 1 / span 3; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 12px; }
button {
  font: inherit; font-weight: 600; line-height: 1.3; min-height: 46px; min-width: 132px; padding: 10px 20px; cursor: pointer;
  color: var(--footfall-strong, var(--e)); background: var(--footfall-tint, var(--f)); border: 1px solid; border-radius: 10px;
}
button:hover { color: var(--footfall-paper, var(--c)); background: var(--footfall-strong, var(--e)); }
button:focus-visible { outline: 2px solid var(--footfall-strong, var(--e)); outline-offset: 3px; }
@media (max-width: 44rem) {
  section.card { padding: 18px; grid-template-columns: 1fr; gap: 8px; }
  .choices { grid-column: 1; grid-row: auto; margin-top: 8px; }
  button { min-width: 0; padding: 10px 8px; }
}
@media (prefers-reduced-motion: no-preference) {
  section { animation: rise .25s ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
}
@media print { .card { display: none; } }
`
