// OURS, FOR DEVELOPMENT ONLY: the readings of the make-believe book, in the shapes of generated/types.ts.
import type * as T from '../src/generated/types'
import { type Book, hm, hoursOn, minute, type Row, why } from './fake-book'

const at = (book: Book, m: number) => new Date(Date.parse(`${book.today}T00:00:00+03:00`) + m * 60_000).toISOString()
const customerOf = (book: Book, id: string) => book.customers.find((each) => each.id === id)!
const serviceOf = (book: Book, id: string) => book.services.find((each) => each.id === id)!
const nameOf = (book: Book, id: string | null) => book.staff.find((each) => each.id === id)?.name ?? null
const onDuty = (book: Book, date: string) => book.staff.filter((person) => hoursOn(person, date).length && (!person.temporary || (person.temporary.first <= date && person.temporary.last >= date)))

export function status(book: Book, _args: unknown, undo: number, redo: number): T.StatusReading {
  const tomorrow = new Date(Date.parse(`${book.today}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return { now: at(book, book.now), today: book.today, tomorrow, site_name: book.site.name, time_zone: 'Africa/Nairobi', revision: 1, sync: 'local', waiting: 0, since: null, attention: book.items.length, messages: book.messages.filter((each) => each.state !== 'sent').length, first_start: book.staff.length + book.services.length === 0, book: '/home/amina/.local/share/zamu/book.sqlite', actor: book.desk['actor'] ?? 'Amina', undo: undo ? 'the last change' : null, redo: redo ? 'the change' : null, warnings: [], desk: book.desk }
}

function stage(book: Book, row: Row): string {
  if (row.date !== book.today) return row.date < book.today ? 'done' : 'coming'
  return row.minute + row.minutes <= book.now ? 'done' : row.minute <= book.now ? 'in_service' : 'coming'
}

function rowReading(book: Book, row: Row): T.RowReading {
  const service = serviceOf(book, row.service)
  const customer = customerOf(book, row.customer)
  const final = book.finalized || row.date <= book.today && row.minute < 940
  const assignment = row.assignment === 'bound' ? 'bound' : final ? 'finalized' : 'provisional'
  const seat: T.SeatReading = { staff: row.staff, staff_name: nameOf(book, row.staff), assignment, gender: row.gender, wish_waived: false, asked_for: row.assignment === 'bound' ? row.staff : null, hand_placed: false }
  const t = (m: number) => `${row.date}T${hm(m)}`
  return { id: row.id, service: row.service, service_name: service.name, start: t(row.minute), end: t(row.minute + row.minutes), span_end: t(row.minute + row.minutes + row.turnover), minute: row.minute, minutes: row.minutes, turnover: row.turnover, customer: row.customer, customer_name: customer.name, phone: customer.phone, status: row.status, arrived: row.arrived, stage: stage(book, row), note: row.note, customer_note: customer.note, room: row.room, room_name: book.rooms.find((each) => each.id === row.room)?.name ?? null, room_fixed: false, forced: false, staff: [row.staff], assignment: [assignment], seats: row.couple ? [seat, { ...seat, staff: null, staff_name: null }].slice(0, 1) : [seat], why: row.staff ? 'free, the least busy who fits' : '', attention: row.attention, unsettled: false }
}

export function sheet(book: Book, { date }: { date: string }): T.SheetReading {
  const rows = book.rows.filter((each) => each.date === date)
  const columns = onDuty(book, date).map((person): T.ColumnReading => {
    const shifts = hoursOn(person, date)
    const band = (kind: string, from: number, until: number, id: string | null = null): T.Band => ({ kind, from, until, label: '', id })
    const bands = shifts.flatMap((each) => each.breaks.map(([from, until]) => band('on_break', from, until)))
    if (person.id === 'esther' && date === book.today) bands.push(band('busy_outside', 960, 990))
    if (person.id === 'david' && date === book.today) bands.push(band('training', 1155, 1200))
    for (const block of book.blocks.filter((each) => each.staff === person.id && each.date === date)) bands.push(band(block.kind === 'absence' ? 'absent' : block.kind === 'block' ? 'blocked' : block.kind, block.from, block.until, block.id))
    const booked = rows.filter((row) => row.staff === person.id && row.status !== 'cancelled').reduce((sum, row) => sum + row.minutes + row.turnover, 0)
    return { id: person.id, name: person.name, gender: person.gender, skills: person.skills, temporary: person.temporary !== null, hours: shifts.flatMap((each) => [band('working', each.from, each.breaks[0]?.[0] ?? each.until), ...(each.breaks[0] ? [band('working', each.breaks[0][1], each.until)] : [])]), bands, booked, bookable: shifts.reduce((sum, each) => sum + each.until - each.from - each.breaks.reduce((s, [f, u]) => s + u - f, 0), 0), rows: rows.length }
  })
  const marks = Array.from({ length: 24 }, (_, i) => ({ minute: i * 60, label: hm(i * 60), offset: '' }))
  const on = new Set(columns.map((each) => each.id))
  return { date, finalized_at: book.finalized ? at(book, -360) : null, cutoff_at: new Date(Date.parse(`${date}T18:00:00+03:00`) - 86_400_000).toISOString(), day_minutes: 1440, midnight: new Date(`${date}T00:00:00+03:00`).toISOString(), hour_marks: marks, first_minute: 540, last_minute: 1200, open: columns.length > 0, columns, off_duty: book.staff.filter((each) => !on.has(each.id)).map((each) => ({ id: each.id, name: each.name, why: 'off shift' })), rooms: book.rooms.map((each) => ({ ...each, bands: [] })), rows: rows.map((row) => rowReading(book, row)) }
}

export function candidates(book: Book, { appointment }: { appointment: string }): T.CandidatesReading {
  const row = book.rows.find((each) => each.id === appointment)!
  const booked = (id: string) => book.rows.filter((each) => each.staff === id && each.date === row.date).reduce((sum, each) => sum + each.minutes + each.turnover, 0)
  return { candidates: onDuty(book, row.date).map((person) => {
    const no = why(book, row, person.id, row.minute)
    const other = no?.with
    const swap = other && other.assignment !== 'bound' && row.staff && other.minute === row.minute ? { appointment: other.id, seat: 0 } : null
    return { staff: person.id, name: person.name, current: person.id === row.staff, code: person.id === row.staff ? null : (no?.code ?? null), why: person.id === row.staff ? 'free, the least busy who fits' : (no?.why ?? 'free'), swap, booked: booked(person.id) }
  }) }
}

export function slots(book: Book, { query }: { query: T.SlotQuery }): T.SlotsReading {
  const service = serviceOf(book, query.service)
  const list: T.SlotReading[] = []
  for (let m = 540; m < 1200; m += 15) {
    const row = { id: query.moving ?? '-', service: service.id, date: query.from, minute: m, minutes: query.minutes ?? service.minutes, turnover: service.turnover, gender: query.gender ?? null } as Row
    const staff = onDuty(book, query.from).filter((each) => (!query.staff || query.staff === each.id) && !why(book, row, each.id, m)).map((each) => each.id)
    if (staff.length) list.push({ start: `${query.from}T${hm(m)}`, staff, reshuffle: false })
    else if (m === 555 && query.reshuffle) list.push({ start: `${query.from}T${hm(m)}`, staff: [], reshuffle: true })
  }
  return { slots: list, why_none: list.length ? [] : [{ code: 'off_shift', who: null, why: 'Nobody who does this works that day.' }] }
}

export const attention = (book: Book): T.AttentionReading => ({ items: book.items.map((each) => {
  const row = book.rows.find((r) => r.id === each.appointment)!
  const customer = customerOf(book, row.customer)
  return { id: each.item, kind: each.kind, appointment: row.id, date: row.date, start: `${row.date}T${hm(row.minute)}`, customer_name: customer.name, phone: customer.phone, service_name: serviceOf(book, row.service).name, why: each.why, minutes: row.minute - book.now, opened_at: at(book, book.now), message: null, remedies: each.remedies }
}).sort((a, b) => a.minutes - b.minutes), cleared: [] })

export const history = (book: Book): T.HistoryReading => ({ entries: [{ at: at(book, -460), by: 'Amina', command: 'book', text: 'Booked by phone', changes: [] }, { at: at(book, -460), by: 'Zamu', command: 'book', text: 'Picked as the least busy', changes: [] }, { at: at(book, -360), by: 'Zamu', command: 'finalize', text: 'Finalized', changes: [] }] })

function customerReading(book: Book, each: any): T.CustomerReading {
  const rows = book.rows.filter((row) => row.customer === each.id)
  return { id: each.id, name: each.name, phone: each.phone, phone_local: each.phone.replace('+254', '0').replace(/(\d{4})(\d{3})(\d{3})/, '$1 $2 $3'), gender: each.gender, note: each.note, visits: 1 + (each.name.length % 6), last_visit: '2026-11-03', last_service: rows[0] ? serviceOf(book, rows[0].service).name : null, next_visit: rows[0] ? `${rows[0].date}T${hm(rows[0].minute)}` : null }
}
const match = (text: string) => (each: any) => each.name.toLowerCase().includes(text.toLowerCase()) || each.phone.includes(text.replace(/\D/g, '').replace(/^0/, '') || '#')
const foundRow = (book: Book, row: Row): T.FoundRow => ({ appointment: row.id, date: row.date, start: `${row.date}T${hm(row.minute)}`, service_name: serviceOf(book, row.service).name, customer: row.customer, customer_name: customerOf(book, row.customer).name, phone: '', staff_names: row.staff ? [nameOf(book, row.staff)!] : [], status: row.status, coming: stage(book, row) === 'coming' })

export const customers = (book: Book, { text }: { text: string }): T.CustomersReading => ({ customers: book.customers.filter(match(text)).slice(0, 60).map((each) => customerReading(book, each)), more: false })
export const customer = (book: Book, { id }: { id: string }): T.CustomerCard => ({ customer: customerReading(book, customerOf(book, id)), rows: book.rows.filter((row) => row.customer === id).map((row) => foundRow(book, row)) })
export const find = (book: Book, { text }: { text: string }): T.FindReading => {
  const found = book.customers.filter(match(text))
  return { customers: found.slice(0, 5).map((each) => customerReading(book, each)), rows: book.rows.filter((row) => found.some((each) => each.id === row.customer)).slice(0, 8).map((row) => foundRow(book, row)) }
}

export const team = (book: Book): T.TeamReading => ({ skills: skillsOf(book), staff: book.staff.map((person) => ({
  id: person.id, name: person.name, gender: person.gender, skills: person.skills, hours: person.hours.map((each) => ({ days: each.days, from: each.from, until: each.until, breaks: each.breaks ?? [] })), temporary: person.temporary, left_on: null,
  overrides: person.id === 'grace' ? [{ id: 'o1', date: '2026-12-03', open: true, from: '12:00', until: '20:00', label: 'Swapped with Faith', repeat: 1 }, { id: 'o2', date: '2026-12-12', open: false, from: null, until: null, label: 'Jamhuri Day', repeat: 1 }] : [], vacations: person.id === 'grace' ? [{ id: 'v1', first: '2026-12-21', last: '2026-12-26', reason: '' }] : [],
  absences: book.blocks.filter((each) => each.staff === person.id).map((each) => ({ id: each.id, kind: each.kind, from: `${each.date}T${hm(each.from)}`, until: `${each.date}T${hm(each.until)}`, reason: each.reason, unplaced: 2 })), rows_next_30_days: 28,
  calendar: Array.from({ length: 35 }, (_, i) => { const date = new Date(Date.parse('2026-11-23T12:00:00Z') + i * 86_400_000).toISOString().slice(0, 10); return { date, state: i % 7 === 6 ? 'off' : person.id === 'grace' && i >= 28 ? 'vacation' : person.id === 'grace' && i === 10 ? 'other_hours' : book.blocks.some((b) => b.staff === person.id && b.date === date) ? 'absent' : 'working' } }),
  today: book.blocks.some((each) => each.staff === person.id && each.date === book.today) ? 'absent' : 'working',
})) })
const skillsOf = (book: Book) => [...new Set(book.staff.flatMap((each) => each.skills).concat(book.services.flatMap((each) => each.skills)))].sort()
export const catalogue = (book: Book): T.CatalogueReading => ({ services: book.services.map((each) => ({ ...each, price: 4500, retired: false, staff: book.staff.filter((person) => each.skills.every((skill: string) => person.skills.includes(skill))).length })), rooms: book.rooms.map((each) => ({ ...each, retired: false, closed: [] })), skills: skillsOf(book), room_kinds: ['single', 'double'] })
export const messages = (book: Book): T.MessagesReading => ({ messages: book.messages.map((each) => {
  const row = book.rows.find((r) => r.id === each.row)!
  const who = customerOf(book, row.customer)
  const text = `Hello ${who.name}, ${nameOf(book, each.to)} will serve you at ${hm(row.minute)}.`
  return { id: each.id, kind: each.kind, state: each.state, customer: who.id, customer_name: who.name, phone: who.phone, date: row.date, text, link: `https://wa.me/?text=${encodeURIComponent(text)}`, at: at(book, book.now), appointments: [row.id] }
}) })
export const site = (book: Book): T.SiteReading => book.site
/** One person is connected, with a calendar that cannot be read. */
export const calendars = (): T.CalendarsReading => ({ client: '1-zamu.apps.googleusercontent.com', privacy: 'service', links: [{
  id: 'grace-google', staff: 'grace', provider: 'google', account: 'grace@spa.example', held_by: 'local', here: true, may_write: true, push: 'grace@spa.example',
  calendars: [{ id: 'grace@spa.example', name: 'Grace', on: true, unknown: null }, { id: 'yoga', name: 'Yoga', on: true, unknown: 'it is not there (404, notFound)' }],
  synced_at: null, trouble: 'unreadable', why: 'Yoga: it is not there (404, notFound)', retrying: null, waiting: 1, failed: [], item: null }] })
export const connect_google = () => ({ link: 'grace-google', account: 'grace@spa.example', writing_missing: false })
export const disconnect_calendar = () => ({ events: 0, permission: false })
export const sync_calendars = () => []
export const import_google_client = () => null
export const type_google_client = () => null
export const printable = (book: Book, { date }: { date: string }) => `<!doctype html><html><head><style>body{font-family:sans-serif}</style></head><body><h1>${date}</h1><table>${book.rows.map((row) => `<tr><td>${hm(row.minute)}</td><td>${customerOf(book, row.customer).name}</td></tr>`).join('')}</table></body></html>`
export const print_page = () => null
export const open_link = () => null
export const import_customers = (_book: Book, { text, apply }: { text: string; apply: boolean }): T.ImportReading => ({ added: Math.max(0, text.split('\n').length - 2), known: 1, refused: [{ line: 3, why: 'The phone has too few digits.' }], applied: apply, sample: [] })

export function edit(book: Book, line: any, report: (more: object) => object): object {
  const lists: Record<string, any[]> = { service: book.services, room: book.rooms, staff: book.staff, customer: book.customers }
  const list = lists[line.kind]
  if (line.kind === 'site') Object.assign(book.site, line.fields)
  else if (list) {
    const known = list.find((each) => each.id === line.id)
    if (known && line.fields === null) list.splice(list.indexOf(known), 1)
    else if (known) Object.assign(known, line.fields)
    else list.push({ id: line.id, skills: [], room_kinds: [], hours: [], temporary: null, note: '', gender: null, phone: '', minutes: 60, turnover: 15, seats: 1, ...line.fields })
  }
  return report({ text: 'Saved.' })
}

/** A day of 60 people and 600 rows, for looking at speed. */
export function grow(book: Book): void {
  const staff = [...book.staff]
  const rows = [...book.rows]
  book.staff = []
  book.rows = []
  for (let i = 0; i < 60; i++) {
    const base = staff[i % staff.length]!
    const id = `p${i}`
    book.staff.push({ ...base, id, name: `${base.name} ${i}`, temporary: null, hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', until: '20:00', breaks: [] }] })
    for (let k = 0; k < 10; k++) book.rows.push({ ...rows[(i * 7 + k) % rows.length]!, id: `x${i}-${k}`, staff: id, minute: 540 + k * 60, minutes: 45, turnover: 10 })
  }
  void minute
}
