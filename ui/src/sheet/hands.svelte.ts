// The pointer on the grid: lifting a card, painting an empty stretch, clicking. While a card is in the hand only its own
// transform changes per frame; state changes when it comes over another column or tick, never in between.
import * as desk from '../desk'
import type { Candidate } from '../generated/types'
import { isOver } from './status'
import type { CardView, Mode } from './lay'
import { AIR, columnAt, type Columns, draggedMinute, GUTTER, HEAD, minuteAt, snap, TICK } from './layout'
import { keepColumn } from './in-view.svelte'
import type { Column } from './sheet.svelte'

/** What the hand needs to know of the grid under it. */
export interface Ground {
  scroller: HTMLElement
  widths: Columns
  columns: Column[]
  first: number
  last: number
  step: number
  mode: Mode
}

export interface Lifted {
  card: CardView
  width: number
  x: number
  y: number
}

/** What the hand is over, and how far the sheet is scrolled under it. */
interface Over {
  column: string
  minute: number
  scrolled: { left: number; top: number }
}

class Hands {
  lifted = $state.raw<Lifted | null>(null)
  over = $state.raw<Over | null>(null)
  candidates = $state.raw<Candidate[] | null>(null)
  /** The row has been held over another time than its own for a moment: who could take it at its own is no longer the question. */
  elsewhen = $state(false)
  paint = $state.raw<{ column: string; from: number; until: number } | null>(null)
}

export const hands = new Hands()

/** What the grid does with a finished gesture. */
export interface Gestures {
  pick: (card: CardView, element: HTMLElement) => void
  drop: (card: CardView, column: string, minute: number) => void
  empty: (column: string, minute: number) => void
  painted: (column: string, from: number, until: number, x: number, y: number) => void
}

const SLIP = 4

interface Start { x: number; y: number; box: DOMRect; scrollLeft: number; scrollTop: number }

let lift: HTMLElement | null = null
export const holdLift = (element: HTMLElement | null): void => { lift = element }

export function press(event: PointerEvent, ground: Ground, on: Gestures): void {
  if (event.button !== 0 || !(event.target instanceof Element)) return
  const element = event.target.closest<HTMLElement>('.card[data-row]')
  const card = element && cardOf(ground.columns, element)
  const area = event.target.closest('.ground')
  if (!card && !area) return
  const { scroller } = ground
  const start: Start = { x: event.clientX, y: event.clientY, box: scroller.getBoundingClientRect(), scrollLeft: scroller.scrollLeft, scrollTop: scroller.scrollTop }
  follow(event.pointerId, scroller, card && element ? carrying(card, element, start, ground, on) : painting(start, ground, on))
}

interface Gesture {
  move: (event: PointerEvent) => void
  end: (event: PointerEvent) => void
  stop: () => void
}

/** Hears one pointer until it is let go; Escape lets go without doing. */
function follow(pointer: number, scroller: HTMLElement, gesture: Gesture): void {
  const own = new AbortController()
  const listen = { signal: own.signal }
  const finish = (run: () => void) => { own.abort(); run(); gesture.stop() }
  addEventListener('pointermove', (event) => { if (event.pointerId === pointer) gesture.move(event) }, listen)
  addEventListener('pointerup', (event) => { if (event.pointerId === pointer) finish(() => gesture.end(event)) }, listen)
  addEventListener('pointercancel', () => finish(() => {}), listen)
  addEventListener('blur', () => finish(() => {}), listen)
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    finish(() => {})
  }, { ...listen, capture: true })
  scroller.focus({ preventScroll: true })
}

function carrying(card: CardView, element: HTMLElement, start: Start, ground: Ground, on: Gestures): Gesture {
  const box = element.getBoundingClientRect()
  let lifted = false
  return {
    move(event) {
      const dx = event.clientX - start.x
      const dy = event.clientY - start.y
      if (!lifted && Math.hypot(dx, dy) < SLIP) return
      if (!lifted && isOver(card.row)) return
      if (!lifted) {
        lifted = true
        element.classList.add('moving')
        keepColumn(card.column)
        hands.lifted = { card, width: box.width, x: box.left, y: box.top }
        void askCandidates(card, ground.mode)
      }
      scrollAtEdges(event, start, ground)
      if (lift) lift.style.transform = `translate(${box.left - start.box.left + dx}px,${box.top - start.box.top + dy}px)`
      aim(event, card, start, ground)
    },
    end() {
      if (!lifted) on.pick(card, element)
      else if (hands.over) on.drop(card, hands.over.column, hands.over.minute)
    },
    stop() {
      element.classList.remove('moving')
      clearTimeout(minding)
      hands.lifted = null
      hands.over = null
      hands.candidates = null
      hands.elsewhen = false
    },
  }
}

function aim(event: PointerEvent, card: CardView, start: Start, ground: Ground): void {
  const column = columnUnder(event, start, ground)
  if (column === null) return
  const { scrollLeft: left, scrollTop: top } = ground.scroller
  const minute = Math.max(0, draggedMinute(card.row.minute, event.clientY - start.y + top - start.scrollTop))
  const { over } = hands
  if (over?.column === column && over.minute === minute && over.scrolled.left === left && over.scrolled.top === top) return
  hands.over = { column, minute, scrolled: { left, top } }
  mind(minute !== card.row.minute)
}

let minding: ReturnType<typeof setTimeout> | undefined

/** A row carried up and down crosses its own time again and again; all columns are shaded anew only when it stays. */
function mind(elsewhen: boolean): void {
  clearTimeout(minding)
  if (elsewhen !== hands.elsewhen) minding = setTimeout(() => { hands.elsewhen = elsewhen }, 160)
}

async function askCandidates(card: CardView, mode: Mode): Promise<void> {
  if (mode === 'rooms') return
  const answer = await desk.candidates(card.row.id, card.seat).catch(() => null)
  if (answer && hands.lifted?.card === card) hands.candidates = answer.candidates
}

function painting(start: Start, ground: Ground, on: Gestures): Gesture {
  const column = columnUnder({ clientX: start.x }, start, ground)
  const from = minuteUnder(start.y, start, ground)
  let painted = false
  return {
    move(event) {
      if (column === null || (!painted && Math.abs(event.clientY - start.y) < 8)) return
      painted = true
      const here = minuteUnder(event.clientY, start, ground)
      const low = Math.floor(Math.min(from, here) / ground.step) * ground.step
      const high = Math.max(snap(Math.max(from, here), TICK * 3), low + ground.step)
      if (hands.paint?.from !== low || hands.paint.until !== high) hands.paint = { column, from: low, until: high }
    },
    end(event) {
      if (column === null) return
      if (painted && hands.paint) on.painted(column, hands.paint.from, hands.paint.until, event.clientX, event.clientY)
      else on.empty(column, Math.floor(from / ground.step) * ground.step)
    },
    stop() {
      hands.paint = null
    },
  }
}

function columnUnder(event: { clientX: number }, start: Start, ground: Ground): string | null {
  const x = event.clientX - start.box.left + ground.scroller.scrollLeft - GUTTER
  const index = columnAt(x, ground.widths, ground.columns.length - 1)
  return index === null ? null : ground.columns[index + 1]!.id
}

function minuteUnder(clientY: number, start: Start, ground: Ground): number {
  const offset = clientY - start.box.top + ground.scroller.scrollTop - HEAD - AIR
  return Math.min(ground.last, Math.max(ground.first, minuteAt(offset, ground.first)))
}

function scrollAtEdges(event: PointerEvent, { box }: Start, { scroller }: Ground): void {
  const across = event.clientX > box.right - 32 ? 16 : event.clientX < box.left + GUTTER + 24 ? -16 : 0
  const down = event.clientY > box.bottom - 32 ? 12 : event.clientY < box.top + HEAD + 16 ? -12 : 0
  if (across || down) scroller.scrollBy(across, down)
}

export function cardOf(columns: Column[], element: HTMLElement): CardView | null {
  const column = element.closest<HTMLElement>('[data-column]')?.dataset['column'] ?? ''
  const { row, seat, look } = element.dataset
  const cards = columns.find((each) => each.id === column)?.cards ?? []
  return cards.find((card) => card.row.id === row && String(card.seat) === seat && card.look === look) ?? null
}
