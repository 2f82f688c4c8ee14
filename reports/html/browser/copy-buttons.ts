/** Shows the buttons that copy, and lets them say what came of it. */
export function offerCopies(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const source = document.getElementById(button.dataset['copy'] ?? '')
    if (source === null) continue
    button.hidden = false
    button.addEventListener('click', () => {
      void copy(source.textContent ?? '').then((copied) =>
        say(button, copied ? 'Copied' : 'Press Ctrl+C', source),
      )
    })
  }
}

const SAID_FOR_MS = 2000

function say(button: HTMLButtonElement, text: string, source: HTMLElement): void {
  button.textContent = text
  if (text !== 'Copied') getSelection()?.selectAllChildren(source)
  setTimeout(() => {
    button.textContent = 'Copy'
  }, SAID_FOR_MS)
}

/** A page that was opened from a file may have no clipboard, or may not use it. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  area.className = 'off-screen'
  document.body.append(area)
  area.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
  }
}
