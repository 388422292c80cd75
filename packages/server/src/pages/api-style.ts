/** The looks of the page about the API: light and dark as the reader's system has it, wide and narrow. */
export const apiStyle = `:root { color-scheme: light dark; --paper: #fbfaf8; --ink: #1d1b18; --faint: #6a645b; --line: #dfdad2; --accent: #7a3b12; --sunk: #f1eee9; }
@media (prefers-color-scheme: dark) { :root { --paper: #171513; --ink: #ece7df; --faint: #a59c90; --line: #38342f; --accent: #f0a36b; --sunk: #211e1b; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 22rem minmax(0, 1fr); background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1rem; border-inline-end: 1px solid var(--line); font-size: 0.8rem; }
nav h1 { font-size: 1.2rem; margin: 0 0 1rem; }
nav > a { display: block; font-weight: 700; margin-top: 0.8rem; }
nav ol { list-style: none; margin: 0; padding: 0 0 0 0.5rem; overflow-wrap: anywhere; }
nav b { display: inline-block; min-width: 3.6em; color: var(--faint); font-weight: 600; }
main { padding: 1rem 2rem 4rem; max-width: 60rem; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
article { border-block-start: 1px solid var(--line); padding-block: 1rem; }
article:target { background: var(--sunk); outline: 0.5rem solid var(--sunk); }
h2 { margin-block: 2rem 0.5rem; text-transform: capitalize; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h4 { margin: 0.8rem 0 0.2rem; font-size: 0.9rem; }
small { color: var(--faint); font-weight: 400; }
code { font: 0.85em/1.5 ui-monospace, monospace; }
pre { background: var(--sunk); padding: 0.6rem 0.8rem; margin: 0.4rem 0; overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; }
th, td { text-align: start; padding: 0.2rem 1rem 0.2rem 0; border-block-end: 1px solid var(--line); }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; } }
`;
