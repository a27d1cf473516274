// Keys that work everywhere in the window. What a key means is in keys.ts; here it is done.
import { closeMenu, menu } from '../look/menu.svelte'
import * as at from '../sheet/do'
import { toggleMode } from '../sheet/menus'
import type { RowReading } from '../generated/types'
import { focusRow } from '../sheet/in-view.svelte'
import { rowOf, sheet } from '../sheet/sheet.svelte'
import { isOver } from '../sheet/status'
import { addDays } from '../words/dates'
import { doAgain, goTo, takeBack } from './act'
import { frame, letterKeys, onSheet } from './frame.svelte'
import { actionOf } from './keys'
import { leave, proposed } from './propose.svelte'
import { printSheet } from './paper'
import { zoomBy } from './zoom'

const TYPING = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], [role=menu] *'

const WALK = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']

/** With the focus nowhere (a panel closed, a row was booked), an arrow begins on the sheet instead of doing nothing. */
function walksIn(event: KeyboardEvent): boolean {
  const nowhere = event.target === document.body && !event.ctrlKey && !event.altKey && WALK.includes(event.key)
  return nowhere && onSheet(frame.view) && !frame.open && !menu.at && focusRow(sheet.selected)
}

export function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  if (walksIn(event)) return event.preventDefault()
  const target = event.target instanceof Element ? event.target : null
  const typing = Boolean(target?.closest(TYPING))
  const action = actionOf({ key: event.key, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey, shift: event.shiftKey, typing }, letterKeys(frame.status))
  if (!action || (frame.open && action !== 'leave') || frame.starting) return
  const run = ANYWHERE[action] ?? (onSheet(frame.view) ? ON_SHEET[action] : undefined)
  if (!run) return
  event.preventDefault()
  run(target)
}

const date = (by: number) => goTo(addDays(frame.date, by))

const ANYWHERE: Record<string, (target: Element | null) => void> = {
  palette: () => { frame.open = 'palette' },
  find: () => { frame.open = 'find' },
  keys: () => { frame.open = 'keys' },
  book: () => at.book(),
  walkIn: () => at.book({ walkIn: true, ...(frame.status ? { date: frame.status.today } : {}) }),
  undo: () => void takeBack(),
  redo: () => void doAgain(),
  print: () => void printSheet(),
  larger: () => void zoomBy(1),
  smaller: () => void zoomBy(-1),
  asDesigned: () => void zoomBy(0),
  leave: () => leaveOne(),
}

/** The row under the focus, else the selected one. */
const onRow = (run: (row: RowReading, seat: number) => void) => (target: Element | null) => {
  const card = target?.closest<HTMLElement>('.card[data-row]')
  const row = card ? rowOf(sheet, card.dataset['row']!) : at.selectedRow()
  if (row && !isOver(row)) run(row, card ? Number(card.dataset['seat']) : seat())
}

const ON_SHEET: Record<string, (target: Element | null) => void> = {
  dayBefore: () => date(-1),
  dayAfter: () => date(1),
  today: () => { if (frame.status) goTo(frame.status.today) },
  rooms: () => toggleMode(),
  temp: () => { frame.panel = { kind: 'temp' } },
  allocate: () => { frame.panel = { kind: 'allocate', date: frame.date } },
  absent: (target) => absentFrom(target),
  arrive: onRow((row) => at.arrive(row)),
  time: onRow((row, seat) => at.openRow(row.id, seat, 'time')),
  moveTo: onRow((row, seat) => at.openRow(row.id, seat, 'to')),
  edit: onRow((row, seat) => at.openRow(row.id, seat, 'edit')),
  cancel: onRow((row) => void at.cancel(row)),
}

const seat = (): number => (frame.panel?.kind === 'detail' ? frame.panel.seat : 0)

/** The person under the focus, else of the selected row, else the first on the sheet. */
function absentFrom(target: Element | null): void {
  const under = target?.closest<HTMLElement>('[data-column]')?.dataset['column']
  const staff = under || at.selectedRow()?.seats[seat()]?.staff || sheet.columns[1]?.id
  if (staff) frame.panel = { kind: 'absence', staff, from: frame.date, until: frame.date }
}

/** Esc leaves one thing at a time, the topmost first. */
function leaveOne(): void {
  if (menu.at) closeMenu()
  else if (frame.open) frame.open = null
  else if (proposed.now) leave()
  else if (frame.panel) at.closePanel()
  else if (sheet.selected) sheet.selected = null
  else if (frame.view === 'attention') frame.view = 'sheet'
}
