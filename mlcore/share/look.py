"""How a card and a report look: on a screen by day and by night, and on paper."""

from mlcore.inspect import html_parts

STYLE = (
    html_parts.STYLE
    + """
:root { color-scheme: light dark; --first: #0f766e; --second: #c2650a; --quiet: #eef3f3;
  --bad: #b3261e; --good: #0f766e }
body { max-width: 60rem }
h1 { line-height: 1.2 } h2 { border-top: 2px solid var(--line); padding-top: .8rem;
  break-after: avoid }
.lead { font-size: 1.2rem; line-height: 1.45; margin: 1rem 0 1.2rem; padding: 1rem 1.2rem;
  background: var(--quiet); border-left: 4px solid var(--first); border-radius: .4rem }
.device { border: 1px solid var(--bad); border-radius: .4rem; padding: .5rem .9rem;
  font-weight: 600 }
td { vertical-align: middle } td.right, th.right { text-align: right }
td { font-variant-numeric: tabular-nums }
.charts { display: flex; flex-wrap: wrap; gap: .4rem .7rem }
figure.chart { width: auto; break-inside: avoid } figure.chart figcaption { font-size: .8rem;
  font-weight: 600; color: var(--ink) }
figure.chart svg { max-width: 100%; overflow: visible }
td svg { display: block } svg text { font-size: 10px; fill: var(--soft) }
.grid { stroke: var(--line); stroke-width: 1 }
path.line { fill: none; stroke-width: 2 } path.first { stroke: var(--first) }
path.second { stroke: var(--second) } path.guide { stroke: var(--soft); stroke-width: 1;
  stroke-dasharray: 3 3 }
circle.first { fill: var(--first) } circle.second { fill: var(--second) }
.band { opacity: .18 } polygon.first { fill: var(--first) } polygon.second { fill: var(--second) }
.rail { stroke: var(--line); stroke-width: 2 } .around { stroke: var(--first); stroke-width: 4;
  opacity: .45 } .dot { fill: var(--first) } .trivial { stroke: var(--second); stroke-width: 2 }
.ceiling { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 2 2 }
rect.found { fill: var(--good) } rect.missed { fill: var(--second) }
rect.false_alarm { fill: var(--bad) } rect.rightly_absent { fill: var(--line) }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem;
  margin: 0 .3rem 0 .8rem; vertical-align: -1px }
.key.found { background: var(--good) } .key.missed { background: var(--second) }
.key.false_alarm { background: var(--bad) } .key.rightly_absent { background: var(--line) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .9rem }
dt { font-weight: 600 } dd { margin: 0 } li { margin: .2rem 0 }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } .lead { font-size: 1.05rem } }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e4edee; --soft: #9fb2b6; --line: #2b3e47; --paper: #0c151b; --quiet: #15222a;
    --first: #2dd4bf; --second: #fbbf24; --bad: #f47067; --good: #2dd4bf } }
@media print { @page { margin: 15mm } body { margin: 0; max-width: none; font-size: 10.5pt }
  .scroll { overflow: visible } svg.interval { width: 105px } th, td { padding-right: .45rem }
  table { font-size: 8.5pt } tr, .tiles, .lead { break-inside: avoid }
  thead { display: table-header-group } }
"""
)
