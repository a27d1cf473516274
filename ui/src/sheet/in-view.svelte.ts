// Which columns of a wide sheet are in the document: those in view, and the few that somebody holds on to (the focus, a row in the
// hand). A screen reader is told how many there are; everything else of the window works on the columns, never on their elements.
import { flushSync } from 'svelte'
import { type Columns, columnsInView, GUTTER, HEAD, leftOf, widthOf, y } from './layout'
import { type Column, sheet } from './sheet.svelte'

class InView {
  from = $state(0)
  until = $state(0)
  /** Columns that stay although they are out of view. */
  kept = $state.raw<readonly string[]>([])
  scroller: HTMLElement | null = null
  widths: Columns | null = null
}

export const inView = new InView()

/** Looks where the sheet is scrolled to. Only another range is a change. */
export function look(widths: Columns, count: number): void {
  const { scroller } = inView
  inView.widths = widths
  if (!scroller) return
  const { from, until } = columnsInView(scroller.scrollLeft, scroller.clientWidth, widths, count)
  inView.from = from
  inView.until = until
}

/** A column of the sheet with its place; `i` counts all columns, also those not drawn. */
export interface Drawn {
  column: Column
  i: number
}

export function drawn(columns: Column[]): Drawn[] {
  const { from, until, kept } = inView
  return columns.map((column, i) => ({ column, i })).filter(({ column, i }) => (i >= from && i < until) || kept.includes(column.id))
}

export function keepColumn(id: string | undefined): void {
  if (id !== undefined && !(inView.kept.length === 1 && inView.kept[0] === id)) inView.kept = [id]
}

/** Puts a column into the document now, so that something in it can take the focus. */
export function bring(id: string): void {
  keepColumn(id)
  flushSync()
}

/** Scrolls a row's seat into view, also one whose column is not drawn. */
export function showCard(row: string, first: number): void {
  const { scroller, widths } = inView
  const i = sheet.columns.findIndex((column) => column.cards.some((card) => card.row.id === row && card.look !== 'from' && card.look !== 'lost'))
  const card = sheet.columns[i]?.cards.find((each) => each.row.id === row)
  if (!scroller || !widths || !card) return
  const [left, top] = [leftOf(i, widths), y(card.from, first) + HEAD]
  const across = left < scroller.scrollLeft + GUTTER || left + widthOf(i, widths) > scroller.scrollLeft + scroller.clientWidth
  const down = top < scroller.scrollTop + HEAD || top + 60 > scroller.scrollTop + scroller.clientHeight
  scroller.scrollTo({
    ...(across ? { left: Math.max(0, left - (scroller.clientWidth - widths.column) / 2) } : {}),
    ...(down ? { top: Math.max(0, top - scroller.clientHeight / 3) } : {}),
  })
}

/** The focus to a row's card, else to the first that is still to come, else to a head. False: there is no sheet. */
export function focusRow(row: string | null): boolean {
  const { scroller } = inView
  if (!scroller?.isConnected) return false
  const column = row && sheet.columns.find(({ cards }) => cards.some((card) => card.row.id === row && card.look !== 'from' && card.look !== 'lost'))
  if (column) bring(column.id)
  const target = placeOf(scroller, row)
  target?.focus({ preventScroll: true })
  target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return target !== null
}

/** Where the focus goes when it enters the grid: the row, else the first row to come, else the first head. */
export function placeOf(grid: HTMLElement, row: string | null): HTMLElement | null {
  const selected = row && grid.querySelector<HTMLElement>(`.cards > .card[data-row="${CSS.escape(row)}"]:not(.from, .lost)`)
  return selected || grid.querySelector<HTMLElement>('.cards > .card:not(.done, .noshow, .cancelled)') || grid.querySelector<HTMLElement>('.hd')
}
