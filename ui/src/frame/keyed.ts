// Whether the keyboard or the pointer leads. `:focus-visible` does not tell: after a click WebKit takes the focus that an arrow key moves
// for the pointer's, and the sheet would be walked without a ring.

const root = document.documentElement

export const byKeys = (): boolean => root.dataset['keyed'] !== undefined

export function followKeys(): void {
  addEventListener('keydown', (event) => { if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) root.dataset['keyed'] = '' }, { capture: true })
  addEventListener('pointerdown', () => { delete root.dataset['keyed'] }, { capture: true })
}
