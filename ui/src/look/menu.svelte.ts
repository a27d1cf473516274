// The one floating menu: of a person, a card, an empty stretch. Whoever opens it gives the entries; it knows nothing of them.

export interface Entry {
  label: string
  icon?: string
  hint?: string
  key?: string
  /** Shown, with the reason, but not to be chosen. */
  off?: boolean
  danger?: boolean
  run: () => void
}

class Menu {
  at = $state.raw<{ x: number; y: number; title: string; entries: Entry[]; back: HTMLElement | null } | null>(null)
}

export const menu = new Menu()

export function openMenu(x: number, y: number, title: string, entries: Entry[]): void {
  const back = document.activeElement instanceof HTMLElement ? document.activeElement : null
  menu.at = { x, y, title, entries, back }
}

export function openMenuAt(element: Element, title: string, entries: Entry[]): void {
  const box = element.getBoundingClientRect()
  openMenu(box.left, box.bottom + 4, title, entries)
}

export function closeMenu(): void {
  menu.at?.back?.focus({ preventScroll: true })
  menu.at = null
}
