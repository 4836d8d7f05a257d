/** How the banner looks, light and dark; an owner's page may set the variables. */

export const css = `
:host { all: initial; }
section {
  --ink: var(--footfall-ink, #17201d);
  --soft: var(--footfall-soft, #414b47);
  --paper: var(--footfall-paper, #fff);
  --edge: var(--footfall-edge, #d5dbd8);
  --strong: var(--footfall-strong, #17463a);
  --tint: var(--footfall-tint, #f1f6f4);
  position: fixed; z-index: 2147483647; inset: auto 16px 16px; margin: 0 auto; max-width: 960px; max-height: calc(100vh - 32px); overflow: auto;
  box-sizing: border-box; padding: 22px 28px; display: grid; grid-template-columns: 1fr auto; gap: 6px 40px; align-items: center;
  color: var(--soft); background: var(--paper); border: 1px solid var(--edge); border-radius: 16px;
  box-shadow: 0 1px 2px rgb(0 0 0 / .06), 0 8px 32px rgb(0 0 0 / .14);
  font: 15px/1.6 system-ui, sans-serif; text-align: start; text-wrap: pretty; overflow-wrap: anywhere;
}
@supports (color: light-dark(#000, #fff)) {
  section {
    color-scheme: var(--footfall-scheme, light dark);
    --ink: var(--footfall-ink, light-dark(#17201d, #f2f5f3));
    --soft: var(--footfall-soft, light-dark(#414b47, #c3ccc8));
    --paper: var(--footfall-paper, light-dark(#fff, #1b2220));
    --edge: var(--footfall-edge, light-dark(#d5dbd8, #3d4945));
    --strong: var(--footfall-strong, light-dark(#17463a, #bfe3d5));
    --tint: var(--footfall-tint, light-dark(#f1f6f4, #24302c));
  }
}
section:focus { outline: none; }
h2, p { margin: 0; grid-column: 1; }
h2 { font-size: 18px; font-weight: 650; line-height: 1.35; letter-spacing: -.005em; color: var(--ink); }
p { max-width: 60ch; }
p.now { margin-top: 4px; font-weight: 600; color: var(--ink); }
.choices { grid-column: 2; grid-row: 1 / span 3; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 12px; }
button {
  font: inherit; font-weight: 600; line-height: 1.3; min-height: 46px; min-width: 132px; padding: 10px 20px; cursor: pointer;
  color: var(--strong); background: var(--tint); border: 1px solid var(--strong); border-radius: 10px;
}
button:hover { color: var(--paper); background: var(--strong); }
button:focus-visible { outline: 2px solid var(--strong); outline-offset: 3px; }
@media (max-width: 44rem) {
  section { inset: auto 8px 8px; max-height: calc(100vh - 16px); padding: 18px; grid-template-columns: 1fr; gap: 8px; }
  .choices { grid-column: 1; grid-row: auto; margin-top: 8px; }
  button { min-width: 0; padding: 10px 8px; }
}
@media (forced-colors: active) { section, button { border-color: CanvasText; } }
@media (prefers-reduced-motion: no-preference) {
  section { animation: rise .25s ease-out; }
  button { transition: background-color .15s, color .15s; }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
}
@media print { section { display: none; } }
`
