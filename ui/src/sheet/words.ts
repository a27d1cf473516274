// The words of a card in the language of the window: what it shows, and the one sentence a screen reader hears.
import type { RowReading } from '../generated/types'
import { m } from '../paraglide/messages'
import { clockOf } from '../words/dates'
import type { CardWords } from './card-text'
import type { CardView } from './lay'
import type { Mark } from './preview'
import { marksOf, type Status, STATUS_ICON, statusOf } from './status'

export function statusWord(status: Exclude<Status, null>): string {
  return { noshow: m.no_show, cancelled: m.cancelled, done: m.done, live: m.in_service, arrived: m.arrived }[status]()
}

export function assignmentWord(assignment: string): string {
  if (assignment === 'bound') return m.bound()
  return assignment === 'finalized' ? m.final() : m.provisional()
}

function viaOf(card: CardView, mark: Mark | null, name: (staff: string | null) => string): CardWords['via'] {
  const number = mark?.number ?? null
  switch (card.look) {
    case 'to': return { number, words: mark?.who ? [m.from_name({ name: name(mark.who) }), name(mark.who)] : [m.from_nobody()] }
    case 'from': return { number, words: [m.to_name({ name: name(mark?.who ?? null) }), name(mark?.who ?? null)] }
    case 'lost': return { number, words: [m.no_one_yet(), m.no_one()] }
    case 'un': return { number, words: [m.no_one_free(), m.no_one()] }
    case 'un soft': return { number, words: [m.no_therapist(), m.no_one()] }
    case 'kept': return { number, words: [m.asked_for_name({ name: name(card.row.seats[card.seat]?.staff ?? null) }), m.asked_for_by_name()] }
    default: return null
  }
}

export function wordsOf(card: CardView, name: (staff: string | null) => string): CardWords {
  const { row } = card
  const status = statusOf(row)
  const via = viaOf(card, card.mark, name)
  return {
    name: row.customer_name, service: row.service_name, start: clockOf(row.start), end: clockOf(row.end), room: row.room_name ?? '',
    minutes: Math.min(row.minutes, card.until - card.from), marks: marksOf(row, row.seats[card.seat]!),
    status: status && { icon: STATUS_ICON[status], word: statusWord(status) }, via, leaving: card.look === 'from' || card.look === 'lost',
  }
}

/** What an icon at the bottom of a card means, for one row. */
export function markWord(mark: string, row: RowReading): string {
  switch (mark) {
    case 'saving': return m.not_settled()
    case 'warn': return m.outside_hours()
    case 'pin': return m.bound()
    case 'woman': return m.wants_woman()
    case 'man': return m.wants_man()
    case 'couple': return m.for_two()
    default: return [row.note, row.customer_note].filter(Boolean).join(' · ')
  }
}

/** Everything the card says by form, fill and icon, in words. */
export function sentenceOf(card: CardView, name: (staff: string | null) => string): string {
  const { row } = card
  const seat = row.seats[card.seat]!
  const status = statusOf(row)
  const via = viaOf(card, card.mark, name)
  return [
    row.customer_name, row.service_name, m.from_until({ from: clockOf(row.start), until: clockOf(row.end) }), row.room_name,
    seat.staff ? m.with_name({ name: name(seat.staff) }) : m.no_therapist(), assignmentWord(seat.assignment), status && statusWord(status),
    seat.gender ? (seat.gender === 'F' ? m.wants_woman() : m.wants_man()) : '', row.seats.length > 1 ? m.for_two() : '', row.note,
    row.forced ? m.outside_hours() : '', row.unsettled ? m.not_settled() : '', via?.words[0],
  ].filter(Boolean).join(', ')
}
