// The look of the page: one style sheet inside it. Colours are named by what they mean; dark and print only rename them.
export const style = `
:root{color-scheme:light dark;
--page:#f6f6f4;--card:#fff;--ink:#1b1f24;--soft:#57606a;--line:#dcdfe3;--faint:#eef0f2;
--bad:#b42318;--bad-soft:#fdecea;--good:#14743c;--good-soft:#e6f4ea;--warn:#8a5a00;--warn-soft:#fdf3d8;--warn-line:#d9a021;
--calm:#3f4b59;--calm-soft:#e9edf1;--dot:#2f6cb3;--harm:#c2631b;--harm-ink:#8a3f08;--harm-soft:#c2631b1f;--focus:#1d5fd0;
--sans:Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","JetBrains Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{
--page:#0f1216;--card:#171b21;--ink:#e7eaee;--soft:#9ba6b2;--line:#2b323b;--faint:#20262d;
--bad:#ff8f85;--bad-soft:#3a1916;--good:#6cd396;--good-soft:#12301f;--warn:#f0bf5c;--warn-soft:#332709;--warn-line:#d9a021;
--calm:#b9c4d0;--calm-soft:#252c35;--dot:#79b0ef;--harm:#f0a05c;--harm-ink:#ffc08a;--harm-soft:#f0a05c1c;--focus:#8ab8ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 var(--sans);overflow-wrap:anywhere}
main,.masthead,footer{max-width:58rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0}
ul,ol{padding:0;list-style:none}
h1{font-size:clamp(1.4rem,1.05rem + 1.7vw,2rem);line-height:1.25;font-weight:680;letter-spacing:-.022em;margin-top:.95rem;max-width:46rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;font-weight:650;letter-spacing:-.012em}
h3{font-size:1.08rem;line-height:1.35;font-weight:620;letter-spacing:-.006em}
section{margin-top:3.25rem}
section>h2{margin-bottom:1.1rem}
.note{color:var(--soft);font-size:.9rem}
section>.note{margin:-.7rem 0 1.1rem;max-width:46rem}
.rest{margin-top:.9rem}
code,.mono{font-family:var(--mono);font-size:.86em;font-feature-settings:normal}
a{color:var(--focus)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px}
.badge{display:inline-block;padding:.16rem .6rem;border-radius:6px;font-size:.78rem;font-weight:650;letter-spacing:.04em;line-height:1.5;white-space:nowrap;background:var(--calm-soft);color:var(--calm)}
.badge.bad{background:var(--bad-soft);color:var(--bad)}.badge.good{background:var(--good-soft);color:var(--good)}.badge.warn{background:var(--warn-soft);color:var(--warn)}
.badge.solid.bad{background:var(--bad);color:var(--card)}.badge.solid.good{background:var(--good);color:var(--card)}.badge.solid.warn{background:var(--warn);color:var(--card)}.badge.solid.calm{background:var(--calm);color:var(--card)}

.masthead{padding-top:2.5rem}
.top{display:flex;flex-wrap:wrap;gap:.4rem .75rem;align-items:center;color:var(--soft);font-weight:580}
.verdict{margin-top:1.15rem;padding:.1rem 0 .1rem 1rem;border-left:4px solid var(--warn-line);max-width:46rem;font-size:1.09rem;line-height:1.5;font-weight:520;text-wrap:pretty}
.verdict.bad{border-left-color:var(--bad)}.verdict.good{border-left-color:var(--good)}
.meta{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin-top:1.4rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.88rem}
.meta b{color:var(--ink);font-weight:560}
.alarm{margin-top:1.4rem;padding:.9rem 1.1rem;border-radius:10px;background:var(--bad);color:var(--card);font-weight:600}
.alarm code{user-select:all;-webkit-user-select:all}

.gaps{display:grid;gap:1.1rem}
.gap{padding:1.35rem 1.5rem 1.5rem;border-left:5px solid var(--calm)}
.gap.SEV1,.gap.SEV2{border-left-color:var(--bad)}.gap.SEV3{border-left-color:var(--warn-line)}
.gap header{display:flex;flex-wrap:wrap;gap:.3rem .7rem;align-items:baseline}
.gap header h3{flex:1 1 14rem;font-size:1.16rem}
.sub{margin-top:.3rem;color:var(--soft);font-size:.84rem}
.versus{display:grid;grid-template-columns:1fr 1fr;gap:.8rem;margin-top:1rem}
.versus>div{background:var(--faint);border-radius:9px;padding:.75rem .95rem .85rem}
.versus .observed{background:var(--bad-soft)}
.label{display:block;font-size:.75rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;color:var(--soft)}
.versus p{margin-top:.15rem;font-size:.96rem;line-height:1.5}
.versus p+p{margin-top:.45rem}
.gap .facts{grid-template-columns:1fr 1fr 2fr}
.observed .label{color:var(--bad)}
.evidence{margin-top:.9rem;display:grid;gap:.25rem;font-size:.88rem;color:var(--soft)}
.evidence li{display:grid;grid-template-columns:5.2rem 1fr;gap:.6rem}
.evidence .when{font-variant-numeric:tabular-nums;color:var(--soft);white-space:nowrap}
.evidence .seq{opacity:.8}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.9rem 1.5rem;margin-top:1.15rem}
.facts dt{font-size:.75rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;color:var(--soft)}
.facts dd{font-size:.96rem}
.facts .wide{grid-column:1/-1}
.facts small{display:block;color:var(--soft);font-size:.82rem}
.close{margin-top:1.15rem;padding-top:1.05rem;border-top:1px solid var(--line)}
.command{display:block;margin-top:.35rem;padding:.65rem .9rem;border-radius:8px;border:1px solid var(--line);background:var(--faint);font:.92rem/1.5 var(--mono);overflow-x:auto;white-space:pre-wrap;user-select:all;-webkit-user-select:all;cursor:copy}
.command::before{content:"$ ";color:var(--soft);user-select:none;-webkit-user-select:none}
.close .note{margin-top:.4rem}

.checks{padding:.35rem 1.4rem}
.checks li{display:grid;grid-template-columns:1.6rem 1fr;padding:.8rem 0;border-top:1px solid var(--line)}
.checks li:first-child{border-top:0}
.mark{font-weight:700;line-height:1.5}
.good-ink{color:var(--good)}.bad-ink{color:var(--bad)}.warn-ink{color:var(--warn)}.soft-ink{color:var(--soft)}
.checks p{font-size:.92rem;color:var(--soft)}
.checks b{font-weight:580}

.probe{padding:1.35rem 1.5rem 1.2rem}
.probe+.probe{margin-top:1.1rem}
.probe .what{color:var(--soft);font-size:.88rem}
.probe header .badge{float:right;margin-left:.8rem}
.chart{position:relative;margin-top:1.1rem;--gutter:4.4rem}
.chart.named{--gutter:7.5rem}
.axis-title{font-size:.78rem;color:var(--soft);margin-bottom:.3rem}
.lanes{position:relative;margin-left:var(--gutter);margin-bottom:2px}
.lane{position:relative;height:1.45rem}
.window,.flag,.part{position:absolute;top:0;height:1.3rem;font-size:.75rem;line-height:1.2rem;font-weight:580;white-space:nowrap}
.window{background:var(--harm-soft);color:var(--harm-ink);border-top:3px solid var(--harm);padding:0 .45rem;overflow:hidden;text-overflow:ellipsis;min-width:3px}
.part{color:var(--soft);font-weight:450;border-top:3px solid var(--line);padding:0 .45rem 0 0;overflow:hidden}.part.after{padding-left:.45rem}
.window.thin,.part.thin{padding:0}
.flag{padding:0 .4rem}
.flag.left{transform:translateX(-100%)}
.flag.abort{color:var(--bad)}.flag.steady{color:var(--good)}.flag.alert{color:var(--focus)}
.plot{position:relative;margin-left:var(--gutter);height:15rem;border-bottom:1px solid var(--soft)}
.plot svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.plot svg *{vector-effect:non-scaling-stroke}
.grid{stroke:var(--line);stroke-width:1}
.harm{fill:var(--harm-soft)}
.rule{stroke-width:1.5;fill:none}
.rule.abort{stroke:var(--bad)}.rule.steady{stroke:var(--good)}.rule.alert{stroke:var(--focus)}.rule.t0{stroke:var(--harm)}
.limit{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:6 4}
.dots{fill:none;stroke:var(--dot);stroke-width:5px;stroke-linecap:round}
.misses{fill:none;stroke:var(--bad);stroke-width:7px;stroke-linecap:square}
.silent{fill:none;stroke:var(--soft);stroke-width:8px;stroke-linecap:square}
.silent-core{fill:none;stroke:var(--card);stroke-width:4px;stroke-linecap:square}
.y,.x,.limit-text{position:absolute;font-size:.76rem;line-height:1;color:var(--soft);white-space:nowrap;font-variant-numeric:tabular-nums}
.y{right:100%;margin-right:.55rem;transform:translateY(50%);max-width:calc(var(--gutter) - .6rem);overflow:hidden;text-overflow:ellipsis}
.x{top:100%;margin-top:.5rem;transform:translateX(-50%)}
.limit-text{left:.3rem;margin-bottom:.28rem;color:var(--ink);font-weight:560;background:color-mix(in srgb,var(--card) 82%,transparent);padding:.1rem .25rem;border-radius:3px;max-width:100%;overflow:hidden;text-overflow:ellipsis}
.x-title{margin:1.7rem 0 0 var(--gutter);font-size:.78rem;color:var(--soft);text-align:center}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:.7rem 0 0 var(--gutter);font-size:.8rem;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:.4rem}
.key{display:inline-block;width:8px;height:8px}
.key.dot{border-radius:50%;background:var(--dot)}.key.miss{background:var(--bad)}.key.none{border:2px solid var(--soft)}
.key.dash{width:18px;height:0;border-top:2px dashed var(--ink)}.key.shade{width:16px;height:10px;background:var(--harm-soft);border-top:3px solid var(--harm)}
.scroll{overflow-x:auto;margin-top:1rem}
table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
table{overflow-wrap:normal}td:first-child,th{white-space:nowrap}td:last-child{min-width:11rem;overflow-wrap:anywhere}
th{font-weight:600;color:var(--soft);text-align:left;font-size:.78rem}
th,td{padding:.5rem .9rem .5rem 0;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;padding-top:0}
td.num,th.num{text-align:right;white-space:nowrap}
th:last-child,td:last-child{padding-right:0}

.timeline{padding:1rem 1.5rem}
.timeline li{display:grid;grid-template-columns:6.2rem 1rem 1fr;gap:.2rem .7rem;padding:.36rem 0;font-size:.93rem}
.timeline .when{color:var(--soft);text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;font-size:.86rem;line-height:1.65}
.timeline .rail{position:relative}
.timeline .rail::before{content:"";position:absolute;left:calc(50% - .5px);top:-.36rem;bottom:-.36rem;width:1px;background:var(--line)}
.timeline li:first-child .rail::before{top:.7rem}.timeline li:last-child .rail::before{bottom:calc(100% - .7rem)}
.timeline .rail::after{content:"";position:absolute;left:calc(50% - 4.5px);top:.5rem;width:9px;height:9px;border-radius:50%;background:var(--soft);box-shadow:0 0 0 3px var(--card)}
.timeline .harm .rail::after{background:var(--harm);border-radius:2px}.timeline .bad .rail::after{background:var(--bad);border-radius:2px}.timeline .good .rail::after{background:var(--good)}
.timeline .harm .text,.timeline .bad .text{font-weight:560}

.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.9rem}
.tile{padding:1rem 1.15rem 1.05rem}
.tile .value{font-size:1.7rem;line-height:1.25;font-weight:640;letter-spacing:-.02em;margin-top:.25rem}
.tile .value.words{font-size:1.15rem;line-height:1.9rem}
.tile .note{font-size:.84rem;line-height:1.45;margin-top:.15rem}
.fault{padding:1.3rem 1.5rem 1.4rem}
.fault+.fault{margin-top:1rem}
.fault .what{margin-top:.15rem}
.proof{margin-top:1rem;padding:.7rem .95rem;border-radius:9px;background:var(--good-soft);color:var(--good);font-weight:560;font-size:.94rem}
.proof.bad{background:var(--bad-soft);color:var(--bad)}.proof.calm{background:var(--calm-soft);color:var(--calm)}
.panel{padding:1.3rem 1.5rem 1.4rem}
.panel .facts{margin-top:0}
.rules td:first-child{white-space:normal;width:55%;min-width:14rem;padding-right:1.4rem}
.quiet{color:var(--soft);white-space:nowrap}
footer{color:var(--soft);font-size:.84rem;margin-top:3.5rem;padding-top:1.2rem;padding-bottom:3rem}
footer p{border-top:1px solid var(--line);padding-top:1.1rem}

@media (max-width:40rem){
body{font-size:15.5px}
main,.masthead,footer{padding-left:1rem;padding-right:1rem}
.masthead{padding-top:1.5rem}
section{margin-top:2.4rem}
.gap,.probe,.fault,.panel{padding:1.05rem 1.05rem 1.15rem}
.checks{padding:.2rem 1.05rem}
.versus{grid-template-columns:1fr}
.gap .facts{grid-template-columns:1fr 1fr}.gap .facts .half{grid-column:1/-1}
.chart{--gutter:3.9rem}.chart.named{--gutter:4.6rem}
.plot{height:12.5rem}
.x.odd{display:none}
.parts tr{display:flex;flex-wrap:wrap;border-top:1px solid var(--line)}.parts thead tr{border-top:0}
.parts th,.parts td{border-top:0;padding-right:0}.parts td:first-child,.parts th:first-child{flex:1}
.parts .num{width:4.2rem;padding-left:.35rem}.parts .some,.parts th:last-child,.parts td:last-child:empty{display:none}
.parts td:last-child{flex-basis:100%;padding-top:0;color:var(--soft)}
.stack thead{display:none}.stack tr{display:block;padding:.55rem 0;border-top:1px solid var(--line)}.stack tr:first-child{border-top:0}
.stack td{display:block;border:0;padding:.05rem 0}.stack td:first-child{width:auto;font-weight:560}
.timeline{padding:.8rem 1.05rem}
.timeline li{grid-template-columns:4.1rem .8rem 1fr;gap:.2rem .5rem}
.timeline .when{font-size:.78rem;line-height:1.85}
.evidence li{grid-template-columns:4.4rem 1fr}
.tiles{grid-template-columns:1fr 1fr;gap:.7rem}
.tile{padding:.85rem .9rem}.tile .value{font-size:1.35rem}
}
@media print{
:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#111;--soft:#4b535c;--line:#d5d9de;--faint:#f3f4f6;
--bad:#b42318;--bad-soft:#fdecea;--good:#14743c;--good-soft:#e6f4ea;--warn:#8a5a00;--warn-soft:#fdf3d8;--warn-line:#d9a021;
--calm:#3f4b59;--calm-soft:#e9edf1;--dot:#2f6cb3;--harm:#c2631b;--harm-ink:#8a3f08;--harm-soft:#c2631b1f;--focus:#1d5fd0}
@page{margin:16mm 14mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10.5pt}
main,.masthead,footer{max-width:none;padding:0}
section{margin-top:1.8rem}
h2,h3{break-after:avoid}
.versus,.close,.evidence,.facts>div,.chart,.fault,.tile,.timeline li,.checks li,tr{break-inside:avoid}
.gap header,.sub{break-after:avoid}
.scroll{overflow:visible}
.plot{height:11rem}
.tiles{grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr))}
}
`.replaceAll(/\n+/g, '');
