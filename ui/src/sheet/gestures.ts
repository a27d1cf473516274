// What finished gestures on the grid mean: a click opens, a drop moves, an empty place books, a painted stretch asks what it is.
import { openMenu } from '../look/menu.svelte'
import { frame } from '../frame/frame.svelte'
import { aimed } from './aim.svelte'
import * as at from './do'
import { cardOf, type Gestures, type Ground, hands } from './hands.svelte'
import { type CardView, UNASSIGNED } from './lay'
import { cardEntries, personEntries, stretchEntries } from './menus'
import { nameOf, rowOf, sheet } from './sheet.svelte'

const columnName = (id: string): string => sheet.columns.find((column) => column.id === id)?.head.name ?? nameOf(id)

export const gestures: Gestures & { context: (event: MouseEvent, ground: Ground) => void; head: (element: HTMLElement) => void } = {
  pick(card: CardView, element: HTMLElement) {
    if (sheet.aiming && sheet.aiming.row !== card.row.id) return aimAtColumn(card.column)
    element.focus({ preventScroll: true })
    if (frame.panel?.kind === 'preview') return
    at.openRow(card.row.id, card.seat)
  },
  drop(card, to, minute) {
    void at.drop({ row: card.row, seat: card.seat, from: card.column, to, minute, candidates: hands.candidates })
  },
  empty(column, minute) {
    if (sheet.aiming) return aimAtColumn(column)
    if (frame.panel?.kind === 'preview' || column === UNASSIGNED) return
    at.book({ start: at.startAt(minute) })
  },
  painted(column, from, until, x, y) {
    if (column === UNASSIGNED) return
    const [start, end] = [at.startAt(from), at.startAt(until)]
    openMenu(x, y, `${columnName(column)}, ${start.slice(11)}–${end.slice(11)}`, stretchEntries(column, columnName(column), start, end))
  },
  context(event, ground) {
    if (!(event.target instanceof Element)) return
    const element = event.target.closest<HTMLElement>('.card[data-row]')
    const card = element && cardOf(ground.columns, element)
    const head = event.target.closest<HTMLElement>('[data-head]')
    if (!card && !head) return
    event.preventDefault()
    if (card) openMenu(event.clientX, event.clientY, card.row.customer_name, cardEntries(card))
    else if (head && sheet.mode === 'people') openMenu(event.clientX, event.clientY, columnName(head.dataset['head']!), personEntries(head.dataset['head']!))
  },
  head(element) {
    const id = element.dataset['head']
    if (!id || sheet.mode !== 'people') return
    if (sheet.aiming) return aimAtColumn(id)
    const box = element.getBoundingClientRect()
    openMenu(box.left, box.bottom + 4, columnName(id), personEntries(id))
  },
}

function aimAtColumn(column: string): void {
  const row = rowOf(sheet, sheet.aiming?.row ?? null)
  if (!row || !sheet.aiming) return
  const { seat } = sheet.aiming
  void at.drop({ row, seat, from: row.seats[seat]?.staff ?? UNASSIGNED, to: column, minute: row.minute, candidates: aimed.candidates })
}
