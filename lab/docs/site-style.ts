import { FONT } from '../../reports/charts/chart-parts.ts'
import { dark, light, type Palette } from '../../reports/charts/palette.ts'

/** The look of every page of the site: light or dark as the reader's system has it, on a phone, and on paper. */
export const siteStyle = `
:root{color-scheme:light dark;${variables(light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.6 ${FONT};display:grid;grid-template-columns:270px minmax(0,1fr);min-height:100vh}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible,pre:focus-visible,.scroll:focus-visible,button:focus-visible,input:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.side{border-right:1px solid var(--rule);background:var(--card);font-size:.92rem}
.side>div{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding:20px 20px 32px}
.brand{display:block;font-weight:700;font-size:1.15rem;letter-spacing:-.01em;text-decoration:none;color:var(--text);margin-bottom:12px}
.side details{margin-top:14px}
.side summary{font-weight:650;cursor:pointer}
.side ul{list-style:none;margin:4px 0 0;padding:0 0 0 2px}
.side li a{display:block;padding:3px 8px;border-radius:6px;text-decoration:none;color:var(--muted);overflow-wrap:anywhere}
.side li a:hover{color:var(--accent)}
.side li a[aria-current]{background:var(--code);color:var(--accent);font-weight:600}
.search input{width:100%;font:inherit;color:inherit;background:var(--page);border:1px solid var(--rule);border-radius:8px;padding:7px 10px}
.found{margin-top:8px}
.found li a small{display:block;color:var(--muted)}
main{max-width:900px;width:100%;padding:28px 40px 64px;min-width:0}
h1{font-size:clamp(1.7rem,4.4vw,2.3rem);line-height:1.2;letter-spacing:-.02em;margin:.2em 0 .6em;text-wrap:balance}
h2{font-size:1.45rem;letter-spacing:-.01em;margin:2em 0 .6em;padding-top:.3em;border-top:1px solid var(--rule)}
h3{font-size:1.1rem;margin:1.6em 0 .4em}
h1,h2,h3,h4,p,li{overflow-wrap:break-word}
.anchor{color:var(--muted);text-decoration:none;opacity:0;font-weight:400}
:is(h1,h2,h3,h4):hover .anchor,.anchor:focus-visible{opacity:1}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
:not(pre)>code{background:var(--code);border-radius:4px;padding:.1em .3em;overflow-wrap:anywhere}
.short{white-space:nowrap}
.code{position:relative;margin:1em 0}
pre{background:var(--code);border:1px solid var(--rule);border-radius:8px;padding:14px 16px;margin:0;overflow-x:auto;line-height:1.5;tab-size:4}
pre code{font-size:1em}
.copy{position:absolute;top:8px;right:8px;font:600 .8rem/1 ${FONT};color:var(--text);background:var(--card);border:1px solid var(--rule);border-radius:7px;padding:7px 10px;cursor:pointer;opacity:.35}
.code:hover .copy,.copy:focus-visible{opacity:1}
.scroll{overflow-x:auto;margin:1em 0}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:7px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);min-width:5.5em;max-width:26em}
th{color:var(--muted);font-weight:600}
.right{text-align:right}
.center{text-align:center}
td code{overflow-wrap:normal}
img{max-width:100%;height:auto;border-radius:8px}
blockquote{margin:1em 0;padding:.1em 1em;border-left:4px solid var(--rule);color:var(--muted)}
.contents{border:1px solid var(--rule);border-radius:8px;padding:10px 16px;margin:0 0 1.5em;font-size:.92rem}
.contents summary{cursor:pointer;font-weight:600}
.contents ul{margin:.4em 0 0;padding-left:1.2em}
.contents ul ul{margin:0}
footer{color:var(--muted);font-size:.85rem;margin-top:48px;border-top:1px solid var(--rule);padding-top:12px}
@media (min-width:801px){#menu>summary{display:none}}
@media (max-width:800px){
body{display:block}
.side{border-right:0;border-bottom:1px solid var(--rule)}
.side>div{position:static;max-height:none;padding:12px 16px}
.brand{margin:0 0 8px}
main{padding:12px 16px 48px}
.copy{opacity:1;position:static;margin:0 0 6px}
h2{margin-top:1.6em}
table{font-size:.85rem}
th,td{padding:6px 8px}
}
@media print{
body{display:block;background:#fff}
.side,.copy,.anchor{display:none}
main{max-width:none;padding:0}
pre{white-space:pre-wrap}
}
`.trim()

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${value as string}`)
    .join(';')
}
