// The keyboard on the grid: one tab stop, arrows move the focus, Enter opens, Alt and arrows move the row itself.
import { openMenuAt } from '../look/menu.svelte'
import { find, type Place, step } from './cursor'
import * as at from './do'
import { gestures } from './gestures'
import { cardOf } from './hands.svelte'
import { bring } from './in-view.svelte'
import { cardEntries } from './menus'
import { rowOf, sheet } from './sheet.svelte'
import { isOver } from './status'

const MOVES = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']

export function gridKey(event: KeyboardEvent, grid: HTMLElement): void {
  const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.card[data-row], .hd') : null
  if (!cell || event.ctrlKey || event.metaKey) return
  const card = cell.matches('.card') ? cardOf(sheet.columns, cell) : null
  if (event.altKey && card) {
    if (!MOVES.includes(event.key) || isOver(card.row)) return
    void nudge(event.key, event.shiftKey, card.row.id, card.seat, grid)
  } else if (MOVES.includes(event.key)) walk(event.key, cell, grid)
  else if (event.key === 'Enter' || event.key === ' ') {
    if (card) gestures.pick(card, cell)
    else gestures.head(cell)
  } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    if (card) openMenuAt(cell, card.row.customer_name, cardEntries(card))
    else gestures.head(cell)
  } else return
  event.preventDefault()
  event.stopPropagation()
}

async function nudge(key: string, fine: boolean, id: string, seat: number, grid: HTMLElement): Promise<void> {
  const row = rowOf(sheet, id)
  if (!row) return
  if (key === 'ArrowLeft' || key === 'ArrowRight') await at.nudgePerson(row, seat, key === 'ArrowLeft' ? -1 : 1)
  else if (key === 'ArrowUp' || key === 'ArrowDown') await at.nudgeTime(row, (key === 'ArrowUp' ? -1 : 1) * (fine ? 5 : 15))
  const place = find(sheet.columns, id, seat)
  if (place) goTo(place, grid)
}

function walk(key: string, cell: HTMLElement, grid: HTMLElement): void {
  const id = cell.closest<HTMLElement>('[data-column]')?.dataset['column']
  const column = sheet.columns.findIndex((each) => each.id === id)
  const card = cell.matches('.hd') ? -1 : sheet.columns[column]!.cards.indexOf(cardOf(sheet.columns, cell)!)
  goTo(step(sheet.columns, { column, card }, key), grid)
}

/** The focus goes to a place of the sheet; its column is drawn first when it is out of view. */
function goTo(place: Place, grid: HTMLElement): void {
  const column = sheet.columns[place.column]
  if (!column) return
  bring(column.id)
  const within = grid.querySelector(`[data-column="${CSS.escape(column.id)}"]`)
  const card = column.cards[place.card]
  const target = within?.querySelector<HTMLElement>(card ? `[data-row="${CSS.escape(card.row.id)}"][data-seat="${card.seat}"][data-look="${card.look}"]` : '.hd')
  target?.focus({ preventScroll: true })
  target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
