import { dark, light, type Palette } from '../charts/palette.ts'
import { FONT } from '../charts/chart-parts.ts'

/** The look of every page: light, dark by the system or by the switch, on a phone, and on paper. */
export const pageStyle = `
:root{color-scheme:light;${variables(light)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(dark)}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${variables(dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 ${FONT}}
main{max-width:1000px;margin:0 auto;padding:20px 20px 48px}
h1{font-size:clamp(1.6rem,4.4vw,2.5rem);line-height:1.15;letter-spacing:-.02em;margin:.35em 0 .3em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.5rem;letter-spacing:-.01em;margin:2.2em 0 .6em}
h3{font-size:1.05rem;margin:0 0 .5em}
p{margin:.4em 0 .8em;overflow-wrap:anywhere}
ul{margin:.4em 0;padding-left:1.2em}
li{margin:.3em 0;overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
figure{margin:0}
.card,.hero{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:20px;margin:0 0 16px}
.card>:last-child{margin-bottom:0}
.card.missing{border-style:dashed;color:var(--muted)}
.card.missing h3{margin-bottom:.2em}
.card.missing p{margin:.2em 0}
.note-warn{border-left:4px solid var(--warn)}
.note-bad{border-left:4px solid var(--bad)}
.note-warn h2{margin-top:0}
.hero{border-top:5px solid var(--good);padding:22px 24px}
.hero.warn{border-top-color:var(--warn)}
.hero.bad{border-top-color:var(--bad)}
.over{color:var(--muted);font-size:.9rem;display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center;margin:0;padding-right:84px}
.over span{unicode-bidi:isolate}
.brand{font-weight:700;color:var(--accent);letter-spacing:.02em}
.answer{font-size:1.1rem;color:var(--muted);max-width:46em}
.pill{border:1px solid currentColor;border-radius:99px;padding:0 10px;font-size:.8rem;font-weight:650;letter-spacing:.03em}
.pill.good,.answer-better{color:var(--good)}
.pill.warn{color:var(--warn)}
.pill.bad,.answer-worse{color:var(--bad)}
.answer-better,.answer-worse{font-weight:650;white-space:nowrap}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:18px 0 0}
.tile{border:1px solid var(--rule);border-radius:10px;padding:12px 14px;min-width:0}
.caption{color:var(--muted);font-size:.8rem;margin:8px 0 0}
.hint{margin:0 0 6px}
.tile-name{color:var(--muted);font-size:.85rem}
.was{color:var(--muted);font-size:.9rem}
.native{display:block;color:var(--muted)}
.is{font-size:1.7rem;line-height:1.25;font-weight:700;letter-spacing:-.02em;white-space:nowrap}
.tile-change{font-size:.8rem;color:var(--muted);margin-top:4px}
.tile-change span{white-space:nowrap}
.tile-change b{color:var(--text);margin-right:4px}
.tile.better .is,.tile.better b{color:var(--good)}
.tile.worse .is,.tile.worse b{color:var(--bad)}
.scroll{overflow-x:auto;max-width:100%;margin:0 0 .8em}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible,button:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:7px 12px;text-align:right;vertical-align:top;border-bottom:1px solid var(--rule);white-space:nowrap}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
thead th{color:var(--muted);font-weight:500;font-size:.85rem}
tbody th{font-weight:500}
.word,th[scope=row]{text-align:left}
.prose,#method td{white-space:normal;overflow-wrap:anywhere;display:inline-block;min-width:15em}
#method thead{display:none}
#method td{display:table-cell;min-width:12em}
#method th{color:var(--muted)}
.hash{overflow-wrap:anywhere}
.changed{color:var(--accent)}
.file{color:var(--muted);font-weight:400;font-size:.85rem;margin-left:6px}
.own{border-color:var(--accent)}
.copyable{position:relative;margin:.4em 0}
pre{background:var(--code);border:1px solid var(--rule);border-radius:8px;padding:14px 16px;margin:0;overflow-x:auto;line-height:1.5;tab-size:4}
button{font:600 .82rem/1 ${FONT};color:var(--text);background:var(--card);border:1px solid var(--rule);border-radius:7px;padding:8px 12px;cursor:pointer}
button:hover{border-color:var(--accent);color:var(--accent)}
button[hidden]{display:none}
.copy{position:absolute;top:8px;right:8px}
.copyable:has(.copy:not([hidden])) pre{padding-right:88px}
.switch{position:absolute;top:42px;right:max(44px,calc(50vw - 456px));z-index:2}
.off-screen{position:fixed;top:0;left:-9999px}
.notes{color:var(--muted);font-size:.9rem}
.clients{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,280px),1fr));gap:8px;margin-bottom:16px}
.clients details[open]{grid-column:1/-1}
.clients details{background:var(--card);border:1px solid var(--rule);border-radius:9px;padding:0 16px}
.clients details[open]{padding-bottom:12px}
.clients details:not([open]) .file{display:none}
summary{cursor:pointer;padding:9px 0;font-weight:500}
figure>details>summary{color:var(--muted);font-size:.9rem;padding:4px 0;font-weight:400}
.chart{margin:8px 0;overflow-x:auto;overflow-y:hidden}
.drawn svg{display:block;width:100%;min-width:620px;height:auto}
.drawn[hidden],.live[hidden]{display:none}
.tip{font-size:12px;line-height:1.5}
.tip-title{font-weight:650;margin-bottom:2px}
.tip-row{display:flex;gap:6px;align-items:center}
.tip-row i{width:9px;height:9px;border-radius:2px}
.tip-row b{margin-left:auto;padding-left:14px;font-weight:600}
footer{color:var(--muted);font-size:.85rem;margin-top:32px}
@media (max-width:900px){.tiles{grid-template-columns:1fr 1fr}}
@media (max-width:560px){
main{padding:12px 12px 32px}
.card,.hero{padding:16px 14px;border-radius:10px}
.tiles{gap:8px}
.tile{padding:10px}
.is{font-size:1.35rem}
.copy{position:static;margin-bottom:6px}
.copyable:has(.copy:not([hidden])) pre{padding-right:16px}
.stacks thead{display:none}
.stacks tr{display:block;padding:6px 0;border-bottom:1px solid var(--rule)}
.stacks tr:last-child{border:0}
.stacks th{font-weight:650}
.stacks th,.stacks td{display:block;padding:1px 0;border:0;text-align:left;white-space:normal}
.over{padding-right:72px}
table{font-size:.86rem}
th,td{padding:6px 8px}
.switch{top:28px;right:26px}
h2{margin-top:1.7em}
}
@media print{
body{background:#fff;font-size:10.5pt}
main{max-width:none;padding:0}
.tiles{grid-template-columns:repeat(4,1fr);gap:8px}
.tile{padding:8px 10px}
.is{font-size:1.3rem}
.tile-change span{display:block}
button,.live,.hint,.clients,.clients+*,h3:has(+.clients),figure>details{display:none!important}
.drawn,.drawn[hidden]{display:block!important}
.drawn svg{min-width:0}
.card,.hero{break-inside:avoid;border-radius:6px;padding:12px 14px}
.scroll{overflow:visible}
pre{white-space:pre-wrap}
h2,h3{break-after:avoid}
h2{margin-top:1.2em}
table{font-size:.78rem}
th,td{padding:4px 7px;white-space:normal}
tr{break-inside:avoid}
.prose,#method td{min-width:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`.trim()

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${value as string}`)
    .join(';')
}
