/**
 * What pages of the site do where there is JavaScript: a button that copies a block of code, and a search over titles and
 * headings, whose index `search-index.js` beside it leaves in `searchIndex`. It fetches nothing.
 */
export const siteScript = `
'use strict'
for (const block of document.querySelectorAll('.code')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', () => {
    const text = block.querySelector('code').textContent
    navigator.clipboard.writeText(text).then(
      () => told(button, 'Copied'),
      () => told(button, 'Not allowed'),
    )
  })
  block.prepend(button)
}
function told(button, text) {
  button.textContent = text
  setTimeout(() => { button.textContent = 'Copy' }, 1500)
}
const wide = matchMedia('(min-width:801px)')
const menu = document.getElementById('menu')
if (!wide.matches) menu.open = false
const search = document.getElementById('search')
const found = document.getElementById('found')
search.hidden = false
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  const holds = (text) => words.every((word) => text.toLowerCase().includes(word))
  const own = ([, page, heading]) => holds(heading || page)
  const all = words.length === 0 ? [] : window.searchIndex.filter(([, page, heading]) => holds(page + ' ' + heading))
  const hits = [...all.filter(own), ...all.filter((entry) => !own(entry))].slice(0, 12)
  found.replaceChildren(...hits.map(([path, page, heading]) => {
    const item = document.createElement('li')
    const link = document.createElement('a')
    link.href = document.body.dataset.root + path
    link.textContent = heading || page
    if (heading) link.append(Object.assign(document.createElement('small'), { textContent: page }))
    item.append(link)
    return item
  }))
})
`.trim()
