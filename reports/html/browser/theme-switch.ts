/** Shows the switch between light and dark. The system's own theme holds until it is used. */
export function offerThemes(): void {
  const button = document.getElementById('theme-switch')
  if (button === null) return
  const root = document.documentElement
  const systemDark = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset['theme'] ?? (systemDark.matches ? 'dark' : 'light')) === 'dark'
  const name = () => {
    button.textContent = isDark() ? 'Light' : 'Dark'
  }
  button.addEventListener('click', () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark'
    name()
  })
  systemDark.addEventListener('change', name)
  name()
  button.hidden = false
}
