// What can be done to a row, a person, a stretch of time from the sheet: the commands behind clicks, keys, drops and menus.
import type { RowReading } from '../generated/types'
import * as desk from '../desk'
import type { Line } from '../desk'
import { act } from '../frame/act'
import { frame } from '../frame/frame.svelte'
import { propose } from '../frame/propose.svelte'
import { say } from '../frame/say.svelte'
import { m } from '../paraglide/messages'
import { longDay } from '../words/dates'
import { language } from '../words/language.svelte'
import { type Drop, dropOf } from './drop'
import { startOn } from './layout'
import { toast } from 'svelte-sonner'
import { byKeys } from '../frame/keyed'
import { focusRow } from './in-view.svelte'
import { mayBeHere } from './status'
import { nameOf, rowOf, sheet } from './sheet.svelte'

export const startAt = (minute: number): string => startOn(sheet.reading!.date, minute, sheet.reading!.hour_marks)

export function openRow(row: string, seat = 0, part: 'facts' | 'time' | 'to' | 'edit' = 'facts'): void {
  sheet.selected = row
  sheet.aiming = part === 'to' ? { row, seat } : null
  frame.panel = { kind: 'detail', row, seat, part }
}

/** Closes the place at the right; the focus that was in it goes to the row it spoke of. */
export function closePanel(): void {
  const row = sheet.selected
  const within = document.activeElement === document.body || Boolean(document.activeElement?.closest('.panel'))
  frame.panel = null
  if (within && byKeys() && row) focusRow(row)
  sheet.selected = null
  sheet.aiming = null
  sheet.ghost = null
}

export function book(seed: { date?: string; start?: string; customer?: string; walkIn?: boolean } = {}): void {
  frame.view = frame.view === 'attention' ? 'attention' : 'sheet'
  sheet.selected = null
  sheet.aiming = null
  frame.panel = { kind: 'booking', date: frame.date, ...seed }
}

/** What the sheet does not do, and why. */
function no(why: string): void {
  say(why)
  toast.error(why)
}

export async function drop(drop: Omit<Drop, 'start' | 'mode'>): Promise<void> {
  const answer = dropOf({ ...drop, start: startAt(drop.minute), mode: sheet.mode }, m.not_to_nobody())
  if (!answer) return
  if ('why' in answer) return no(answer.why)
  sheet.aiming = null
  await act(answer.line)
}

/** Alt and an arrow: to the next person in that direction who can take the row, else why the neighbour cannot. */
export async function nudgePerson(row: RowReading, seat: number, by: -1 | 1): Promise<void> {
  const people = sheet.columns.slice(1).map((column) => column.id)
  const at = people.indexOf(row.seats[seat]?.staff ?? '')
  const order = by > 0 ? people.slice(at + 1) : people.slice(0, Math.max(0, at)).reverse()
  if (sheet.mode === 'rooms' || !order.length) return
  const { candidates } = await desk.candidates(row.id, seat)
  const next = order.map((id) => candidates.find((each) => each.staff === id)).find((each) => each && !each.code)
  const target = next?.staff ?? order[0]!
  await drop({ row, seat, from: row.seats[seat]?.staff ?? '', to: target, minute: row.minute, candidates: candidates.map((each) => ({ ...each, swap: null })) })
}

export async function nudgeTime(row: RowReading, minutes: number): Promise<void> {
  await act({ command: 'move', appointment: row.id, start: startAt(row.minute + minutes) })
}

export const canArrive = (row: RowReading): boolean => mayBeHere(row, sheet.reading!.midnight, frame.now)

export function arrive(row: RowReading): void {
  if (!canArrive(row)) return no(m.too_early({ name: row.customer_name, day: longDay(sheet.reading!.date, language.locale) }))
  void act({ command: 'arrive', appointment: row.id })
}
export const noShow = (row: RowReading) => act({ command: 'no_show', appointment: row.id })

export async function cancel(row: RowReading): Promise<void> {
  await act({ command: 'cancel', appointment: row.id })
}

export const selectedRow = (): RowReading | null => rowOf(sheet, sheet.selected)

/** An absence, training or break of a person, looked at before it is done. */
export async function absent(staff: string, from: string, until: string, kind?: string, reason?: string): Promise<void> {
  const line: Line = { command: 'mark_absent', staff, from, until, ...(kind && kind !== 'absence' ? { kind } : {}), ...(reason ? { reason } : {}) }
  const name = nameOf(staff)
  const today = frame.status?.today
  const day = from.slice(0, 10)
  const last = until.slice(0, 10)
  const title = day === last && day === today ? m.is_out_today({ name })
    : day === last ? m.is_out_on({ name, day: longDay(day, language.locale) })
      : m.is_out_from_to({ name, from: longDay(day, language.locale), until: longDay(last, language.locale) })
  const hours = from.length > 10 ? `${from.slice(11, 16)}–${until.slice(11, 16)}` : m.all_day()
  await propose(line, title, [reason, hours].filter(Boolean).join(' · '))
}

export async function closeRoom(room: string, name: string, from: string, until: string): Promise<void> {
  await propose({ command: 'block_room', room, from, until }, m.room_closed({ name }), `${from.slice(11, 16)}–${until.slice(11, 16)}`)
}
