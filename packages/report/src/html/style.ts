/** The report's style: light and dark by the reader's setting, and paper. */
export const style = `
:root{color-scheme:light dark;--ground:#fcfcfa;--card:#fff;--ink:#1d2329;--soft:#5b6670;--line:#dfe3e6;--grid:#edf0f2;
--accent:#1f5fa8;--up:#8a4b08;--good:#196c3a;--bad:#a3262a;--same:#4a5560;--quote:#f4f6f7}
@media (prefers-color-scheme:dark){:root{--ground:#14181c;--card:#1b2026;--ink:#e6eaee;--soft:#9aa6b1;--line:#323a42;
--grid:#262d34;--accent:#79b4f2;--up:#e2a45a;--good:#74cf96;--bad:#f08a86;--same:#aab4bd;--quote:#12161a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
h1{font-size:1.75rem;line-height:1.25;margin:.2rem 0 .6rem;font-weight:650;text-wrap:balance}
h2{font-size:1.15rem;margin:2.6rem 0 .8rem;font-weight:650}
h3{font-size:1rem;margin:0 0 .15rem;font-weight:600}
p{margin:.4rem 0}
.kicker,.meta,.estimand,figcaption,.note-line{color:var(--soft);font-size:.875rem}
.kicker{letter-spacing:.02em}
.answer{border-left:4px solid var(--accent);padding:.1rem 0 .1rem 1rem;margin:1.2rem 0;font-size:1.0625rem}
.answer p{margin:.35rem 0}.answer p:first-child{font-weight:600}
figure{margin:0 0 1.1rem;padding:1rem 1.1rem .8rem;background:var(--card);border:1px solid var(--line);border-radius:10px;break-inside:avoid}
.plot{display:block;width:100%;height:auto;margin-top:.5rem;overflow:visible;font-variant-numeric:tabular-nums}
.plot text{font-size:13px;fill:var(--ink)}
.plot .label{text-anchor:end}.plot .tick{text-anchor:middle;fill:var(--soft);font-size:12px}
.plot a .label{fill:var(--accent)}.plot a:hover .label,.plot a:focus-visible .label{text-decoration:underline}
.plot .note{fill:var(--soft)}.plot .sign{text-anchor:middle}.plot .baseline .label{font-weight:650}.plot .muted .whisker{stroke:var(--soft)}.plot .muted .point{fill:var(--soft)}
.plot .grid{stroke:var(--grid)}.plot .reference{stroke:var(--soft);stroke-dasharray:4 4}
.plot .whisker{stroke:var(--accent);stroke-width:2;fill:none;stroke-linecap:round}
.plot .point{fill:var(--accent);stroke:var(--card);stroke-width:1.5}
.plot .value{fill:var(--accent);opacity:.45}
.plot .baseline .whisker{stroke:var(--soft)}.plot .baseline .point{fill:var(--soft)}
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.42rem .8rem .42rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap}
td.number{white-space:nowrap}
.small{color:var(--soft);font-size:.82rem}
.verdict{font-weight:600}.verdict.undecided{font-weight:400}td:first-child{white-space:nowrap}
.better{color:var(--good)}.worse{color:var(--bad)}.higher,.lower{color:var(--up)}.equivalent,.undecided{color:var(--same)}
.passed{color:var(--good);font-weight:600}.failed{color:var(--bad);font-weight:600}
details{border:1px solid var(--line);border-radius:8px;margin:.45rem 0;background:var(--card)}
summary{cursor:pointer;padding:.5rem .8rem;overflow-wrap:anywhere}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:8px}
details>div{padding:0 .8rem .6rem}
details details{background:transparent}
.sample{margin:.6rem 0}.sample p{margin:0}
pre{margin:.3rem 0;padding:.7rem .8rem;background:var(--quote);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;
font:13.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;max-height:30rem;overflow-y:auto}
ul{padding-left:1.2rem;margin:.4rem 0}li{margin:.2rem 0}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.3rem 1.2rem;font-size:.9rem;margin:.4rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
@media (max-width:40rem){main{padding:1.5rem 1rem}h1{font-size:1.4rem}table{min-width:34rem}figure table{min-width:0}figure td:first-child{white-space:normal}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}.plot{min-width:40rem}figure{overflow-x:auto}}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--grid:#e4e4e4;--accent:#123f73;
--up:#5a3000;--good:#0c4a25;--bad:#7a1216;--same:#333;--quote:#f3f3f3}
body{font-size:10.5pt}main{max-width:none;padding:0 1px}.plot{max-width:80%}figure{padding:.5rem .8rem;margin-bottom:.6rem}h2{margin-top:1.2rem}.estimand,figcaption{margin:.1rem 0}.samples{display:none}h2{break-after:avoid}figure,tr{break-inside:avoid}pre{max-height:none}@page{margin:16mm}}
@media not print{.on-paper{display:none}}
`;
