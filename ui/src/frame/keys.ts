// Which key does what. Pure: an event's parts in, the name of an action out. Single letters can be switched off
// (WCAG 2.1.4) and never work while somebody types.

export interface Pressed {
  key: string
  ctrl: boolean
  alt: boolean
  shift: boolean
  typing: boolean
}

export const LETTERS: Record<string, string> = {
  n: 'book', w: 'walkIn', '/': 'find', '?': 'keys', a: 'absent', i: 'arrive', m: 'time', t: 'moveTo', e: 'edit', p: 'printer', r: 'rooms',
  b: 'temp', l: 'allocate', g: 'today',
}

export function actionOf(pressed: Pressed, letters: boolean): string | null {
  const { key, ctrl, alt, shift, typing } = pressed
  if (ctrl && !alt) return withCtrl(key.toLowerCase(), shift, typing)
  if (key === 'Escape') return 'leave'
  if (typing || alt || ctrl) return null
  if (key === 'Delete') return 'cancel'
  if (key === 'PageUp') return 'dayBefore'
  if (key === 'PageDown') return 'dayAfter'
  if (!letters) return null
  return LETTERS[key] ?? null
}

function withCtrl(key: string, shift: boolean, typing: boolean): string | null {
  switch (key) {
    case 'k': return 'palette'
    case 'n': return 'book'
    case 'f': return 'find'
    case 'p': return 'print'
    case '+': case '=': return 'larger'
    case '-': return 'smaller'
    case '0': return 'asDesigned'
    case 'z': return typing ? null : shift ? 'redo' : 'undo'
    case 'y': return typing ? null : 'redo'
    default: return null
  }
}
