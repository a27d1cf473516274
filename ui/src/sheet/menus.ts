// The entries of the floating menus on the sheet. Every drag has its click way here.
import { act, keep } from '../frame/act'
import { frame } from '../frame/frame.svelte'
import type { Entry } from '../look/menu.svelte'
import { m } from '../paraglide/messages'
import * as at from './do'
import { draw, sheet } from './sheet.svelte'
import type { CardView } from './lay'
import { isOver } from './status'
import { clockOf } from '../words/dates'

export function cardEntries(card: CardView): Entry[] {
  const { row, seat } = card
  const open = (part: 'facts' | 'time' | 'to' | 'edit') => () => at.openRow(row.id, seat, part)
  if (isOver(row)) return [{ label: m.show_row(), icon: 'note', run: open('facts') }]
  return [
    ...(at.canArrive(row) ? [{ label: row.arrived ? m.not_arrived() : m.check_in(), icon: 'arrived', key: 'I', run: () => at.arrive(row) }] : []),
    { label: m.move_to(), icon: 'move', key: 'T', run: open('to') },
    { label: m.move_time(), icon: 'clock', key: 'M', run: open('time') },
    { label: m.edit(), icon: 'pencil', key: 'E', run: open('edit') },
    ...bindEntries(card),
    { label: m.mark_no_show(), icon: 'noshow', run: () => void at.noShow(row) },
    { label: m.cancel_row(), icon: 'x', key: 'Del', danger: true, run: () => void at.cancel(row) },
  ]
}

function bindEntries({ row, seat }: CardView): Entry[] {
  const { staff, assignment } = row.seats[seat]!
  if (assignment === 'bound') return [{ label: m.release(), icon: 'pin', run: () => void act({ command: 'unbind', appointment: row.id, seat }) }]
  if (!frame.site?.staff_preference || !staff) return []
  return [{ label: m.bind(), icon: 'pin', run: () => void act({ command: 'bind', appointment: row.id, seat, staff }) }]
}

export function personEntries(staff: string): Entry[] {
  const date = frame.date
  const swap = (by: number) => () => void moveColumn(staff, by)
  return [
    { label: m.absent_all_day(), icon: 'off', key: 'A', run: () => { frame.panel = { kind: 'absence', staff, from: date, until: date } } },
    { label: m.training(), icon: 'training', run: () => { frame.panel = { kind: 'absence', staff, from: date, until: date, reason: 'training' } } },
    { label: m.hours_and_skills(), icon: 'team', run: () => { frame.focus = staff; frame.view = 'team' } },
    { label: m.column_left(), icon: 'left', run: swap(-1) },
    { label: m.column_right(), icon: 'right', run: swap(1) },
  ]
}

export async function moveColumn(id: string, by: number): Promise<void> {
  const order = sheet.columns.slice(1).map((column) => column.id)
  const from = order.indexOf(id)
  const to = Math.min(order.length - 1, Math.max(0, from + by))
  order.splice(to, 0, ...order.splice(from, 1))
  sheet.order = order
  draw(sheet)
  await keep('columns', JSON.stringify(order))
}

/** What an empty stretch of a person can become. */
export function stretchEntries(column: string, name: string, from: string, until: string): Entry[] {
  const become = (kind: string) => () => void at.absent(column, from, until, kind)
  if (sheet.mode === 'rooms') {
    return [
      { label: m.close_room(), icon: 'lock', run: () => void at.closeRoom(column, name, from, until) },
      { label: m.book_here(), icon: 'plus', run: () => at.book({ start: from }) },
    ]
  }
  return [
    { label: m.book_here(), icon: 'plus', run: () => at.book({ start: from }) },
    { label: m.band_absent(), icon: 'off', run: become('absence') },
    { label: m.band_lunch(), icon: 'coffee', run: become('lunch') },
    { label: m.band_training(), icon: 'training', run: become('training') },
    { label: m.band_blocked(), icon: 'ban', run: become('block') },
  ]
}

export function columnEntries(): Entry[] {
  const off = sheet.reading?.off_duty ?? []
  const toggle = () => { sheet.showOff = !sheet.showOff; draw(sheet) }
  return [
    { label: sheet.mode === 'people' ? m.show_rooms() : m.show_people(), icon: sheet.mode === 'people' ? 'room' : 'team', key: 'R', run: toggleMode },
    { label: sheet.showOff ? m.hide_off_duty() : m.show_off_duty({ count: off.length }), icon: 'columns', off: off.length === 0, hint: off.map((person) => person.name).join(', '), run: toggle },
    { label: m.bring_in_temp(), icon: 'userplus', key: 'B', run: () => { frame.panel = { kind: 'temp' } } },
    { label: m.print_sheet(), icon: 'printer', key: 'Ctrl P', run: () => dispatchEvent(new CustomEvent('zamu-print')) },
    ...cancelledEntries(),
  ]
}

/** Rows that were cancelled, also those whose time somebody else has now. */
function cancelledEntries(): Entry[] {
  const cancelled = sheet.reading?.rows.filter((row) => row.status === 'cancelled') ?? []
  return cancelled.map((row) => ({ label: `${clockOf(row.start)} ${row.customer_name}`, hint: m.cancelled(), icon: 'x', run: () => at.openRow(row.id) }))
}

export function toggleMode(): void {
  sheet.mode = sheet.mode === 'people' ? 'rooms' : 'people'
  draw(sheet)
}
