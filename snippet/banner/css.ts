/** How the banner looks, light and dark; an owner's page may set the variables. */

export const css = `
:host { all: initial; }
section {
  --ink: var(--footfall-ink, light-dark(#1c2321, #eef1ee));
  --paper: var(--footfall-paper, light-dark(#fff, #1b2220));
  --edge: var(--footfall-edge, light-dark(#cfd6d2, #44504b));
  --strong: var(--footfall-strong, light-dark(#17463a, #bfe3d5));
  color-scheme: var(--footfall-scheme, light dark);
  position: fixed; z-index: 2147483647; inset: auto 16px 16px; margin: 0 auto; max-width: 60rem; max-height: calc(100vh - 32px); overflow: auto;
  box-sizing: border-box; padding: 20px 24px; display: grid; grid-template-columns: 1fr auto; gap: 4px 32px; align-items: center;
  color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 12px;
  box-shadow: 0 1px 2px rgb(0 0 0 / .08), 0 12px 40px rgb(0 0 0 / .18);
  font: 16px/1.5 system-ui, sans-serif; text-align: start;
}
section:focus { outline: none; }
h2 { font-size: 17px; font-weight: 650; line-height: 1.3; margin: 0; }
p { margin: 0; grid-column: 1; max-width: 62ch; }
p.now { font-weight: 600; margin-top: 4px; }
.choices { grid-column: 2; grid-row: 1 / span 3; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 12px; }
button {
  font: inherit; font-weight: 600; min-height: 44px; min-width: 8em; padding: 8px 20px; cursor: pointer;
  color: var(--strong); background: transparent; border: 2px solid var(--strong); border-radius: 8px;
}
button:hover { color: var(--paper); background: var(--strong); }
button:focus-visible { outline: 3px solid var(--strong); outline-offset: 3px; }
@media (max-width: 44rem) {
  section { inset: auto 8px 8px; max-height: calc(100vh - 16px); padding: 16px; grid-template-columns: 1fr; gap: 6px; }
  .choices { grid-column: 1; grid-row: auto; margin-top: 10px; }
  button { min-width: 0; padding: 8px 12px; }
}
@media (forced-colors: active) { section, button { border-color: CanvasText; } }
@media (prefers-reduced-motion: no-preference) {
  section { animation: rise .25s ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
}
@media print { section { display: none; } }
`
