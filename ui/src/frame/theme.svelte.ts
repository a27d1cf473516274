// Light, dark, or as the system has it; on the root element, where the tokens are.

class Theme {
  chosen = $state<'light' | 'dark' | 'system'>('system')
  dark = $state(false)
  get shown(): 'light' | 'dark' {
    return this.chosen === 'system' ? (this.dark ? 'dark' : 'light') : this.chosen
  }
}

export const theme = new Theme()

export function wear(chosen: string): void {
  theme.chosen = chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  document.documentElement.dataset['theme'] = theme.shown
}

export function followSystem(): void {
  const query = matchMedia('(prefers-color-scheme: dark)')
  const change = () => {
    theme.dark = query.matches
    document.documentElement.dataset['theme'] = theme.shown
  }
  change()
  query.addEventListener('change', change)
}
