/** The style of the page, in light and dark colours. Each colour of a text has a contrast of at least 4.5 on its background. */
export const STYLE = `
:root { --back: #fff; --card: #f6f8fa; --text: #1f2328; --soft: #57606a; --line: #d0d7de; --link: #0550ae;
  --direct: #a40e26; --direct-back: #ffebe9; --fails: #7d4e00; --fails-back: #fff8c5;
  --gateway: #116329; --gateway-back: #dafbe1; --refused: #57606a; --refused-back: #eaeef2; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --card: #161b22; --text: #e6edf3; --soft: #9ea7b3; --line: #3d444d;
  --link: #79c0ff; --direct: #ff9a94; --direct-back: #3c1418; --fails: #e3b341; --fails-back: #2e2306;
  --gateway: #7ee787; --gateway-back: #0f2d18; --refused: #9ea7b3; --refused-back: #21262d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 100rem; padding: 0 1.25rem 3rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 1.5rem 0 0; } h2 { font-size: 1.2rem; margin: 2.25rem 0 .6rem; }
header p, footer, .small { color: var(--soft); } .small { font-size: .85rem; } footer { margin-top: 2.5rem; }
a { color: var(--link); } code, .path { font-family: ui-monospace, monospace; font-size: .92em; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--back); padding: .5rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; }
.tile { border: 1px solid var(--line); border-left: .4rem solid var(--tone); border-radius: 6px; background: var(--card);
  padding: .5rem .9rem; min-width: 10rem; }
.tile { display: flex; flex-direction: column; } .tile dt { order: 2; } .tile dd { margin: 0; } .tile dd.small { order: 3; }
.tile dd:not(.small) { order: 1; font-size: 1.7rem; font-weight: 650; line-height: 1.2; color: var(--tone); }
.tile, .mark { --tone: var(--refused); --tone-back: var(--refused-back); }
.direct { --tone: var(--direct); --tone-back: var(--direct-back); } .fails { --tone: var(--fails); --tone-back: var(--fails-back); }
.gateway { --tone: var(--gateway); --tone-back: var(--gateway-back); }
.mark { color: var(--tone); background: var(--tone-back); border-radius: 1em; padding: .05em .6em; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.verdict { font-weight: 650; margin: 1rem 0 .3rem; } .bad { color: var(--direct); } .good { color: var(--gateway); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { background: var(--card); white-space: nowrap; } td { min-width: 7rem; }
#ways-table td:nth-child(n+3):nth-child(-n+6), .findings td:nth-child(-n+2) { white-space: nowrap; } td:last-child { min-width: 18rem; }
#ways-table td:nth-child(-n+2) { min-width: 10.5rem; } #ways-table td:nth-child(n+3):nth-child(-n+5) { min-width: 0; } #ways-table td:last-child { min-width: 14rem; }
summary { cursor: pointer; margin: .6rem 0; color: var(--link); }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .7rem; cursor: pointer; }
button:disabled { color: var(--soft); cursor: default; } th button { border: 0; padding: 0; font-weight: 650; }
th[aria-sort=ascending] button::after { content: ' \\2191'; } th[aria-sort=descending] button::after { content: ' \\2193'; }
.filters { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; } [hidden] { display: none !important; }
fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: .25rem .9rem; padding: .1rem .75rem .35rem; }
input[type=search] { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 6px;
  padding: .3rem .6rem; width: min(26rem, 80vw); }
::placeholder { color: var(--soft); opacity: 1; }
svg { display: block; min-width: 50rem; width: 100%; height: auto; font: 13px ui-monospace, monospace; }
svg text { fill: var(--text); } svg .head { fill: var(--soft); font: 13px system-ui, sans-serif; }
svg .box { fill: var(--card); stroke: var(--tone, var(--line)); } svg .soft { fill: var(--soft); }
svg .way { fill: none; stroke: var(--tone); stroke-width: 1.6; opacity: .75; } svg .partly { stroke-dasharray: 2 4; }
svg .direct.way { stroke-width: 3; opacity: 1; } svg a:hover .box, svg a:focus .box { stroke-width: 3; }
@media (max-width: 40rem) { .findings thead { display: none; } .findings :is(tbody, tr, td) { display: block; }
  .findings tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } .findings td { border: 0; padding: .1rem 0; }
  .findings td, .findings td:last-child { min-width: 0; } .findings td:nth-child(-n+2) { display: inline; padding-right: .6rem; } }
@media print { .filters, .pages, .skip { display: none; } body { max-width: none; } }
`;
