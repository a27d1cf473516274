// OURS, FOR DEVELOPMENT ONLY: a make-believe core in memory, so that the window can be looked at before the real one exists.
// It decides carelessly (greedy, no rooms, no rules of zones) and never counts as the real thing.
import day from '../../tests/data/days/grace-is-sick.json'
import { type Book, greedyAbsence, type Row, why } from './fake-book'
import * as readings from './fake-readings'

const NAMES = 'Njeri Kariuki|Aisha Noor|Peter Odhiambo|Mercy Wairimu|Daniel Kiprop|Wanjiku Kamau|Zawadi Mumo|Joan Achieng|Halima Abdi|Kevin Mutua|Samuel Otieno|Ruth Nduta|James Mwangi|Lucy Atieno|Victor Kimani|Ann Wambui|Tom Kariuki|Naomi Chebet|Sarah Wangari|Beatrice Moraa|Ali Hassan|Irene Njoki|Paul Kamande|Jane Muthoni|Eric Onyango|Rose Akinyi|Felix Mbugua|Agnes Nyambura|Susan Jepkosgei|Moses Kilonzo|Caroline Auma|Fatuma Ismail|George Maina|Elizabeth Mwende'.split('|')
const query = new URLSearchParams(location.search)
const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
const PEOPLE = day.staff.map((person) => person.id)

export const listeners: Record<string, ((event: { payload: unknown }) => void)[]> = {}

function fresh(): Book {
  const rows: Row[] = day.appointments.map((each) => {
    const service = day.services.find((s) => s.id === each.service)!
    const n = Number(each.id.slice(1)) - 1
    const start = minute(each.start.slice(11))
    return {
      id: each.id, service: each.service, date: '2026-11-24', minute: start, minutes: service.minutes, turnover: service.turnover, customer: `c${n + 1}`,
      staff: (each.staff as string[])[0] ?? null, assignment: each.assignment as string, gender: (each as { gender?: string }).gender ?? null,
      room: `r${1 + Math.max(0, PEOPLE.indexOf((each.staff as string[])[0] ?? ''))}`, status: each.id === 'a33' ? 'no_show' : 'booked', arrived: ['a15', 'a4'].includes(each.id),
      note: ['a7', 'a4'].includes(each.id) ? 'Sore left shoulder, no lavender' : '', couple: ['a1', 'a17'].includes(each.id), attention: [],
    }
  })
  return {
    today: query.get('today') ?? '2026-11-24', now: minute(query.get('now') ?? '12:40'), rows, services: day.services, finalized: query.has('final'),
    staff: day.staff.map((person) => ({ ...person, temporary: person.id === 'hassan' ? { first: '2026-11-20', last: '2026-12-20' } : null, hours: person.hours })),
    customers: NAMES.map((name, i) => ({ id: `c${i + 1}`, name, phone: `+2547000000${String(i + 1).padStart(2, '0')}`, note: '', gender: null })),
    rooms: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ id: `r${n}`, name: `R${n}`, kind: n < 7 ? 'single' : 'double' })),
    blocks: [], items: [], messages: [], desk: { language: query.get('lang') ?? 'en', theme: query.get('theme') ?? 'light' },
    site: { name: 'Zamu Spa', time_zone: 'Africa/Nairobi', country: 'KE', language: 'en', currency: 'KES', cutoff: '18:00', slot_step: 15, lead: 60, horizon_days: 14, staff_preference: true, pick_rule: 'least_busy_day', hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', until: '20:00', breaks: [] }], closed: ['2026-12-25'] },
  }
}

let book = fresh()
if (query.has('empty')) Object.assign(book, { rows: [], staff: [], services: [], customers: [] })
if (query.has('big')) readings.grow(book)
const past: Book[] = []
const future: Book[] = []
const changed = () => listeners['changed']?.forEach((run) => run({ payload: null }))

type Line = Record<string, any>
const report = (more: object) => ({ outcome: 'done', appointment: null, created: null, touched: [], moved: [], unplaced: [], opened: [], closed: [], held: [], notices: [], text: 'Done.', digest: 'd1', command: 'k', ...more })
const refused = (code: string, text: string, nearest: string[] = [], instead: unknown = null) => ({ outcome: 'refused', code, why: text, nearest, instead })

function decide(on: Book, line: Line): any {
  const row = on.rows.find((each) => each.id === line['appointment'])
  const name = row ? on.customers.find((each) => each.id === row.customer)!.name : ''
  const person = (id: string) => on.staff.find((each) => each.id === id)?.name ?? id
  switch (line['command']) {
    case 'arrive': row!.arrived = !row!.arrived; return report({ text: `${name} ${row!.arrived ? 'arrived' : 'is not here yet'}.` })
    case 'cancel': row!.status = 'cancelled'; return report({ text: `Cancelled ${name}.` })
    case 'no_show': row!.status = 'no_show'; return report({ text: `${name} did not come.` })
    case 'bind': row!.assignment = 'bound'; return report({ text: `${name} stays with ${person(row!.staff!)}.` })
    case 'unbind': row!.assignment = 'provisional'; return report({ text: `${name} is released.` })
    case 'change': Object.assign(row!, line['note'] !== undefined ? { note: line['note'] } : {}, line['room'] ? { room: line['room'] } : {}, line['minutes'] ? { minutes: line['minutes'] } : {}); return report({ text: `Changed ${name}.` })
    case 'reassign': {
      if (row!.assignment === 'bound' && !line['release']) return refused('bound', `${name} asked for ${person(row!.staff!)}.`, [], { ...line, release: true })
      const no = why(on, row!, line['staff'], row!.minute)
      if (no) return refused(no.code, no.why)
      const from = row!.staff
      row!.staff = line['staff']
      return report({ moved: [{ appointment: row!.id, seat: 0, from, to: line['staff'] }], text: `${name} moved to ${person(line['staff'])}.` })
    }
    case 'swap': {
      const other = on.rows.find((each) => each.id === line['b'])!
      const mine = on.rows.find((each) => each.id === line['a'])!
      ;[mine.staff, other.staff] = [other.staff, mine.staff]
      return report({ text: `Swapped.` })
    }
    case 'move': {
      const start = minute(line['start'].slice(11))
      const staff = typeof line['staff'] === 'string' ? line['staff'] : row!.staff
      const no = staff && why(on, row!, staff, start)
      if (no) return refused('slot_unavailable', `${person(staff)}: ${no.why}`, [`${row!.date}T17:15`, `${row!.date}T18:45`])
      Object.assign(row!, { minute: start, date: line['start'].slice(0, 10), staff })
      return report({ text: `${name} moved to ${line['start'].slice(11)}.` })
    }
    case 'book': {
      const service = on.services.find((each) => each.id === line['service'])!
      const id = `n${on.rows.length}`
      const customer = line['customer'] ?? `c${on.customers.length + 1}`
      if (!line['customer']) on.customers.push({ id: customer, name: line['name'], phone: line['phone'] ?? '', note: '', gender: null })
      const made: Row = { id, service: service.id, date: line['start'].slice(0, 10), minute: minute(line['start'].slice(11)), minutes: service.minutes, turnover: service.turnover, customer, staff: null, assignment: line['staff'] ? 'bound' : 'provisional', gender: line['gender'] ?? null, room: 'r1', status: 'booked', arrived: false, note: line['note'] ?? '', couple: false, attention: [] }
      const free = on.staff.filter((each) => (!line['staff'] || line['staff'] === each.id) && !why(on, made, each.id, made.minute))
      if (!free.length) return refused('slot_unavailable', 'That time was taken meanwhile.', [`${made.date}T16:15`, `${made.date}T18:45`])
      made.staff = free[0]!.id
      on.rows.push(made)
      return report({ appointment: id, text: `Booked ${on.customers.find((each) => each.id === customer)!.name} at ${line['start'].slice(11)}.` })
    }
    case 'mark_absent': return greedyAbsence(on, line, report)
    case 'end_absence': on.blocks = on.blocks.filter((each) => each.id !== line['absence']); return report({ text: 'Absence ended.' })
    case 'add_temp':
      on.staff.push({ id: line['name'].toLowerCase(), name: line['name'], gender: line['gender'], skills: line['skills'], temporary: { first: line['first'], last: line['last'] }, hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: line['from'], until: line['until'], breaks: line['breaks'] ?? [] }] })
      return report({ text: `${line['name']} is here from ${line['from']}.` })
    case 'allocate': {
      const moves = [['a20', 'carol'], ['a24', 'achieng']].flatMap(([id, to]) => { const r = on.rows.find((each) => each.id === id)!; const only = line['only'] as string[] | undefined; return r && (!only || only.includes(id!)) ? [{ appointment: id!, seat: 0, from: r.staff, to: to! }] : [] })
      moves.forEach((move) => { on.rows.find((each) => each.id === move.appointment)!.staff = move.to })
      return report({ moved: moves, text: `${moves.length} rows moved.` })
    }
    case 'edit': return readings.edit(on, line, report)
    case 'set_hours': on.staff.find((each) => each.id === line['staff'])!.hours = line['hours']; return report({ text: 'Hours changed.' })
    case 'mark_sent': case 'release_message': { const message = on.messages.find((each) => each.id === line['message'])!; message.state = line['command'] === 'mark_sent' ? 'sent' : 'ready'; return report({ text: 'Done.' }) }
    default: return report({ text: `${line['command']} done.` })
  }
}

function previewAll(lines: Line[]): unknown[] {
  const on = structuredClone(book)
  return lines.map((line) => decide(on, line))
}

export function answer(command: string, args: Record<string, any>): unknown {
  switch (command) {
    case 'perform': {
      const next = structuredClone(book)
      const outcome = decide(next, args['line'])
      if (outcome.outcome === 'done') { past.push(book); book = next; future.length = 0; queueMicrotask(changed) }
      return outcome
    }
    case 'sheet_since': return { mark: 0, patch: false, gone: [], sheet: readings.sheet(book, { date: String(args['date']) }) }
    case 'preview_all': return previewAll(args['lines'])
    case 'preview': return decide(structuredClone(book), args['line'])
    case 'undo': case 'redo': {
      const [from, to] = command === 'undo' ? [past, future] : [future, past]
      const state = from.pop()
      if (!state) return refused('nothing_to_undo', 'There is nothing to take back.')
      to.push(book)
      book = state
      return report({ text: command === 'undo' ? 'Taken back.' : 'Done again.' })
    }
    case 'keep': book.desk[args['key']] = args['value']; return null
    case 'sample_day': Object.assign(book, fresh()); return null
    default: return (readings as any)[command](book, args, past.length, future.length)
  }
}
