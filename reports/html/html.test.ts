import { expect, it } from 'vitest'
import { html, trusted } from './html.ts'

it('leaves out what is nothing, and joins lists', () => {
  expect(html`<p>${null}${false}${0}${['a', 1, [html`<b></b>`]]}</p>`.markup).toBe('<p>0a1<b></b></p>')
})

it('takes markup as it is only where it says so', () => {
  expect(html`${'<b>'}${trusted('<b>')}`.markup).toBe('&lt;b&gt;<b>')
})
