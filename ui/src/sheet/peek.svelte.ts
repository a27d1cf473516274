// The card that is told in full beside itself, because it is too narrow for everything: under a resting pointer, or with the keyboard's
// focus. Goes with Esc, a press, a scroll; stays while the pointer is over what it says.
import type { CardView } from './lay'
import type { Column } from './sheet.svelte'
import { byKeys } from '../frame/keyed'
import { cardOf } from './hands.svelte'

const REST = 450
const LINGER = 140

class Peek {
  at = $state.raw<{ card: CardView; element: HTMLElement } | null>(null)
}

export const peek = new Peek()
let timer: ReturnType<typeof setTimeout> | undefined

function soon(ms: number, run: () => void): void {
  clearTimeout(timer)
  timer = setTimeout(run, ms)
}

export function hide(): void {
  clearTimeout(timer)
  peek.at = null
}

export const stay = (): void => clearTimeout(timer)
export const hideSoon = (): void => soon(LINGER, hide)

const cardUnder = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.cards > .card[data-row]') : null

function show(element: HTMLElement, columns: Column[]): void {
  const card = element.isConnected ? cardOf(columns, element) : null
  peek.at = card && { card, element }
}

let last = { x: -1, y: -1 }

/** A sheet that moves under a resting pointer points at nothing. */
function rests({ clientX: x, clientY: y }: PointerEvent): boolean {
  const same = last.x === x && last.y === y
  last = { x, y }
  return same
}

export function pointed(event: PointerEvent, columns: Column[]): void {
  if (rests(event)) return
  const element = cardUnder(event.target)
  if (!element || event.buttons) return element ? hide() : hideSoon()
  if (peek.at?.element === element) return stay()
  soon(peek.at ? LINGER : REST, () => show(element, columns))
}

/** Only the focus of the keyboard: a click opens the panel, which says it all. */
export function focusedOn(event: FocusEvent, columns: Column[]): void {
  const element = cardUnder(event.target)
  if (element && byKeys()) soon(0, () => show(element, columns))
  else hide()
}

/** A scroll takes it away; with the keyboard's focus, which scrolls its card into view, it comes back where the card is then. */
export function scrolled(columns: Column[]): void {
  hide()
  const element = cardUnder(document.activeElement)
  if (element && byKeys()) soon(LINGER, () => show(element, columns))
}
