/** How the API page looks: by the system's own light or dark, from a phone to a wall. */
export const API_PAGE_STYLE = `
:root { --ink: #16212b; --quiet: #4b5b68; --paper: #ffffff; --line: #d5dde3; --wash: #f2f6f8; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf2; --quiet: #a3b3bf; --paper: #10181f; --line: #2c3a45; --wash: #18232c; --link: #7db8f5; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
nav { padding: 1rem; background: var(--wash); border-bottom: 1px solid var(--line); }
nav ul { list-style: none; margin: .25rem 0 .5rem; padding-left: 1rem; }
nav a { display: inline-block; overflow-wrap: anywhere; }
nav a, summary { padding: .2rem 0; }
main { padding: 1rem; max-width: 64rem; min-width: 0; }
h1 small { font-weight: normal; color: var(--quiet); }
h2 { margin-top: 2.5rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1rem; margin-bottom: .25rem; overflow-wrap: anywhere; }
h4 { font-size: .9rem; margin: .75rem 0 .25rem; color: var(--quiet); }
section { padding: .5rem 0 1rem; border-bottom: 1px solid var(--line); }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.method { display: inline-block; min-width: 4.5rem; padding: .1rem .5rem; border: 1px solid currentColor; border-radius: .25rem; text-align: center; }
.needs { color: var(--quiet); }
pre, .wide { overflow-x: auto; }
pre { padding: .75rem; margin: .25rem 0; background: var(--wash); border-radius: .25rem; font-size: .85rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
dt { font-weight: bold; }
dd { margin: 0 0 .5rem 1rem; }
@media (min-width: 64rem) {
  body { display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; border-bottom: 0; border-right: 1px solid var(--line); }
  main { padding: 1rem 2.5rem; }
}
`
